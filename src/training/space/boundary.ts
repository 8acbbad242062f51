// What a network answers over a grid of one or two features, with the others held: the decision boundary, or
// of numbers the surface. Everything is asked of the engine in eval mode.

import type { LayerView, Network } from "../../engine/network.ts";
import { classProbabilities, decideClasses, largestOf, meaningOf, type Task, taskOf } from "../evaluation/answers.ts";
import { rawValues, takeRows } from "../evaluation/features.ts";
import { evenly } from "../evaluation/report.ts";
import { evaluateRows, predictorOf } from "../evaluation/trained.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { regressionScores } from "../metrics/regression.ts";
import { type Axes, type Axis, writeGrid } from "./axes.ts";
import type { BoundaryAnswer, BoundaryQuestion, SpaceRows, SpaceScore, UnitMaps, UnitsQuestion } from "./types.ts";

/** Rows on the picture, and rows that the score is of. */
const MOST_POINTS = 500;
const MOST_SCORED = 2000;
/** Points along an axis of a unit's small picture, and units of a layer. */
const UNIT_SIZE = 24;
const MOST_UNITS = 64;
/** Classes whose probabilities are told at every point of a plane. */
const MOST_CLASSES = 12;
/** Points along an axis, whatever is asked for, and products of numbers of a whole grid, about. */
const MOST_SIZE = 200;
const MOST_WORK = 4e8;

/** A network in eval mode with the rows that it is looked at with. */
export interface Looked {
  readonly prepared: PreparedExperiment;
  readonly network: Network;
  /** The most rows at once. */
  readonly batchSize: number;
  readonly axes: Axes;
}

/** Answers over a grid. A row that was left out is as if none were asked for. */
export function boundaryOf(looked: Looked, question: BoundaryQuestion): Omit<BoundaryAnswer, "epoch"> {
  const { prepared, axes, network } = looked;
  const { training } = prepared.experiment;
  const { y, target, threshold } = question;
  const task = taskOf(training.loss, prepared.encoded);
  const base = baseOf(looked, question.row);
  const size = sizeFor(looked, question.size);
  const xAxis = axes.axis(question.x, size);
  const yAxis = y === undefined ? undefined : axes.axis(y, size);
  const outputs = new Float32Array(pointsOf(xAxis, yAxis) * network.outputs);
  const step = task === "binary" && network.outputs === 1 ? stepOf(looked) : undefined;
  const beforeStep = step && new Float32Array(outputs.length);
  forwardGrid(looked, base, xAxis, yAxis, (first, count) => {
    outputs.set(network.output.subarray(0, count * network.outputs), first * network.outputs);
    if (step) beforeStep?.set(step.input.subarray(0, count), first);
  });
  const { layer } = question;
  const [units] = layer === undefined ? [] : unitsOf(looked, { ...question, layers: [layer], most: MOST_UNITS });
  const { answers, confidence } = readGrid(task, { ...training, threshold }, outputs, network.outputs, target);
  return {
    x: xAxis.values,
    ...(yAxis ? { y: yAxis.values } : {}),
    answers,
    ...(confidence ? { confidence } : {}),
    ...(task === "numbers" || (yAxis && network.outputs > MOST_CLASSES)
      ? {}
      : { probabilities: probabilitiesOf(task, training, outputs, network.outputs, target) }),
    ...(beforeStep ? { beforeStep } : {}),
    ...(units ? { units } : {}),
    rows: rowsOn(looked, question, task),
    score: scoreOf(looked, question, task),
  };
}

/** The last layer, if it is a Step. */
function stepOf({ prepared, network }: Looked): LayerView | undefined {
  return prepared.experiment.layers.at(-1)?.type === "Step" ? network.layers.at(-1) : undefined;
}

/** Goes over a grid batch by batch. @param each after a batch: its first point and how many it has */
function forwardGrid(
  { network, batchSize }: Looked,
  base: Float32Array,
  x: Axis,
  y: Axis | undefined,
  each: (first: number, count: number) => void,
): void {
  const points = pointsOf(x, y);
  network.target.fill(0);
  for (let first = 0; first < points; first += batchSize) {
    const count = Math.min(batchSize, points - first);
    writeGrid(base, x, y, first, count, network.input);
    evaluateRows(network, count);
    each(first, count);
  }
}

function pointsOf(x: Axis, y: Axis | undefined): number {
  return x.values.length * (y?.values.length ?? 1);
}

/**
 * Points along an axis: as many as are asked for, fewer of a large network, so that an answer stays short.
 */
function sizeFor({ network, prepared }: Looked, asked: number): number {
  const cost = network.parameters.reduce((sum, { data }) => sum + data.length, prepared.encoded.inputNames.length);
  const most = Math.max(UNIT_SIZE, Math.floor(Math.sqrt(MOST_WORK / cost)));
  return Math.max(2, Math.min(MOST_SIZE, asked, most));
}

/** One row of inputs that the moved features are put into. */
function baseOf({ prepared, axes }: Looked, row: number | undefined): Float32Array {
  const { encoded, origin, split } = prepared;
  const at = row === undefined ? -1 : origin.tableRows.indexOf(row);
  // Test rows are looked at by nobody who has not asked for them.
  if (at < 0 || split.test.includes(at)) return axes.held();
  return takeRows(encoded.inputs, encoded.inputNames.length, Uint32Array.of(at)).inputs;
}

