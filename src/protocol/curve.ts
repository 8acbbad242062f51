// A curve as numbers: a tensor that travels in a checkpoint, so that a run that goes on has its past, and a CSV for other programs.

import type { CheckpointTensor } from "../training/checkpoint.ts";
import type { EpochMetrics, EpochResult, LiveValues } from "../training/types.ts";

const NAME = "curve";
const splits = ["train", "validation"] as const;
const measures = ["accuracy", "r2", "mae"] as const;

/** The columns of both, in order. A value that an epoch does not have is NaN in the tensor and empty in the CSV. */
const columns: readonly string[] = [
  "epoch",
  "train_loss",
  "validation_loss",
  "lr",
  ...splits.flatMap((split) => measures.map((measure) => `${split}_${measure}`)),
  "gradient_norm",
];

function rowOf({ epoch, trainLoss, validationLoss, lr, metrics, gradientNorm }: EpochResult): readonly (number | undefined)[] {
  const counted = splits.flatMap((split) => measures.map((measure) => metrics?.[split]?.[measure]));
  return [epoch, trainLoss, validationLoss, lr, ...counted, gradientNorm];
}

/** Epochs × columns. */
export function curveTensor(points: readonly EpochResult[]): CheckpointTensor {
  const data = Float64Array.from(points.flatMap((point) => rowOf(point).map((value) => value ?? NaN)));
  return { name: NAME, shape: [points.length, columns.length], data };
}

/** The curve that a checkpoint holds; empty where it holds none, as one of the command line. */
export function curveOf(tensors: readonly CheckpointTensor[]): EpochResult[] {
  const found = tensors.find(({ name }) => name === NAME);
  if (!(found?.data instanceof Float64Array) || found.shape[1] !== columns.length) return [];
  const { data } = found;
  return Array.from({ length: found.shape[0]! }, (_, row) => pointOf(data.subarray(row * columns.length, (row + 1) * columns.length)));
}

function pointOf(row: Float64Array): EpochResult {
  const [epoch, trainLoss, validationLoss, lr] = row as unknown as readonly [number, number, number, number];
  const [train, validation] = splits.map((_, split) => valuesOf(row.subarray(4 + split * measures.length))) as [LiveValues, LiveValues];
  const gradientNorm = row[4 + splits.length * measures.length]!;
  const metrics: EpochMetrics = Object.keys(validation).length > 0 ? { train, validation } : { train };
  return {
    epoch,
    trainLoss,
    ...(Number.isNaN(validationLoss) ? {} : { validationLoss }),
    lr,
    ...(Object.keys(train).length > 0 ? { metrics } : {}),
    ...(Number.isNaN(gradientNorm) ? {} : { gradientNorm }),
  };
}

function valuesOf(row: Float64Array): LiveValues {
  return Object.fromEntries(measures.flatMap((measure, at) => (Number.isNaN(row[at]) ? [] : [[measure, row[at]!]])));
}

/** The curve as CSV with a line of names, every number with all its digits; columns that no epoch has are left out. */
export function curveCsv(points: readonly EpochResult[]): string {
  const rows = points.map(rowOf);
  const used = columns.flatMap((_, at) => (rows.some((row) => row[at] !== undefined) ? [at] : []));
  const lines = [used.map((at) => columns[at]), ...rows.map((row) => used.map((at) => row[at] ?? ""))];
  return lines.map((line) => `${line.join(",")}\n`).join("");
}

/** What `curveCsv` wrote, in whatever order of columns; those that are not known are passed over. @throws Error where it is none */
export function curveFromCsv(text: string): EpochResult[] {
  if (text.trim() === "") return [];
  const [head = "", ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(",");
  const places = columns.map((name) => names.indexOf(name));
  if (places[0] === -1 || places[1] === -1) throw new Error("The curve has no columns epoch and train_loss.");
  return lines.map((line) => {
    const cells = line.split(",");
    return pointOf(Float64Array.from(places, (place) => (cells[place] ? Number(cells[place]) : NaN)));
  });
}
