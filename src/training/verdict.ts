// How good a trained network is, in the few numbers of one sentence, beside what the same answer for every
// row would come to. It is of the validation rows; of the training rows if there are none. Never of the
// test rows: these are looked at when somebody asks.

import type { Encoded } from "../data/types.ts";
import { OutOfRange } from "../engine/kernel.ts";
import type { Network } from "../engine/network.ts";
import type { Generator } from "../engine/random.ts";
import type { Split } from "../engine/sampling.ts";
import type { TrainingSettings } from "../model/schema.ts";
import { Batches } from "./batches.ts";
import { classNames, taskOf } from "./evaluation/answers.ts";
import type { PreparedExperiment } from "./experiment.ts";
import type { LiveMetrics } from "./metrics/live.ts";
import type { Steps } from "./steps.ts";
import type { LiveValues, Verdict } from "./types.ts";

/** Always the same answer: of classes the most frequent one of the training rows, of numbers their mean. */
type Usual = Pick<Extract<Verdict, { kind: "classes" }>, "usual" | "usualRight"> | Pick<Extract<Verdict, { kind: "numbers" }>, "usualMae">;

/**
 * Evaluates a network as it is, in one pass in eval mode over the rows that it is evaluated by: a batch in
 * each step.
 * @param live what the run counts its metrics with, which is over
 * @param generator a copy: a pass draws from it
 * @returns undefined if the network's output is none that the loss is defined for
 */
export function* evaluateNetwork(
  prepared: PreparedExperiment,
  network: Network,
  live: LiveMetrics,
  generator: Generator,
): Steps<undefined, Verdict | undefined> {
  const { experiment, encoded, memory, split } = prepared;
  const { training } = experiment;
  const name = split.validation.length > 0 ? "validation" : "train";
  const batches = new Batches(encoded, split[name], { batchSize: training.batch_size, shuffle: false, dropLast: false }, memory);
  batches.begin(generator);
  live.begin("validation");
  try {
    while (!batches.isOver) {
      if (batches.readAhead()) {
        const rows = batches.load(network.input, network.target);
        network.evaluate(rows);
        live.add(rows);
      }
      yield;
    }
  } catch (error) {
    if (error instanceof OutOfRange) return undefined;
    throw error;
  }
  return verdictOf(training, encoded, split, name, live.validated, network.outputs);
}

/**
 * How good a network is, from what was counted.
 * @param values counted over all evaluated rows
 * @param outputs of the network, for the names of classes
 */
export function verdictOf(
  training: TrainingSettings,
  encoded: Encoded,
  split: Split,
  name: Verdict["split"],
  values: LiveValues,
  outputs: number,
): Verdict | undefined {
  const rows = split[name];
  const usual = usualOf(training, encoded, split.train, rows, outputs);
  const { accuracy, r2, mae } = values;
  if ("usual" in usual && accuracy !== undefined) {
    const answers = rows.length * encoded.targetWidth;
    return { kind: "classes", split: name, answers, right: Math.round(accuracy * answers), ...usual };
  }
  if ("usualMae" in usual && r2 !== undefined && mae !== undefined) return { kind: "numbers", split: name, mae, r2, ...usual };
  return undefined;
}

function usualOf({ loss }: TrainingSettings, encoded: Encoded, train: Uint32Array, rows: Uint32Array, outputs: number): Usual {
  const task = taskOf(loss, encoded);
  if (task === "numbers") return { usualMae: usualError(encoded, train, rows) };
  const names = classNames(task, encoded, outputs);
  // Yes or no stands as 1 or 0, or as 1 or −1; a class as its index.
  const classAt = (value: number): number => (task === "binary" ? Number(value > 0) : value);
  const counts = classCounts(encoded, train, classAt, names.length);
  const most = counts.indexOf(Math.max(...counts));
  return { usual: names[most]!, usualRight: classCounts(encoded, rows, classAt, names.length)[most]! };
}

function classCounts({ targets, targetWidth }: Encoded, rows: Uint32Array, classAt: (value: number) => number, classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const row of rows) for (let at = row * targetWidth; at < (row + 1) * targetWidth; at++) counts[classAt(targets[at]!)]!++;
  return counts;
}

/**
 * The mean distance of the targets of `rows` from the mean of the training rows; of several targets the mean.
 */
function usualError({ targets, targetWidth }: Encoded, train: Uint32Array, rows: Uint32Array): number {
  let error = 0;
  for (let column = 0; column < targetWidth; column++) {
    const mean = train.reduce((sum, row) => sum + targets[row * targetWidth + column]!, 0) / train.length;
    for (const row of rows) error += Math.abs(targets[row * targetWidth + column]! - mean);
  }
  return error / (rows.length * targetWidth);
}
