// A layer's forward pass once more in double precision, to check gradients with finite differences: what the
// engine rounds to float32 would drown a small difference. What was drawn (masks, slopes of RReLU) stays as
// it was in the step.

import type { LayerBuffers, LayerKernel } from "../../engine/kernel.ts";
import { Generator } from "../../engine/random.ts";
import { reference } from "../../engine/reference.ts";
import type { ResolvedLayer } from "../../model/layers.ts";
import { maskOf } from "./explain/dropout.ts";
import type { Numbers } from "./loss-in-double.ts";
import type { TracedStep } from "./traced-step.ts";

/**
 * What layer `index` of the step gives for other inputs or parameters.
 * @param parameters in PyTorch's order, as of the step: `weight`, `bias`
 */
export function forwardInDouble(step: TracedStep, index: number, input: Numbers, parameters: readonly Float64Array[]): Numbers {
  const layer: ResolvedLayer = step.layers[index]!;
  const { columns: width } = step.look.layers[index]!.output;
  const { rows } = input;
  const output = new Float64Array(rows * width);
  const put = (value: (row: number, unit: number) => number): Numbers => {
    for (let row = 0; row < rows; row++) for (let unit = 0; unit < width; unit++) output[row * width + unit] = value(row, unit);
    return { rows, columns: width, data: output };
  };
  const x = (row: number, column: number): number => input.data[row * input.columns + column]!;
  switch (layer.type) {
    case "Linear":
      return put((row, unit) => {
        let sum = parameters[1]?.[unit] ?? 0;
        for (let column = 0; column < input.columns; column++) sum += x(row, column) * parameters[0]![unit * input.columns + column]!;
        return sum;
      });
    case "Sigmoid":
      return put((row, unit) => 1 / (1 + Math.exp(-x(row, unit))));
    case "Hardsigmoid":
      return put((row, unit) => Math.min(Math.max(x(row, unit) + 3, 0), 6) / 6);
    case "Hardswish":
      return put((row, unit) => (x(row, unit) * Math.min(Math.max(x(row, unit) + 3, 0), 6)) / 6);
    case "Tanhshrink":
      return put((row, unit) => x(row, unit) - Math.tanh(x(row, unit)));
    case "BatchNorm1d": {
      const moments = Array.from({ length: width }, (_, unit) => momentsOf(rows, (row) => x(row, unit)));
      return put((row, unit) => normal(x(row, unit), moments[unit]!, layer.eps, parameters, unit));
    }
    case "Dropout":
    case "AlphaDropout":
      return put((row, unit) => dropped(step, index, row, unit, x(row, unit)));
    case "RReLU":
      return put((row, unit) => x(row, unit) * slopeOf(step, index, row, unit));
    default:
      return byKernel(layer, input, width, parameters);
  }
}

/** The other kernels compute in double precision by themselves, if their buffers are of it. */
function byKernel(layer: ResolvedLayer, input: Numbers, width: number, parameters: readonly Float64Array[]): Numbers {
  const { rows, columns } = input;
  const output = new Float64Array(rows * width);
  const kernel: LayerKernel<ResolvedLayer> = reference.layers[layer.type];
  const buffers: LayerBuffers = {
    batchSize: rows,
    inFeatures: columns,
    outFeatures: width,
    input: wide(Float64Array.from(input.data)),
    output: wide(output),
    gradOutput: wide(new Float64Array(rows * width)),
    gradInput: undefined,
    parameters: parameters.map(wide),
    gradients: parameters.map(({ length }) => wide(new Float64Array(length))),
    buffers: [],
    mode: { training: true },
    generator: new Generator(0),
    allocate: (length) => wide(new Float64Array(length)),
  };
  const call = kernel.plan(layer, buffers);
  call.forward(0, call.over === "columns" ? columns : rows, rows);
  return { rows, columns: width, data: output };
}

/** The kernels write what they compute; only the type says float32. */
function wide(values: Float64Array): Float32Array {
  return values as unknown as Float32Array;
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

function momentsOf(count: number, value: (index: number) => number): Moments {
  let mean = 0;
  for (let index = 0; index < count; index++) mean += value(index) / count;
  let variance = 0;
  for (let index = 0; index < count; index++) variance += (value(index) - mean) ** 2 / count;
  return { mean, variance };
}

function normal(x: number, { mean, variance }: Moments, eps: number, [weight, bias]: readonly Float64Array[], unit: number): number {
  return ((x - mean) / Math.sqrt(variance + eps)) * (weight?.[unit] ?? 1) + (bias?.[unit] ?? 0);
}

function dropped(step: TracedStep, layer: number, row: number, unit: number, x: number): number {
  const { kept, scale, shift } = maskOf({ step, layer, row, unit });
  const isPlain = step.layers[layer]!.type === "Dropout";
  if (isPlain) return x * kept * scale;
  return kept === 1 ? x * scale + shift : step.look.layers[layer]!.output.data[row * step.inputOf(layer).columns + unit]!;
}

function slopeOf(step: TracedStep, layer: number, row: number, unit: number): number {
  const at = row * step.inputOf(layer).columns + unit;
  const x = step.inputOf(layer).data[at]!;
  return x >= 0 ? 1 : step.look.layers[layer]!.output.data[at]! / x;
}
