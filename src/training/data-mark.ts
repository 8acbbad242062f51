// The rows of a run in a few numbers, so that a run does not go on with others than it was trained on as if
// nothing had happened.

import { StoredRows } from "../data/stored-rows.ts";
import type { Encoded } from "../data/types.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { RunCheckpoint } from "./checkpoint.ts";

/** A checkpoint's tensor of them. */
export const DATA_MARK = "data";

const known = new WeakMap<Encoded, Uint32Array>();

/**
 * Rows, inputs, and two check sums of every encoded number, from both ends: FNV-1a by words, mixed. Summed up
 * once for the same rows.
 */
export function dataMark(encoded: Encoded): Uint32Array {
  const mark = known.get(encoded) ?? markOf(encoded);
  known.set(encoded, mark);
  return mark;
}

function markOf({ rows, inputNames, inputs, targets }: Encoded): Uint32Array {
  const mark = Uint32Array.of(rows, inputNames.length, 0x811c9dc5, 0x811c9dc5);
  for (const piece of inputs instanceof StoredRows ? inputs.pieces("first") : [inputs]) addForward(mark, piece);
  for (const piece of inputs instanceof StoredRows ? inputs.pieces("last") : [inputs]) addBackward(mark, piece);
  addForward(mark, targets);
  addBackward(mark, targets);
  return mark;
}

function addForward(mark: Uint32Array, values: Float32Array): void {
  const words = wordsOf(values);
  let check = mark[2]!;
  for (let index = 0; index < words.length; index++) check = mixed(check ^ words[index]!);
  mark[2] = check;
}

function addBackward(mark: Uint32Array, values: Float32Array): void {
  const words = wordsOf(values);
  let check = mark[3]!;
  for (let index = words.length - 1; index >= 0; index--) check = mixed(check ^ words[index]!);
  mark[3] = check;
}

function wordsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
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
