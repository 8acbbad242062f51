// Each layer and loss against its formula in double precision: the values forward, and backward the slope that finite differences show.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerKernel, LayerOf, LossKernel, LossOf } from "../../src/engine/kernel.ts";
import { fillUniform, Generator } from "../../src/engine/random.ts";
import { reference } from "../../src/engine/reference.ts";
import { layerSchema, type LayerType, type ResolvedLayer } from "../../src/model/layers.ts";
import type { LossType } from "../../src/model/losses.ts";
import { type Loss, trainingSchema } from "../../src/model/schema.ts";

type Row = readonly number[];
type Matrix = readonly Row[];

const ROWS = 5;
const WIDTH = 4;
const STEP = 1e-5;

function randomMatrix(rows: number, width: number, low: number, high: number, seed: number): Matrix {
  const values = new Float32Array(rows * width);
  fillUniform(values, low, high, new Generator(seed));
  return Array.from({ length: rows }, (_, row) => Array.from(values.subarray(row * width, (row + 1) * width)));
}

function flat(matrix: Matrix): Float32Array {
  return Float32Array.from(matrix.flat());
}

function total(values: Row): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function transposed(matrix: Matrix): Matrix {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
}

/** The slope of `value` in each element of `at`, by central differences. */
function slopes(at: Matrix, value: (at: Matrix) => number): number[] {
  return at.flatMap((row, i) =>
    row.map((_, j) => {
      const moved = (by: number) => value(at.map((other, k) => (k === i ? other.map((x, l) => (l === j ? x + by : x)) : other)));
      return (moved(STEP) - moved(-STEP)) / (2 * STEP);
    }),
  );
}

function assertNear(actual: Float32Array, expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (const [index, wanted] of expected.entries()) {
    const value = actual[index]!;
    assert.ok(Math.abs(value - wanted) <= 2e-6 + 2e-6 * Math.abs(wanted), `${what}: element ${index} is ${value}, expected ${wanted}`);
  }
}

const each = (formula: (x: number) => number) => (x: Matrix) => x.map((row) => row.map(formula));
const softmaxOf = (row: Row): Row => row.map((x) => Math.exp(x) / total(row.map(Math.exp)));
const logSoftmaxOf = (row: Row): Row => row.map((x) => x - Math.log(total(row.map(Math.exp))));

/** What each layer computes; `parameters` are a Linear's weight and bias. */
const formulas: { [K in LayerType]: (x: Matrix, layer: LayerOf<K>, parameters: readonly Matrix[]) => Matrix } = {
  Linear: (x, _, [weight, bias]) =>
    x.map((row) => weight!.map((w, unit) => total(w.map((v, k) => v * row[k]!)) + (bias?.[0]?.[unit] ?? 0))),
  Identity: (x) => x,
  Sigmoid: each((x) => 1 / (1 + Math.exp(-x))),
  Tanh: each(Math.tanh),
  ReLU: each((x) => Math.max(0, x)),
  Softmax: (x, { dim }) => (dim === 0 || dim === -2 ? transposed(transposed(x).map(softmaxOf)) : x.map(softmaxOf)),
  LogSoftmax: (x, { dim }) => (dim === 0 || dim === -2 ? transposed(transposed(x).map(logSoftmaxOf)) : x.map(logSoftmaxOf)),
};

/** Settings beside the defaults that are checked too. */
const variants: Partial<Record<LayerType, readonly Record<string, unknown>[]>> = {
  Linear: [{ out_features: 3 }, { out_features: 2, bias: false }],
  Softmax: [{}, { dim: 0 }, { dim: -2 }, { dim: 1 }],
  LogSoftmax: [{}, { dim: 0 }, { dim: -2 }, { dim: 1 }],
};

for (const type of Object.keys(formulas) as LayerType[]) {
  for (const settings of variants[type] ?? [{}]) {
    test(`${type} ${JSON.stringify(settings)} has the slope of its formula`, () => {
      const layer: ResolvedLayer = layerSchema(type).parse({ type, ...settings });
      const kernel: LayerKernel<ResolvedLayer> = reference.layers[type];
      const formula = formulas[type] as (x: Matrix, layer: ResolvedLayer, parameters: readonly Matrix[]) => Matrix;
      const outFeatures = layer.type === "Linear" ? layer.out_features : WIDTH;
      const x = randomMatrix(ROWS, WIDTH, -2, 2, 1);
      const weights = randomMatrix(ROWS, outFeatures, -1, 1, 2);
      const parameters = (kernel.parameters?.(layer, WIDTH, outFeatures) ?? []).map(({ shape }, index) =>
        randomMatrix(shape.length === 1 ? 1 : shape[0]!, shape.at(-1)!, -1, 1, 3 + index),
      );
      const gradients = parameters.map((parameter) => new Float32Array(parameter.flat().length));
      const output = new Float32Array(ROWS * outFeatures);
      const gradInput = new Float32Array(ROWS * WIDTH);
      const call = kernel.plan(layer, {
        inFeatures: WIDTH,
        outFeatures,
        input: flat(x),
        output,
        gradOutput: flat(weights),
        gradInput,
        parameters: parameters.map(flat),
        gradients,
      });
      call.forward(ROWS);
      call.backward(ROWS);
      assertNear(output, formula(x, layer, parameters).flat(), "output");
      const weighted = (y: Matrix) => total(y.flatMap((row, i) => row.map((value, j) => value * weights[i]![j]!)));
      const bySlope = slopes(x, (at) => weighted(formula(at, layer, parameters)));
      assertNear(gradInput, bySlope, "gradient of the input");
      for (const [index, gradient] of gradients.entries()) {
        const change = (at: Matrix) => weighted(formula(x, layer, parameters.with(index, at)));
        assertNear(gradient, slopes(parameters[index]!, change), `gradient of parameter ${index}`);
      }
    });
  }
}

