// The rows of a run in a few numbers, so that a run does not go on with others than it was trained on as if
// nothing had happened.

import type { Encoded } from "../data/types.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { RunCheckpoint } from "./checkpoint.ts";

/** A checkpoint's tensor of them. */
export const DATA_MARK = "data";

/** Rows, inputs, and two check sums of every encoded number, from both ends: FNV-1a by words, mixed. */
export function dataMark({ rows, inputNames, inputs, targets }: Encoded): Uint32Array {
  const mark = Uint32Array.of(rows, inputNames.length, 0x811c9dc5, 0x811c9dc5);
  for (const values of [inputs, targets]) addWords(mark, values);
  return mark;
}

function addWords(mark: Uint32Array, values: Float32Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let [forward, backward] = [mark[2]!, mark[3]!];
  for (let index = 0, last = words.length - 1; index <= last; index++) {
    forward = mixed(forward ^ words[index]!);
    backward = mixed(backward ^ words[last - index]!);
  }
  mark.set([forward, backward], 2);
}

/**
 * A product carries bits upwards alone, and numbers have theirs at the upper end: so they are brought down
 * again.
 */
function mixed(word: number): number {
  const product = Math.imul(word, 0x01000193);
  return product ^ (product >>> 15);
}

/**
 * @throws ProblemError if the checkpoint was made with other rows; one of an earlier version does not say
 *   with which
 */
export function checkDataMark(checkpoint: RunCheckpoint, encoded: Encoded): void {
  const stored = checkpoint.tensors.find(({ name }) => name === DATA_MARK)?.data;
  if (stored === undefined || String(stored) === String(dataMark(encoded))) return;
  throw new ProblemError({
    severity: "error",
    code: "other-data",
    path: ["data", "file"],
    message: message("The data changed since this run. Restore the CSV, or train from the beginning."),
  });
}
