// One split of the data, handed out batch by batch into a network's buffers, in the order of a PyTorch
// DataLoader.

import { StoredRows } from "../data/stored-rows.ts";
import type { Encoded } from "../data/types.ts";
import type { Generator } from "../engine/random.ts";
import { plainRows, type RowMemory, type RowTables } from "../engine/rows.ts";
import { Sampler, type Split } from "../engine/sampling.ts";
import type { TrainingSettings } from "../model/schema.ts";
import { type RowWindow, windowOf } from "./row-window.ts";
import type { SplitRows } from "./types.ts";

export interface LoaderSettings {
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
}

export class Batches {
  /** Batches of one pass. */
  readonly count: number;
  readonly #tables: RowTables;
  /** What reads the next rows, if they lie in a file. */
  readonly #window: RowWindow | undefined;
  readonly #rows: Uint32Array;
  readonly #settings: LoaderSettings;
  readonly #memory: RowMemory;
  /** The rows of the split in the order of the pass, in the memory. */
  readonly #order: Uint32Array;
  readonly #sampler = new Sampler();
  /** The number of rows a pass sees. */
  #end: number;
  #next = 0;

  /**
   * @param rows the split: indices into the rows of `encoded`
   * @param memory where the tensors of `encoded` lie
   */
  constructor(encoded: Encoded, rows: Uint32Array, settings: LoaderSettings, memory = plainRows) {
    const { batchSize, dropLast } = settings;
    this.count = dropLast ? Math.floor(rows.length / batchSize) : Math.ceil(rows.length / batchSize);
    this.#end = Math.min(rows.length, this.count * batchSize);
    this.#next = this.#end;
    const { inputs, inputNames, targets, targetWidth } = encoded;
    this.#window = inputs instanceof StoredRows ? windowOf(inputs, encoded, memory) : undefined;
    this.#tables = {
      inputs: inputs instanceof StoredRows ? new Float32Array(0) : inputs,
      inputWidth: inputNames.length,
      targets,
      targetWidth,
    };
    this.#rows = rows;
    this.#settings = settings;
    this.#memory = memory;
    this.#order = memory.allocateRows(rows.length);
    this.#order.set(rows);
  }

  /** Rows of the present pass that were handed out already. */
  get position(): number {
    return this.#next;
  }

  /** Whether the last batch of the pass was handed out. */
  get isOver(): boolean {
    return this.#next >= this.#end;
  }

  /** Begins a pass, with the random numbers PyTorch draws for it. */
  begin(generator: Generator): void {
    this.#next = 0;
    this.#window?.forget(this.#order);
    if (this.#settings.shuffle) this.#sampler.passShuffled(this.#order, generator, this.#shuffle);
    else this.#sampler.passInOrder(generator);
  }

  /**
   * Reads on, a step at a time, until the beginning of the next batch is in memory; `load` would wait for it.
   * @returns false if there is more to read
   */
  readAhead(): boolean {
    return this.#window === undefined || this.isOver || this.#window.readAhead(this.#order, this.#next, this.#end);
  }

  /** Copies the next batch into the buffers. Its number of rows; 0 if the pass is over. */
  load(input: Float32Array, target: Float32Array): number {
    const first = this.#next;
    const count = Math.min(this.#settings.batchSize, this.#end - first);
    this.#gather(first, count, input, target);
    this.#next = first + count;
    return count;
  }

  /** Copies the batch at `index` of the present pass, without going on. Its number of rows. */
  peek(index: number, input: Float32Array, target: Float32Array): number {
    const first = Math.min(index, this.count - 1) * this.#settings.batchSize;
    const count = Math.min(this.#settings.batchSize, this.#end - first);
    this.#gather(first, count, input, target);
    return count;
  }

  #gather(first: number, count: number, input: Float32Array, target: Float32Array): void {
    if (this.#window === undefined) {
      this.#memory.gather(this.#tables, this.#order, first, count, input, target);
      return;
    }
    this.#window.gather(this.#order, first, count, this.#end, input, target);
  }

  /** The rows of the batch that `load` hands out next: indices into the rows of `encoded`. */
  nextRows(): Uint32Array {
    return this.#order.slice(this.#next, Math.min(this.#next + this.#settings.batchSize, this.#end));
  }

  /** These rows of `encoded` are the pass from now on, and its next batch: at most as many as a batch has. */
  choose(rows: Uint32Array): void {
    this.#window?.forget(this.#order);
    this.#order.set(rows);
    this.#next = 0;
    this.#end = rows.length;
  }

  /** The order of the present pass: positions in the split. */
  order(): Uint32Array {
    const positions = new Uint32Array(this.#tables.targets.length / this.#tables.targetWidth);
    for (let position = 0; position < this.#rows.length; position++) positions[this.#rows[position]!] = position;
    return this.#order.map((row) => positions[row]!);
  }

  /** Goes on with a pass from where it was. */
  resume(order: Uint32Array, position: number): void {
    this.#window?.forget(this.#order);
    for (let place = 0; place < order.length; place++) this.#order[place] = this.#rows[order[place]!]!;
    this.#next = position;
  }

  /**
   * Every pass shuffles the split as it is, not what the pass before has left: so the positions in it are
   * those of `torch.randperm`.
   */
  readonly #shuffle = (order: Uint32Array, generator: Generator): void => {
    order.set(this.#rows);
    this.#memory.shuffle(order, generator);
  };
}

/** What a run hands out of each split. */
export function loadersOf(encoded: Encoded, split: Split, training: TrainingSettings, memory: RowMemory | undefined) {
  const { batch_size: batchSize, shuffle, drop_last: dropLast } = training;
  const inOrder = { batchSize, shuffle: false, dropLast: false };
  return {
    training: new Batches(encoded, split.train, { batchSize, shuffle, dropLast }, memory),
    validation: new Batches(encoded, split.validation, inOrder, memory),
    test: new Batches(encoded, split.test, inOrder, memory),
  };
}

/** Rows per split, as numbers. */
export function splitRows(split: Split): SplitRows {
  return { train: split.train.length, validation: split.validation.length, test: split.test.length };
}
