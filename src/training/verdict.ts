// How good a trained network is, in the few numbers of one sentence, beside what the same answer for every row would come to. It is of the validation rows;
// of the training rows where there are none. Never of the test rows: these are looked at when somebody asks.

import type { Encoded } from "../data/types.ts";
import type { Split } from "../engine/sampling.ts";
import type { TrainingSettings } from "../model/schema.ts";
import { classNames, taskOf } from "./evaluation/answers.ts";
import type { LiveValues, Verdict } from "./types.ts";

/** Always the same answer: of classes the most frequent one of the training rows, of numbers their mean. */
type Usual = Pick<Extract<Verdict, { kind: "classes" }>, "usual" | "usualRight"> | Pick<Extract<Verdict, { kind: "numbers" }>, "usualMae">;

/** The rows that a verdict is of. */
export function judgedSplit({ validation }: Split): Verdict["split"] {
  return validation.length > 0 ? "validation" : "train";
}

/**
 * @param values counted over all judged rows
 * @param outputs of the network, for the names of classes
 */
export function verdictOf(
  training: TrainingSettings,
  encoded: Encoded,
  split: Split,
  values: LiveValues,
  outputs: number,
): Verdict | undefined {
  const name = judgedSplit(split);
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

/** The mean distance of the targets of `rows` from the mean of the training rows; of several targets the mean. */
function usualError({ targets, targetWidth }: Encoded, train: Uint32Array, rows: Uint32Array): number {
  let error = 0;
  for (let column = 0; column < targetWidth; column++) {
    const mean = train.reduce((sum, row) => sum + targets[row * targetWidth + column]!, 0) / train.length;
    for (const row of rows) error += Math.abs(targets[row * targetWidth + column]! - mean);
  }
  return error / (rows.length * targetWidth);
}
