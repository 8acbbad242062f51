// The line between no and yes in the plane of two features, before and after each of the first steps of the
// document's own run.

import type { Network } from "../../engine/network.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { classNames, cutOf, decideClasses } from "../evaluation/answers.ts";
import { type FeatureGroup, featureGroups, rawValues, takeRows } from "../evaluation/features.ts";
import { evenly } from "../evaluation/report.ts";
import { evaluateRows, openTrained, predictorOf, putWeights, type TrainedNetwork } from "../evaluation/trained.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { TrainingRun } from "../run.ts";
import type { NamedTensor } from "../types.ts";
import type { LineAxis, LineRows, LineState, LineStep, PerceptronLineAnswer, PerceptronLineQuestion } from "./types.ts";

const MOST_STEPS = 300;
/** Rows on the picture, and rows that mistakes are counted in. */
const MOST_ROWS = 200;
const MOST_COUNTED = 2000;
/** Points along each axis. */
const SIZE = 31;
/** How much wider than its values an axis is, on each side, so that a line beside all rows is still seen. */
const MARGIN = 0.4;

/**
 * @throws ProblemError if the document has not two features of one input each, and one yes or no to answer
 */
export function perceptronLine(prepared: PreparedExperiment, question: PerceptronLineQuestion): PerceptronLineAnswer {
  const { encoded, experiment, split } = prepared;
  const groups = featureGroups(encoded.preprocessing);
  const run = new TrainingRun(prepared, { onEpoch: () => {}, countsMetrics: false });
  const looked = openTrained(prepared, run.weights(), Math.max(SIZE * SIZE, MOST_COUNTED));
  const [one, other] = groups;
  const isYesOrNo = encoded.targetWidth === 1 && looked.network.outputs === 1 && encoded.targets.every((target) => Math.abs(target) <= 1);
  if (!one || !other || groups.length !== 2 || groups.some(({ width }) => width !== 1) || !isYesOrNo) {
    throw new ProblemError({ severity: "error", code: "no-line", path: ["data"], message: noLine() });
  }
  const shown = evenly(split.train.length, MOST_ROWS).map((place) => split.train[place]!);
  const rows = rowsOf(prepared, [one, other], shown);
  const [x, y] = [axisOf(one, rows.x), axisOf(other, rows.y)];
  const state = stateWriter(prepared, looked, gridOf([one, other], x, y));
  const states: LineState[] = [state(run.weights())];
  const steps: LineStep[] = [];
  const placeOf = new Map(Array.from(rows.row, (row, place) => [row + 1, place]));
  for (let step = 0; step < Math.min(MOST_STEPS, question.steps); step++) {
    const traced = run.traceStep();
    if (traced === undefined || traced.diverged) break;
    const output = traced.look.layers.at(-1)!.output.data;
    const answers = decideClasses("binary", experiment.training, output, 1);
    const seen = traced.rows.map((row, index) => ({ place: placeOf.get(row), answer: answers[index]! }));
    const known = seen.flatMap(({ place, answer }) => (place === undefined ? [] : [{ place, answer }]));
    const before = traced.look.layers.flatMap(({ parameters }) => parameters.map(({ data }) => data));
    steps.push({
      epoch: traced.epoch,
      rows: known.map(({ place }) => place),
      answers: known.map(({ answer }) => answer),
      isChanged: before.some((data, tensor) => data.some((value, at) => value !== traced.after[tensor]![at])),
    });
    states.push(state(run.weights()));
  }
  run.dispose();
  return { x, y, classes: classNames("binary", encoded, 1), rows, steps, states };
}

/** Tells how things stand with some weights. @param grid rows of inputs, a point each */
function stateWriter(
  { experiment, encoded, split }: PreparedExperiment,
  looked: TrainedNetwork,
  grid: Float32Array,
): (weights: readonly NamedTensor[]) => LineState {
  const { network } = looked;
  const counted = evenly(split.train.length, MOST_COUNTED).map((place) => split.train[place]!);
  const { inputs } = takeRows(encoded.inputs, 2, counted);
  const predict = predictorOf(looked);
  return (weights) => {
    putWeights(network, weights);
    const answers = decideClasses("binary", experiment.training, predict(inputs, counted.length), 1);
    const wrong = answers.reduce((sum, answer, place) => sum + Number(answer !== truthOf(encoded.targets[counted[place]!]!)), 0);
    network.input.set(grid);
    network.target.fill(0);
    evaluateRows(network, SIZE * SIZE);
    const isSingle = experiment.layers[0]?.type === "Linear" && network.layers[0]!.outFeatures === 1;
    return {
      weights: isSingle ? network.parameters.flatMap(({ data }) => [...data]) : [],
      field: fieldOf(experiment, network, SIZE * SIZE),
      wrong,
    };
  };
}

/**
 * How far each row in the network is on the side of yes. Of one Linear and a function behind it, what comes
 * out of the Linear tells that: its zero is a straight line.
 */
function fieldOf({ layers, training }: Experiment, network: Network, count: number): Float32Array {
  const [first, last] = [layers[0]?.type, layers[1]?.type];
  const isSingle = layers.length === 2 && first === "Linear" && (last === "Step" || last === "Sigmoid");
  if (!isSingle) {
    const { sign, cut } = cutOf(training.loss, training.threshold);
    return network.output.slice(0, count).map((output) => sign * output - cut);
  }
  const { threshold } = training;
  const cut = last === "Sigmoid" ? Math.log(threshold / (1 - threshold)) : 0;
  return network.layers[0]!.output.slice(0, count).map((sum) => sum - cut);
}

function rowsOf(
  { encoded, origin }: PreparedExperiment,
  [one, other]: readonly [FeatureGroup, FeatureGroup],
  shown: Uint32Array,
): LineRows {
  const sample = takeRows(encoded.inputs, encoded.inputNames.length, shown);
  return {
    row: shown.map((row) => origin.tableRows[row]!),
    x: rawValues(one, sample),
    y: rawValues(other, sample),
    truth: Uint8Array.from(shown, (row) => truthOf(encoded.targets[row]!)),
  };
}

/** Some losses write no as 0, others as −1. */
function truthOf(target: number): number {
  return target > 0 ? 1 : 0;
}

function axisOf({ column }: FeatureGroup, values: Float64Array): LineAxis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const width = high > low ? high - low : 1;
  const first = low - MARGIN * width;
  return { column, values: Float64Array.from({ length: SIZE }, (_, index) => first + (width * (1 + 2 * MARGIN) * index) / (SIZE - 1)) };
}

/** A row of inputs for each point; the horizontal axis goes fastest. */
function gridOf([one, other]: readonly [FeatureGroup, FeatureGroup], x: LineAxis, y: LineAxis): Float32Array {
  const grid = new Float32Array(SIZE * SIZE * 2);
  for (let point = 0; point < SIZE * SIZE; point++) {
    grid[point * 2 + one.at] = (x.values[point % SIZE]! - one.shift) / one.scale;
    grid[point * 2 + other.at] = (y.values[Math.floor(point / SIZE)]! - other.shift) / other.scale;
  }
  return grid;
}

function noLine() {
  return message("A line in the plane needs two features that are numbers or yes and no, and one answer that is yes or no.");
}
