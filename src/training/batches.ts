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
  /** The rows of a batch. */
  readonly #places: Uint32Array;

  /** @param rows the split: indices into the rows of `encoded` */
  constructor(encoded: Encoded, rows: Uint32Array, settings: LoaderSettings) {
    const { batchSize, dropLast } = settings;
    this.count = dropLast ? Math.floor(rows.length / batchSize) : Math.ceil(rows.length / batchSize);
    this.#end = Math.min(rows.length, this.count * batchSize);
    this.#next = this.#end;
    this.#encoded = encoded;
    this.#rows = rows;
    this.#settings = settings;
    this.#order = new Uint32Array(rows.length);
    for (let position = 0; position < rows.length; position++) this.#order[position] = position;
    this.#places = new Uint32Array(Math.min(batchSize, rows.length));
  }

  /** Rows of the present pass that were handed out already. */
  get position(): number {
    return this.#next;
  }

  /** Begins a pass, with the random numbers PyTorch draws for it. */
  begin(generator: Generator): void {
    this.#next = 0;
    if (this.#settings.shuffle) this.#sampler.passShuffled(this.#order, generator);
    else this.#sampler.passInOrder(generator);
  }

  /** Copies the next batch into the buffers. Its number of rows; 0 where the pass is over. */
  load(input: Float32Array, target: Float32Array): number {
    const first = this.#next;
    const count = Math.min(this.#settings.batchSize, this.#end - first);
    this.#copy(first, count, input, target);
    this.#next = first + count;
    return count;
  }

  /** Copies the batch at `index` of the present pass, without going on. Its number of rows. */
  peek(index: number, input: Float32Array, target: Float32Array): number {
    const first = Math.min(index, this.count - 1) * this.#settings.batchSize;
    const count = Math.min(this.#settings.batchSize, this.#end - first);
    this.#copy(first, count, input, target);
    return count;
  }

  /** The order of the present pass: positions in the split. */
  order(): Uint32Array {
    return this.#order.slice();
  }

  /** Goes on with a pass from where it was. */
  resume(order: Uint32Array, position: number): void {
    this.#order.set(order);
    this.#next = position;
  }

  #copy(first: number, count: number, input: Float32Array, target: Float32Array): void {
    const { inputs, targets, targetWidth, inputNames } = this.#encoded;
    const rows = this.#rows;
    const order = this.#order;
    const width = inputNames.length;
    const places = this.#places;
    for (let place = 0; place < count; place++) places[place] = rows[order[first + place]!]!;
    // The rows lie far apart in a large table. Touching each at both ends first lets the processor fetch them at once instead of one after the other.
    let touched = 0;
    for (let place = 0; place < count; place++) {
      const from = places[place]! * width;
      touched += inputs[from]! + inputs[from + width - 1]! + targets[places[place]! * targetWidth]!;
    }
    // Kept for a moment, so that no compiler finds that nobody needs it.
    input[0] = touched;
    for (let place = 0, to = 0; place < count; place++)
      for (let from = places[place]! * width, end = from + width; from < end; from++) input[to++] = inputs[from]!;
    for (let place = 0, to = 0; place < count; place++)
      for (let from = places[place]! * targetWidth, end = from + targetWidth; from < end; from++) target[to++] = targets[from]!;
  }
}

/** Rows per split, as numbers. */
export function splitRows(split: Split): SplitRows {
  return { train: split.train.length, validation: split.validation.length, test: split.test.length };
}
