// Which row goes where: `random_split` and the order in which a `DataLoader` hands out rows, with every
// random number PyTorch draws for them.

import type { SplitFractions } from "../model/schema.ts";
import { fillPermutation, Generator } from "./random.ts";

/** Row indices of each split. */
export interface Split {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * Rows per split as `random_split` rounds fractions: each is floor(rows · fraction), what is left over goes
 * one by one to the splits from the first on. If the double-precision sum of the fractions exceeds 1, test
 * is taken as 1 − train − validation.
 */
function splitSizes(rows: number, fractions: SplitFractions): [train: number, validation: number, test: number] {
  const { train, validation } = fractions;
  const test = train + validation + fractions.test > 1 ? Math.max(0, 1 - train - validation) : fractions.test;
  const sizes: [number, number, number] = [Math.floor(rows * train), Math.floor(rows * validation), Math.floor(rows * test)];
  const left = rows - sizes[0] - sizes[1] - sizes[2];
  for (let index = 0; index < left; index++) sizes[index % 3]! += 1;
  return sizes;
}

/** `random_split(dataset, fractions, generator)`; takes rows − 1 words. The splits are parts of one array. */
export function randomSplit(rows: number, fractions: SplitFractions, generator: Generator): Split {
  const [train, validation] = splitSizes(rows, fractions);
  const order = new Uint32Array(rows);
  fillPermutation(order, generator);
  return {
    train: order.subarray(0, train),
    validation: order.subarray(train, train + validation),
    test: order.subarray(train + validation),
  };
}

/**
 * The draws of one pass over a loader: its base seed always, and for a shuffled one a permutation from a
 * generator of its own.
 */
export class Sampler {
  readonly #private = new Generator(0);

  /** A pass in the data's order: two words. */
  passInOrder(generator: Generator): void {
    generator.seedWord();
  }

  /**
   * A shuffled pass: four words.
   * @param permute draws the order; if nothing is said, it fills `order` with the positions 0 … n − 1 in
   *   the order they are seen
   */
  passShuffled(order: Uint32Array, generator: Generator, permute = fillPermutation): void {
    generator.seedWord();
    this.#private.manualSeed(generator.seedWord());
    permute(order, this.#private);
  }
}
