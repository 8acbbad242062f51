// Whole buffers at once, in plain TypeScript.

import type { Vectors } from "./kernel.ts";

export const vectors: Vectors = {
  sumOfSquares(values, from, to) {
    let sum = 0;
    for (let index = from; index < to; index++) sum += values[index]! * values[index]!;
    return sum;
  },
  scale(values, factor, from, to) {
    const rounded = Math.fround(factor);
    for (let index = from; index < to; index++) values[index]! *= rounded;
  },
  copy(values, into, from, to) {
    if (from === 0 && to === values.length && into.length === to) into.set(values);
    else for (let index = from; index < to; index++) into[index] = values[index]!;
  },
  areFinite(values, from, to) {
    for (let index = from; index < to; index++) if (!Number.isFinite(values[index]!)) return false;
    return true;
  },
};