function readGrid(
  task: Task,
  training: Parameters<typeof decideClasses>[1],
  outputs: Float32Array,
  width: number,
  target: number,
): { readonly answers: Float32Array; readonly confidence?: Float32Array } {
  const points = outputs.length / width;
  if (task === "numbers") {
    const meaning = meaningOf(training.loss);
    return { answers: Float32Array.from({ length: points }, (_, point) => meaning(outputs[point * width + target]!)) };
  }
  const answers = new Float32Array(points);
  const confidence = new Float32Array(points);
  const probabilities = task === "classes" ? classProbabilities(outputs, width) : undefined;
  const meaning = meaningOf(training.loss);
  for (let point = 0; point < points; point++) {
    if (probabilities) {
      const answer = largestOf(outputs, point * width, width);
      answers[point] = answer;
      confidence[point] = probabilities[point * width + answer]!;
    } else {
      const yes = meaning(outputs[point * width + target]!);
      answers[point] = yes >= training.threshold ? 1 : 0;
      confidence[point] = answers[point] === 1 ? yes : 1 - yes;
    }
  }
  return { answers, confidence };
}

function probabilitiesOf(
  task: Task,
  { loss }: Pick<Parameters<typeof decideClasses>[1], "loss">,
  outputs: Float32Array,
  width: number,
  target: number,
): Float32Array {
  if (task === "classes") return Float32Array.from(classProbabilities(outputs, width));
  const meaning = meaningOf(loss);
  const found = new Float32Array((2 * outputs.length) / width);
  for (let point = 0; point < found.length / 2; point++) {
    found[2 * point + 1] = meaning(outputs[point * width + target]!);
    found[2 * point] = 1 - found[2 * point + 1]!;
  }
  return found;
}

/** The units of several layers, for which the network goes over the grid once. */
export function unitsOf(looked: Looked, question: UnitsQuestion): UnitMaps[] {
  const { axes, network } = looked;
  const { x, y, row, layers, most } = question;
  const xAxis = axes.axis(x, UNIT_SIZE);
  const yAxis = y === undefined ? undefined : axes.axis(y, UNIT_SIZE);
  const [columns, rows] = [xAxis.values.length, yAxis?.values.length ?? 1];
  const points = columns * rows;
  const maps = layers.map((wanted) => {
    const layer = Math.min(Math.max(0, wanted), network.layers.length - 1);
    const { outFeatures: units } = network.layers[layer]!;
    return { layer, columns, rows, units, values: new Float32Array(Math.min(units, most, MOST_UNITS) * points) };
  });
  forwardGrid(looked, baseOf(looked, row), xAxis, yAxis, (first, batch) => {
    for (const { layer, units, values } of maps) {
      const { output } = network.layers[layer]!;
      for (let point = 0; point < batch; point++)
        for (let unit = 0; unit * points < values.length; unit++) values[unit * points + first + point] = output[point * units + unit]!;
    }
  });
  return maps;
}

function rowsOn(looked: Looked, { x, y, target, threshold }: BoundaryQuestion, task: Task): SpaceRows {
  const { prepared, axes } = looked;
  const { encoded, split, origin } = prepared;
  const all = Uint32Array.of(...shown(split.train, MOST_POINTS), ...shown(split.validation, MOST_POINTS));
  const rows = shown(all, MOST_POINTS);
  const tableRows = rows.map((row) => origin.tableRows[row]!);
  const data = takeRows(encoded.inputs, encoded.inputNames.length, rows);
  const { truth, answer } = answersOf(looked, rows, target, threshold, task);
  return {
    row: tableRows,
    line: tableRows.map((row) => origin.lines[row]!),
    file: tableRows.map((row) => origin.starts.findLastIndex((start) => start <= row)),
    files: origin.files,
    x: rawValues(axes.groups[x]!, data),
    ...(y === undefined ? {} : { y: rawValues(axes.groups[y]!, data) }),
    truth,
    answer,
    total: split.train.length + split.validation.length,
  };
}

function scoreOf(looked: Looked, { target, threshold }: BoundaryQuestion, task: Task): SpaceScore {
  const { split } = looked.prepared;
  const name = split.validation.length > 0 ? "validation" : "train";
  const rows = shown(split[name], MOST_SCORED);
  const { truth, answer } = answersOf(looked, rows, target, threshold, task);
  const found = { split: name, rows: rows.length } as const;
  if (task === "numbers") return { ...found, name: "r2", value: regressionScores(answer, truth).r2 };
  const classes = task === "classes" ? looked.network.outputs : 2;
  const confusion = new Uint32Array(classes * classes);
  for (const [place, right] of truth.entries()) confusion[right * classes + answer[place]!]! += 1;
  const hits = truth.reduce((sum, right, place) => sum + Number(right === answer[place]), 0);
  return { ...found, name: "accuracy", value: hits / rows.length, confusion };
}

function answersOf(looked: Looked, rows: Uint32Array, target: number, threshold: number, task: Task) {
  const { prepared, network } = looked;
  const { encoded, experiment } = prepared;
  const { loss } = experiment.training;
  const wanted = Float64Array.from(rows, (row) => encoded.targets[row * encoded.targetWidth + target]!);
  const { inputs } = takeRows(encoded.inputs, encoded.inputNames.length, rows);
  const outputs = predictorOf(looked)(inputs, rows.length);
  if (task === "numbers") {
    const meaning = meaningOf(loss);
    return { truth: wanted, answer: Float64Array.from(rows, (_, place) => meaning(outputs[place * network.outputs + target]!)) };
  }
  const truth = task === "binary" ? wanted.map((value) => Number(value > 0)) : wanted;
  return { truth, answer: Float64Array.from(decideClasses(task, { loss, threshold }, outputs, network.outputs, target)) };
}

function shown(rows: Uint32Array, most: number): Uint32Array {
  return evenly(rows.length, most).map((place) => rows[place]!);
}
