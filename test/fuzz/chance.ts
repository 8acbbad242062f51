// The generator of the fuzzers: the same seed gives the same inputs on every machine.

import { randomNumbers } from "../fixtures/data/pieces.ts";

export class Chance {
  /** A whole number from 0 to below `count`. */
  readonly below: (count: number) => number;

  constructor(seed: number) {
    this.below = randomNumbers(seed);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** True once in `count` times. */
  once(count: number): boolean {
    return this.below(count) === 0;
  }
}
