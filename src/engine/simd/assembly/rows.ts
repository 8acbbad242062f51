// Rows of two tables, inputs and targets: their random order, and a batch of them copied together.

import { SIZE, temperedWord, twist, wordAt } from "./twister";

/**
 * Writes those rows of both tables that `rows` names one behind the other. Reads and writes up to 12 bytes
 * behind the last row. In tables that no cache holds, each row is waited for. So all are touched first, by so
 * few instructions that the processor has many of them under way.
 * @returns what was touched, only so that no compiler leaves it out
 */
export function gatherRows(
  inputs: usize,
  inputWidth: i32,
  targets: usize,
  targetWidth: i32,
  rows: usize,
  count: i32,
  input: usize,
  target: usize,
): i32 {
  const inputBytes = <usize>inputWidth << 2;
  const targetBytes = <usize>targetWidth << 2;
  const end = rows + (<usize>count << 2);
  let touched = 0;
  for (let at = rows; at < end; at += 4) {
    const row = <usize>load<u32>(at);
    const from = inputs + row * inputBytes;
    touched ^= load<i32>(from) ^ load<i32>(from + inputBytes - 4) ^ load<i32>(targets + row * targetBytes);
  }
  copyRows(inputs, inputBytes, rows, end, input);
  copyRows(targets, targetBytes, rows, end, target);
  return touched;
}

// @ts-ignore: decorator
@inline
function copyRows(table: usize, bytes: usize, rows: usize, end: usize, into: usize): void {
  for (; rows < end; rows += 4) {
    const shift = table + <usize>load<u32>(rows) * bytes - into;
    const next = into + bytes;
    // In whole vectors: what the last one writes behind the row, the next row overwrites.
    for (; into < next; into += 16) v128.store(into, v128.load(into + shift));
    into = next;
  }
}

/**
 * Brings `count` values into the order that `torch.randperm` gives their places; takes count − 1 words.
 * `state` is as in twister.ts.
 */
export function shuffle(state: usize, values: usize, count: i32): void {
  let place = load<i32>(wordAt(state, SIZE));
  for (let left = <u32>count; left > 1; left--, values += 4) {
    if (place == SIZE) {
      twist(state, 0);
      place = 0;
    }
    const other = values + (<usize>(temperedWord(state, place++) % left) << 2);
    const value = load<i32>(values);
    store<i32>(values, load<i32>(other));
    store<i32>(other, value);
  }
  store<i32>(wordAt(state, SIZE), place);
}
