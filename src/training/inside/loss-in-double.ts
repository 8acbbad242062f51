// The losses once more, in double precision and row by row: what a step is explained and checked with. The
// loss of a batch is Σ row(r) / Σ weight(r); formulas are those of the registry (`model/losses.ts`).

import type { Loss } from "../../model/schema.ts";

/** Row-major. */
export interface Numbers {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array | Float64Array;
}

export interface LossInDouble {
  /** What a row adds: the mean over its outputs, or the weighted loss of its class. */
  readonly row: (row: number) => number;
  /** What a row counts in the mean: 1, or the weight of its class, 0 if it is ignored. */
  readonly weight: (row: number) => number;
  /** The derivative of the batch's loss by one output. */
  readonly slope: (row: number, unit: number) => number;
  /** The loss of the batch. */
  readonly mean: () => number;
}

/** Compares one output with its own target. */
interface Comparison {
  readonly value: (y: number, t: number) => number;
  readonly slope: (y: number, t: number) => number;
}

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
/** log(1 + eˣ). */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** @param output what the network gives @param target as many columns, or one with the number of a class */
export function lossInDouble(loss: Loss, output: Numbers, target: Numbers): LossInDouble {
  switch (loss.type) {
    case "CrossEntropyLoss":
      return crossEntropy(loss, output, target);
    case "NLLLoss":
      return ofClasses(output, target, loss.weight, loss.ignore_index, {
        value: (x, label, weight) => -x[label]! * weight(label),
        slope: (_, label, unit, weight) => (unit === label ? -weight(label) : 0),
      });
    case "MultiMarginLoss":
      return multiMargin(loss, output, target);
    default:
      return pointwise((unit) => comparisonOf(loss, unit), output, target);
  }
}

function comparisonOf(loss: Loss, unit: number): Comparison {
  switch (loss.type) {
    case "BCELoss":
      return {
        value: (y, t) => -(t * Math.max(Math.log(y), -100) + (1 - t) * Math.max(Math.log1p(-y), -100)),
        slope: (y, t) => (y - t) / Math.max((1 - y) * y, 1e-12),
      };
    case "BCEWithLogitsLoss": {
      const p = loss.pos_weight?.[loss.pos_weight.length > 1 ? unit : 0] ?? 1;
      return {
        value: (x, t) => (1 - t) * x + (1 + (p - 1) * t) * softplus(-x),
        slope: (x, t) => (p * t + 1 - t) * sigma(x) - p * t,
      };
    }
    case "MSELoss":
      return { value: (y, t) => (y - t) ** 2, slope: (y, t) => 2 * (y - t) };
    case "L1Loss":
      return { value: (y, t) => Math.abs(y - t), slope: (y, t) => Math.sign(y - t) };
    case "SmoothL1Loss": {
      const { beta } = loss;
      return {
        value: (y, t) => (Math.abs(y - t) < beta ? (y - t) ** 2 / (2 * beta) : Math.abs(y - t) - beta / 2),
        slope: (y, t) => (Math.abs(y - t) < beta ? (y - t) / beta : Math.sign(y - t)),
      };
    }
    case "HuberLoss": {
      const { delta } = loss;
      return {
        value: (y, t) => (Math.abs(y - t) <= delta ? (y - t) ** 2 / 2 : delta * (Math.abs(y - t) - delta / 2)),
        slope: (y, t) => (Math.abs(y - t) < delta ? y - t : delta * Math.sign(y - t)),
      };
    }
    case "PoissonNLLLoss": {
      const { log_input: isLogarithm, full, eps } = loss;
      const stirling = (t: number): number => (full && t > 1 ? t * Math.log(t) - t + 0.5 * Math.log(2 * Math.PI * t) : 0);
      return isLogarithm
        ? { value: (y, t) => Math.exp(y) - t * y + stirling(t), slope: (y, t) => Math.exp(y) - t }
        : { value: (y, t) => y - t * Math.log(y + eps) + stirling(t), slope: (y, t) => 1 - t / (y + eps) };
    }
    case "SoftMarginLoss":
      return { value: (y, t) => softplus(-y * t), slope: (y, t) => -t * sigma(-y * t) };
    case "HingeEmbeddingLoss": {
      const { margin } = loss;
      // What is neither 1 nor −1 counts as both.
      return {
        value: (y, t) => (t === 1 ? 0 : Math.max(0, margin - y)) + (t === -1 ? 0 : y),
        slope: (y, t) => (t === 1 || margin - y < 0 ? 0 : -1) + (t === -1 ? 0 : 1),
      };
    }
    default:
      throw new Error(`${loss.type} compares no single outputs.`);
  }
}

