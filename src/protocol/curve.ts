// A curve as numbers: a tensor that travels in a checkpoint, so that a run that goes on has its past, and a
// CSV for other programs.

import { type Message, message } from "../model/message.ts";
import { metricNames } from "../model/metric-names.ts";
import { ProblemError } from "../model/problem.ts";
import type { CheckpointTensor } from "../training/checkpoint.ts";
import type { EpochMetrics, EpochResult, LiveValues } from "../training/types.ts";

const NAME = "curve";
/** Epochs of a curve, and columns of its CSV, that are read. */
const MOST_POINTS = 1_000_000;
const MOST_COLUMNS = 100;
const splits = ["train", "validation"] as const;

/**
 * The columns of both, in order. A value that an epoch does not have is NaN in the tensor and empty in the
 * CSV.
 */
const columns: readonly string[] = [
  "epoch",
  "train_loss",
  "validation_loss",
  "lr",
  ...splits.flatMap((split) => metricNames.map((measure) => `${split}_${measure}`)),
  "gradient_norm",
];

function rowOf({ epoch, trainLoss, validationLoss, lr, metrics, gradientNorm }: EpochResult): readonly (number | undefined)[] {
  const counted = splits.flatMap((split) => metricNames.map((measure) => metrics?.[split]?.[measure]));
  return [epoch, trainLoss, validationLoss, lr, ...counted, gradientNorm];
}

/** Epochs × columns. */
export function curveTensor(points: readonly EpochResult[]): CheckpointTensor {
  const data = new Float64Array(points.length * columns.length).fill(NaN);
  for (const [row, point] of points.entries()) {
    for (const [column, value] of rowOf(point).entries()) if (value !== undefined) data[row * columns.length + column] = value;
  }
  return { name: NAME, shape: [points.length, columns.length], data };
}

/** The curve that a checkpoint holds; empty if it holds none, as one of the command line. */
export function curveOf(tensors: readonly CheckpointTensor[]): EpochResult[] {
  const found = tensors.find(({ name }) => name === NAME);
  if (!(found?.data instanceof Float64Array) || found.shape[1] !== columns.length) return [];
  const { data } = found;
  return Array.from({ length: found.shape[0]! }, (_, row) => pointOf(data.subarray(row * columns.length, (row + 1) * columns.length)));
}

function pointOf(row: Float64Array): EpochResult {
  const [epoch, trainLoss, validationLoss, lr] = row as unknown as readonly [number, number, number, number];
  const [train, validation] = splits.map((_, split) => valuesOf(row.subarray(4 + split * metricNames.length))) as [LiveValues, LiveValues];
  const gradientNorm = row[4 + splits.length * metricNames.length]!;
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
  return Object.fromEntries(metricNames.flatMap((measure, at) => (Number.isNaN(row[at]) ? [] : [[measure, row[at]!]])));
}

/**
 * The curve as CSV with a line of names, every number with all its digits; columns that no epoch has are left
 * out.
 */
export function curveCsv(points: readonly EpochResult[]): string {
  const rows = points.map(rowOf);
  const used = columns.flatMap((_, at) => (rows.some((row) => row[at] !== undefined) ? [at] : []));
  const lines = [used.map((at) => columns[at]), ...rows.map((row) => used.map((at) => row[at] ?? ""))];
  return lines.map((line) => `${line.join(",")}\n`).join("");
}

/**
 * What `curveCsv` wrote, in whatever order of columns; those that are not known are passed over.
 * @throws ProblemError if it is none, or too long
 */
export function curveFromCsv(text: string): EpochResult[] {
  const [head, ...first] = linesOf(text, 2);
  if (head === undefined) return [];
  const names = head.split(",").map((name) => /^"(.*)"$/.exec(name)?.[1] ?? name);
  const places = columns.map((name) => names.indexOf(name));
  if (places[0] === -1 || places[1] === -1 || names.length > MOST_COLUMNS) throw noCurve();
  const points: EpochResult[] = [];
  if (first.length === 0) return points;
  let isHead = true;
  for (const line of linesOf(text, MOST_POINTS + 2)) {
    if (!isHead) points.push(pointFrom(line, places, points.at(-1)?.epoch ?? 0));
    isHead = false;
  }
  if (points.length > MOST_POINTS)
    throw problem("curve-too-long", message("The curve has more than {0} epochs, too many to read.", MOST_POINTS));
  return points;
}

function pointFrom(line: string, places: readonly number[], before: number): EpochResult {
  const cells = line.split(",", MOST_COLUMNS);
  const point = pointOf(Float64Array.from(places, (place) => (cells[place] ? Number(cells[place]) : NaN)));
  if (!Number.isSafeInteger(point.epoch) || point.epoch <= before) throw noCurve();
  return point;
}

/** The first lines of a text that are not blank. */
function linesOf(text: string, most: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length && lines.length < most;) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end).trim();
    if (line !== "") lines.push(line);
    at = end < 0 ? text.length : end + 1;
  }
  return lines;
}

function noCurve(): ProblemError {
  return problem(
    "no-curve",
    message("The curve has no columns epoch and train_loss, or its epochs do not rise. Remove the run, or put its file back."),
  );
}

function problem(code: string, sentence: Message): ProblemError {
  return new ProblemError({ severity: "error", code, path: [], message: sentence });
}
