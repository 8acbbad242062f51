// Each layer and loss against its formula in double precision: the values forward, and backward the slope
// that finite differences show.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerKernel, LayerOf, LossKernel, LossOf } from "../../../src/engine/kernel.ts";
import { fillUniform, Generator } from "../../../src/engine/random.ts";
import { reference } from "../../../src/engine/reference.ts";
import type { LayerType, ResolvedLayer } from "../../../src/model/layers.ts";
import { losses, type LossType } from "../../../src/model/losses.ts";
import { layerSchema, type Loss, trainingSchema } from "../../../src/model/schema.ts";

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
  Sigmoid: each(sigma),
  LogSigmoid: each((x) => Math.log(sigma(x))),
  Tanh: each(Math.tanh),
  Tanhshrink: each((x) => x - Math.tanh(x)),
  Softsign: each((x) => x / (1 + Math.abs(x))),
  Softplus: (x, { beta, threshold }) => each((v) => (v * beta > threshold ? v : Math.log(1 + Math.exp(beta * v)) / beta))(x),
  ELU: (x, { alpha }) => each((v) => (v > 0 ? v : alpha * (Math.exp(v) - 1)))(x),
  CELU: (x, { alpha }) => each((v) => Math.max(0, v) + Math.min(0, alpha * (Math.exp(v / alpha) - 1)))(x),
  SELU: each((x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1))),
  GELU: (x, { approximate }) => each(approximate === "tanh" ? tanhGelu : (v) => v * normalShare(v))(x),
  SiLU: each((x) => x * sigma(x)),
  Mish: each((x) => x * Math.tanh(Math.log(1 + Math.exp(x)))),
  GLU: (x) => x.map((row) => row.slice(0, row.length / 2).map((a, unit) => a * sigma(row[row.length / 2 + unit]!))),
  ReLU: each((x) => Math.max(0, x)),
  ReLU6: each((x) => Math.min(6, Math.max(0, x))),
  LeakyReLU: (x, { negative_slope: slope }) => each((v) => (v > 0 ? v : slope * v))(x),
  PReLU: (x, _, [weight]) => x.map((row) => row.map((v, unit) => (v > 0 ? v : (weight![0]![unit] ?? weight![0]![0]!) * v))),
  // Not while training, where slopes are drawn.
  RReLU: (x, { lower, upper }) => each((v) => (v > 0 ? v : ((lower + upper) / 2) * v))(x),
  Hardtanh: (x, { min_val: low, max_val: high }) => each((v) => Math.min(high, Math.max(low, v)))(x),
  Hardsigmoid: each((x) => Math.min(1, Math.max(0, x / 6 + 0.5))),
  Hardswish: each((x) => x * Math.min(1, Math.max(0, x / 6 + 0.5))),
  Hardshrink: (x, { lambd }) => each((v) => (Math.abs(v) > lambd ? v : 0))(x),
  Softshrink: (x, { lambd }) => each((v) => Math.sign(v) * Math.max(0, Math.abs(v) - lambd))(x),
  Threshold: (x, { threshold, value }) => each((v) => (v > threshold ? v : value))(x),
  Step: each((x) => (x >= 0 ? 1 : 0)),
  BatchNorm1d: (x, { eps }, [weight, bias]) =>
    transposed(
      transposed(x).map((column, unit) => scaled(column, eps).map((v) => v * (weight?.[0]?.[unit] ?? 1) + (bias?.[0]?.[unit] ?? 0))),
    ),
  LayerNorm: (x, { eps }, [weight, bias]) =>
    x.map((row) => scaled(row, eps).map((v, unit) => v * (weight?.[0]?.[unit] ?? 1) + (bias?.[0]?.[unit] ?? 0))),
  // Not while training, where values are dropped.
  Dropout: (x) => x,
  AlphaDropout: (x) => x,
  Softmax: (x, { dim }) => along(dim, softmaxOf)(x),
  Softmin: (x, { dim }) => along(dim, (row) => softmaxOf(row.map((v) => -v)))(x),
  LogSoftmax: (x, { dim }) => along(dim, logSoftmaxOf)(x),
};