function pointwise(of: (unit: number) => Comparison, output: Numbers, target: Numbers): LossInDouble {
  const { rows, columns } = output;
  const comparisons = Array.from({ length: columns }, (_, unit) => of(unit));
  const at = (row: number, unit: number): readonly [number, number] => [
    output.data[row * columns + unit]!,
    target.data[row * columns + unit]!,
  ];
  const row = (index: number): number => comparisons.reduce((sum, { value }, unit) => sum + value(...at(index, unit)), 0) / columns;
  return {
    row,
    weight: () => 1,
    slope: (index, unit) => comparisons[unit]!.slope(...at(index, unit)) / (rows * columns),
    mean: () => sumOver(rows, row) / rows,
  };
}

interface ClassTerms {
  value(x: readonly number[], label: number, weight: (label: number) => number): number;
  slope(x: readonly number[], label: number, unit: number, weight: (label: number) => number): number;
}

function ofClasses(
  output: Numbers,
  target: Numbers,
  weights: readonly number[] | undefined,
  ignored: number,
  terms: ClassTerms,
): LossInDouble {
  const { rows, columns, data } = output;
  const weightOf = (label: number): number => weights?.[label] ?? 1;
  const label = (row: number): number => target.data[row]!;
  const weight = (row: number): number => (label(row) === ignored ? 0 : weightOf(label(row)));
  const x = (row: number): number[] => Array.from(data.subarray(row * columns, (row + 1) * columns));
  const divisor = sumOver(rows, weight);
  const row = (index: number): number => (label(index) === ignored ? 0 : terms.value(x(index), label(index), weightOf));
  return {
    row,
    weight,
    slope: (index, unit) => (label(index) === ignored ? 0 : terms.slope(x(index), label(index), unit, weightOf) / divisor),
    mean: () => sumOver(rows, row) / divisor,
  };
}

function crossEntropy(loss: Extract<Loss, { type: "CrossEntropyLoss" }>, output: Numbers, target: Numbers): LossInDouble {
  const { label_smoothing: smoothing } = loss;
  const share = smoothing / output.columns;
  return ofClasses(output, target, loss.weight, loss.ignore_index, {
    value: (x, label, weight) => {
      const p = logSoftmax(x);
      const own = -(1 - smoothing) * p[label]! * weight(label);
      return smoothing === 0 ? own : own - share * p.reduce((sum, value, unit) => sum + value * weight(unit), 0);
    },
    slope: (x, label, unit, weight) => {
      const own = (1 - smoothing) * weight(label);
      const spread = smoothing === 0 ? 0 : share * x.reduce((sum, _, other) => sum + weight(other), 0);
      const direct = (unit === label ? own : 0) + (smoothing === 0 ? 0 : share * weight(unit));
      return Math.exp(logSoftmax(x)[unit]!) * (own + spread) - direct;
    },
  });
}

function multiMargin(loss: Extract<Loss, { type: "MultiMarginLoss" }>, output: Numbers, target: Numbers): LossInDouble {
  const { p, margin } = loss;
  const { rows, columns } = output;
  const violation = (x: readonly number[], label: number, unit: number): number =>
    unit === label ? 0 : Math.max(0, margin - x[label]! + x[unit]!);
  const terms: ClassTerms = {
    value: (x, label, weight) => (x.reduce((sum, _, unit) => sum + violation(x, label, unit) ** p, 0) * weight(label)) / columns,
    slope: (x, label, unit, weight) => {
      const one = (other: number): number => {
        const size = violation(x, label, other);
        return size === 0 ? 0 : ((p === 1 ? 1 : 2 * size) * weight(label)) / columns;
      };
      return unit === label ? -x.reduce((sum, _, other) => sum + one(other), 0) : one(unit);
    },
  };
  // Weights of classes scale a row here, and the mean is over the rows.
  const own = ofClasses(output, target, loss.weight, NaN, terms);
  const divisor = sumOver(rows, own.weight);
  return {
    row: own.row,
    weight: () => 1,
    slope: (row, unit) => (own.slope(row, unit) * divisor) / rows,
    mean: () => sumOver(rows, own.row) / rows,
  };
}

/** xᵢ − log Σ eˣ. */
export function logSoftmax(x: readonly number[]): number[] {
  const largest = Math.max(...x);
  const logarithm = largest + Math.log(x.reduce((sum, value) => sum + Math.exp(value - largest), 0));
  return x.map((value) => value - logarithm);
}

function sumOver(count: number, of: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += of(index);
  return sum;
}