const everyElement = (formula: (y: number, t: number, unit: number) => number) => (output: Matrix, target: Matrix) =>
  total(output.flatMap((row, i) => row.map((y, j) => formula(y, target[i]![j]!, j)))) / output.flat().length;

interface ClassSettings {
  readonly weight?: readonly number[] | undefined;
  readonly ignore_index: number;
}

/** −Σ wᵢ tᵢ log pᵢ over the rows that count, divided by their summed weights; e of each row's target is spread over all classes. */
function classLoss(logProbability: Matrix, target: Matrix, { weight, ignore_index: ignored }: ClassSettings, smoothing: number): number {
  const weightOf = (unit: number) => weight?.[unit] ?? 1;
  let sum = 0;
  let divisor = 0;
  for (const [index, row] of logProbability.entries()) {
    const label = target[index]![0]!;
    if (label === ignored) continue;
    divisor += weightOf(label);
    sum -= (1 - smoothing) * weightOf(label) * row[label]!;
    sum -= (smoothing / row.length) * total(row.map((value, unit) => value * weightOf(unit)));
  }
  return sum / divisor;
}

const lossFormulas: { [K in LossType]: (output: Matrix, target: Matrix, loss: LossOf<K>) => number } = {
  BCELoss: everyElement((y, t) => -(t * Math.log(y) + (1 - t) * Math.log(1 - y))),
  BCEWithLogitsLoss: (output, target, { pos_weight: p }) =>
    everyElement((x, t, unit) => {
      const y = 1 / (1 + Math.exp(-x));
      return -((p?.[unit] ?? p?.[0] ?? 1) * t * Math.log(y) + (1 - t) * Math.log(1 - y));
    })(output, target),
  CrossEntropyLoss: (output, target, loss) => classLoss(output.map(logSoftmaxOf), target, loss, loss.label_smoothing),
  NLLLoss: (output, target, loss) => classLoss(output, target, loss, 0),
  MSELoss: everyElement((y, t) => (y - t) ** 2),
};

const classWeight = [0.5, 2, 1, 0.25];
const lossVariants: Partial<Record<LossType, readonly Record<string, unknown>[]>> = {
  BCEWithLogitsLoss: [{}, { pos_weight: [3] }, { pos_weight: [0.5, 1, 2, 4] }],
  CrossEntropyLoss: [{}, { weight: classWeight }, { ignore_index: 1 }, { weight: classWeight, ignore_index: 1, label_smoothing: 0.3 }],
  NLLLoss: [{}, { weight: classWeight, ignore_index: 1 }],
};

for (const type of Object.keys(lossFormulas) as LossType[]) {
  for (const settings of lossVariants[type] ?? [{}]) {
    test(`${type} ${JSON.stringify(settings)} has the slope of its formula`, () => {
      const loss: Loss = trainingSchema.parse({ loss: { type, ...settings }, optimizer: { type: "Adam" } }).loss;
      const kernel: LossKernel<Loss> = reference.losses[type];
      const formula = lossFormulas[type] as (output: Matrix, target: Matrix, loss: Loss) => number;
      const classes = type === "CrossEntropyLoss" || type === "NLLLoss";
      const output = type === "BCELoss" ? randomMatrix(ROWS, WIDTH, 0.1, 0.9, 5) : randomMatrix(ROWS, WIDTH, -2, 2, 5);
      const target = classes ? [[0], [1], [2], [3], [1]] : randomMatrix(ROWS, WIDTH, 0, 1, 6);
      const gradOutput = new Float32Array(ROWS * WIDTH);
      const call = kernel.plan(loss, { width: WIDTH, output: flat(output), target: flat(target), gradOutput });
      assertNear(Float32Array.of(call.forward(ROWS)), [formula(output, target, loss)], "loss");
      call.backward(ROWS);
      const bySlope = slopes(output, (at) => formula(at, target, loss));
      assertNear(gradOutput, bySlope, "gradient");
    });
  }
}
