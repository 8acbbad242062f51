// One split of the data, handed out batch by batch into a network's buffers, in the order of a PyTorch DataLoader.

import type { Encoded } from "../data/types.ts";
import type { Generator } from "../engine/random.ts";
import { Sampler, type Split } from "../engine/sampling.ts";
import type { SplitRows } from "./types.ts";

export interface LoaderSettings {
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
}

export class Batches {
  /** Batches of one pass. */
  readonly count: number;
  readonly #encoded: Encoded;
  readonly #rows: Uint32Array;
  readonly #settings: LoaderSettings;
  /** Positions in `rows`, in the order of the pass. */
  readonly #order: Uint32Array;
  readonly #sampler = new Sampler();
  /** The number of rows a pass sees. */
  readonly #end: number;
  #next = 0;

  /** @param rows the split: indices into the rows of `encoded` */
  constructor(encoded: Encoded, rows: Uint32Array, settings: LoaderSettings) {
    const { batchSize, dropLast } = settings;
    this.count = dropLast ? Math.floor(rows.length / batchSize) : Math.ceil(rows.length / batchSize);
    this.#end = Math.min(rows.length, this.count * batchSize);
    this.#next = this.#end;
    this.#encoded = encoded;
    this.#rows = rows;
    this.#settings = settings;
    this.#order = Uint32Array.from(rows.keys());
  }

  /** Begins a pass, with the random numbers PyTorch draws for it. */
  begin(generator: Generator): void {
    this.#next = 0;
    if (this.#settings.shuffle) this.#sampler.passShuffled(this.#order, generator);
    else this.#sampler.passInOrder(generator);
  }

  /** Copies the next batch into the buffers. Its number of rows; 0 where the pass is over. */
  load(input: Float32Array, target: Float32Array): number {
    const { inputs, targets, targetWidth, inputNames } = this.#encoded;
    const width = inputNames.length;
    const first = this.#next;
    const count = Math.min(this.#settings.batchSize, this.#end - first);
    for (let place = 0; place < count; place++) {
      const row = this.#rows[this.#order[first + place]!]!;
      for (let index = 0; index < width; index++) input[place * width + index] = inputs[row * width + index]!;
      for (let index = 0; index < targetWidth; index++) target[place * targetWidth + index] = targets[row * targetWidth + index]!;
    }
    this.#next = first + count;
    return count;
  }
}

/** Rows per split, as numbers. */
export function splitRows(split: Split): SplitRows {
  return { train: split.train.length, validation: split.validation.length, test: split.test.length };
}