function sigma(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function tanhGelu(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Φ(x), by Simpson's rule from 0. */
function normalShare(x: number): number {
  const pieces = 400;
  const step = x / pieces;
  const inner = Array.from({ length: pieces - 1 }, (_, index) => (index % 2 === 0 ? 4 : 2) * density((index + 1) * step));
  return 0.5 + (step / 3) * (density(0) + density(x) + total(inner));
}

function scaled(values: Row, eps: number): Row {
  const mean = total(values) / values.length;
  const variance = total(values.map((value) => (value - mean) ** 2)) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(variance + eps));
}

function along(dim: number, formula: (line: Row) => Row) {
  return (x: Matrix): Matrix => (dim === 0 || dim === -2 ? transposed(transposed(x).map(formula)) : x.map(formula));
}

/** Settings beside the defaults that are checked too. */
const variants: Partial<Record<LayerType, readonly Record<string, unknown>[]>> = {
  Linear: [{ out_features: 3 }, { out_features: 2, bias: false }],
  Softplus: [{}, { beta: 3 }, { beta: 2, threshold: 1 }],
  ELU: [{}, { alpha: 2 }],
  CELU: [{}, { alpha: 0.5 }],
  GELU: [{}, { approximate: "tanh" }],
  LeakyReLU: [{}, { negative_slope: 0.3 }],
  PReLU: [{}, { num_parameters: 4 }],
  Hardtanh: [{}, { min_val: -0.5, max_val: 1.5 }],
  Hardshrink: [{}, { lambd: 1 }],
  Softshrink: [{}, { lambd: 1 }],
  Threshold: [{ threshold: 0.1, value: 2 }],
  BatchNorm1d: [{}, { eps: 0.1 }, { affine: false }],
  LayerNorm: [{}, { eps: 0.1 }, { elementwise_affine: false }],
  Softmax: [{}, { dim: 0 }, { dim: -2 }, { dim: 1 }],
  Softmin: [{}, { dim: 0 }],
  LogSoftmax: [{}, { dim: 0 }, { dim: -2 }, { dim: 1 }],
};

for (const type of Object.keys(formulas) as LayerType[]) {
  for (const settings of variants[type] ?? [{}]) {
    test(`${type} ${JSON.stringify(settings)} has the slope of its formula`, () => {
      const layer: ResolvedLayer = layerSchema(type).parse({ type, ...settings });
      const kernel: LayerKernel<ResolvedLayer> = reference.layers[type];
      const formula = formulas[type] as (x: Matrix, layer: ResolvedLayer, parameters: readonly Matrix[]) => Matrix;
      const outFeatures = layer.type === "Linear" ? layer.out_features : layer.type === "GLU" ? WIDTH / 2 : WIDTH;
      const x = randomMatrix(ROWS, WIDTH, -2, 2, 1);
      const weights = randomMatrix(ROWS, outFeatures, -1, 1, 2);
      const parameters = (kernel.parameters?.(layer, WIDTH, outFeatures) ?? []).map(({ shape }, index) =>
        randomMatrix(shape.length === 1 ? 1 : shape[0]!, shape.at(-1)!, -1, 1, 3 + index),
      );
      const gradients = parameters.map((parameter) => new Float32Array(parameter.flat().length));
      const output = new Float32Array(ROWS * outFeatures);
      const gradInput = new Float32Array(ROWS * WIDTH);
      const call = kernel.plan(layer, {
        batchSize: ROWS,
        inFeatures: WIDTH,
        outFeatures,
        input: flat(x),
        output,
        gradOutput: flat(weights),
        gradInput,
        parameters: parameters.map(flat),
        gradients,
        buffers: (kernel.buffers?.(layer, WIDTH) ?? []).map(({ shape }) => new Float32Array(shape[0] ?? 1)),
        mode: { training: layer.type === "BatchNorm1d" },
        generator: new Generator(0),
        allocate: (length) => new Float32Array(length),
      });
      const count = call.over === "columns" ? WIDTH : ROWS;
      call.forward(0, count, ROWS);
      call.backward(0, count, ROWS);
      call.learn?.(0, call.units ?? 0, ROWS);
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

/**
 * −Σ wᵢ tᵢ log pᵢ over the rows that count, divided by their summed weights; e of each row's target is spread
 * over all classes.
 */
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
  L1Loss: everyElement((y, t) => Math.abs(y - t)),
  SmoothL1Loss: (output, target, { beta }) =>
    everyElement((y, t) => (Math.abs(y - t) < beta ? (y - t) ** 2 / (2 * beta) : Math.abs(y - t) - beta / 2))(output, target),
  HuberLoss: (output, target, { delta }) =>
    everyElement((y, t) => (Math.abs(y - t) <= delta ? (y - t) ** 2 / 2 : delta * (Math.abs(y - t) - delta / 2)))(output, target),
  PoissonNLLLoss: (output, target, { log_input: isLogarithm }) =>
    everyElement((y, t) => (isLogarithm ? Math.exp(y) - t * y : y - t * Math.log(y)))(output, target),
  SoftMarginLoss: everyElement((y, t) => Math.log(1 + Math.exp(-t * y))),
  HingeEmbeddingLoss: (output, target, { margin }) => everyElement((y, t) => (t === 1 ? y : Math.max(0, margin - y)))(output, target),
  MultiMarginLoss: (output, target, { p, margin, weight }) =>
    total(
      output.map((row, index) => {
        const label = target[index]![0]!;
        const violations = row.map((y, unit) => (unit === label ? 0 : Math.max(0, margin - row[label]! + y) ** p));
        return (total(violations) * (weight?.[label] ?? 1)) / row.length;
      }),
    ) / output.length,
};

const classWeight = [0.5, 2, 1, 0.25];
const lossVariants: Partial<Record<LossType, readonly Record<string, unknown>[]>> = {
  BCEWithLogitsLoss: [{}, { pos_weight: [3] }, { pos_weight: [0.5, 1, 2, 4] }],
  CrossEntropyLoss: [{}, { weight: classWeight }, { ignore_index: 1 }, { weight: classWeight, ignore_index: 1, label_smoothing: 0.3 }],
  NLLLoss: [{}, { weight: classWeight, ignore_index: 1 }],
  SmoothL1Loss: [{}, { beta: 0.4 }],
  HuberLoss: [{}, { delta: 0.7 }],
  HingeEmbeddingLoss: [{}, { margin: 0.5 }],
  MultiMarginLoss: [{}, { p: 2 }, { margin: 0.4, weight: classWeight }],
};

for (const type of Object.keys(lossFormulas) as LossType[]) {
  for (const settings of lossVariants[type] ?? [{}]) {
    test(`${type} ${JSON.stringify(settings)} has the slope of its formula`, () => {
      const loss: Loss = trainingSchema.parse({ loss: { type, ...settings }, optimizer: { type: "Adam" } }).loss;
      const kernel: LossKernel<Loss> = reference.losses[type];
      const formula = lossFormulas[type] as (output: Matrix, target: Matrix, loss: Loss) => number;
      const wanted = losses[type].target;
      const output = type === "BCELoss" ? randomMatrix(ROWS, WIDTH, 0.1, 0.9, 5) : randomMatrix(ROWS, WIDTH, -2, 2, 5);
      const numbers = randomMatrix(ROWS, WIDTH, 0, 1, 6);
      const signs = numbers.map((row) => row.map((value) => (value > 0.5 ? 1 : -1)));
      const target = wanted === "classes" ? [[0], [1], [2], [3], [1]] : wanted === "sign" ? signs : numbers;
      const gradOutput = new Float32Array(ROWS * WIDTH);
      const { allocate } = reference;
      const call = kernel.plan(loss, { batchSize: ROWS, width: WIDTH, output: flat(output), target: flat(target), gradOutput, allocate });
      call.forward(0, ROWS, ROWS);
      assertNear(Float32Array.of(call.mean(ROWS)), [formula(output, target, loss)], "loss");
      call.backward(0, ROWS, ROWS);
      const bySlope = slopes(output, (at) => formula(at, target, loss));
      assertNear(gradOutput, bySlope, "gradient");
    });
  }
}
