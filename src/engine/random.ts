// PyTorch's CPU generator: the Mersenne Twister mt19937 with PyTorch's seeding and PyTorch's ways of making
// numbers of its words. Every draw takes as many words as in PyTorch, so that whatever is drawn next is
// PyTorch's too. Source: the generator of M. Matsumoto and T. Nishimura; the rules were checked bit for bit
// against PyTorch 1.13.1 on CPU.

import { fma32 } from "./float32.ts";

const SIZE = 624;
const MIDDLE = 397;

const double = new Float64Array(1);
const doubleWords = new Uint32Array(double.buffer);

/**
 * Words of a saved generator: its state, where it stands in it, and the second number of the last normal
 * pair.
 */
export const GENERATOR_WORDS = SIZE + 4;

export class Generator {
  readonly #state = new Uint32Array(SIZE);
  #next = SIZE;
  #normal: number | undefined;

  /** A generator after `torch.manual_seed(seed)`. */
  constructor(seed: number | bigint) {
    this.manualSeed(seed);
  }

  /**
   * Starts again. Any whole number will do, also a negative one: only its low 32 bits (two's complement)
   * count.
   */
  manualSeed(seed: number | bigint): void {
    const state = this.#state;
    let word = typeof seed === "bigint" ? Number(BigInt.asUintN(32, seed)) : seed >>> 0;
    state[0] = word;
    for (let index = 1; index < SIZE; index++) {
      word = (Math.imul(1812433253, word ^ (word >>> 30)) + index) >>> 0;
      state[index] = word;
    }
    this.#next = SIZE;
    this.#normal = undefined;
  }

  /** A generator that goes on from the same place. */
  copy(): Generator {
    const result = new Generator(0);
    result.#state.set(this.#state);
    result.#next = this.#next;
    result.#normal = this.#normal;
    return result;
  }

  /** Writes all it is into `GENERATOR_WORDS` words. */
  save(into: Uint32Array): void {
    into.set(this.#state);
    into[SIZE] = this.#next;
    into[SIZE + 1] = this.#normal === undefined ? 0 : 1;
    double[0] = this.#normal ?? 0;
    into.set(doubleWords, SIZE + 2);
  }

  /** Becomes what was saved. */
  restore(from: Uint32Array): void {
    this.#state.set(from.subarray(0, SIZE));
    this.#next = from[SIZE]!;
    doubleWords.set(from.subarray(SIZE + 2, SIZE + 4));
    this.#normal = from[SIZE + 1] === 0 ? undefined : double[0];
  }

  /** The next word, 0 … 2³² − 1. */
  next32(): number {
    if (this.#next === SIZE) this.#twist();
    let word = this.#state[this.#next++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** A float32 in [0, 1) of 24 bits; one word. */
  uniform32(): number {
    return (this.next32() & 0xffffff) / 0x1000000;
  }

  /** A double in [0, 1) of 53 bits; two words, the high one first. */
  uniform64(): number {
    const high = this.next32() & 0x1fffff;
    return (high * 0x100000000 + this.next32()) / 0x20000000000000;
  }

  /**
   * A double from the standard normal distribution (Box–Muller): four words for every second number, none for
   * the one between.
   */
  normal64(): number {
    const kept = this.#normal;
    if (kept !== undefined) {
      this.#normal = undefined;
      return kept;
    }
    const angle = 2 * Math.PI * this.uniform64();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform64()));
    this.#normal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /**
   * `torch.empty((), dtype=torch.int64).random_()` as the data loader uses it: two words, of which only the
   * second matters.
   */
  seedWord(): number {
    this.next32();
    return this.next32();
  }

  #twist(): void {
    const state = this.#state;
    for (let index = 0; index < SIZE; index++) {
      const word = (state[index]! & 0x80000000) | (state[(index + 1) % SIZE]! & 0x7fffffff);
      state[index] = state[(index + MIDDLE) % SIZE]! ^ (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}

/**
 * `tensor.uniform_(low, high)` of float32: one word per element. The bounds are rounded to float32, the
 * result once.
 */
export function fillUniform(values: Float32Array, low: number, high: number, generator: Generator): void {
  const from = Math.fround(low);
  const width = Math.fround(Math.fround(high) - from);
  for (let index = 0; index < values.length; index++) values[index] = fma32(generator.uniform32(), width, from);
}

/** `tensor.bernoulli_(probability)`: 1 with that probability, else 0; two words per element. */
export function fillBernoulli(values: Float32Array, probability: number, generator: Generator): void {
  for (let index = 0; index < values.length; index++) values[index] = generator.uniform64() < probability ? 1 : 0;
}

/** `torch.randperm(values.length)`: the numbers 0 … n − 1 in random order; n − 1 words. */
export function fillPermutation(values: Uint32Array, generator: Generator): void {
  for (let index = 0; index < values.length; index++) values[index] = index;
  shuffle(values, generator);
}

/** Brings `values` into the order that `torch.randperm` gives their places; n − 1 words. */
export function shuffle(values: Uint32Array, generator: Generator): void {
  const count = values.length;
  for (let index = 0; index < count - 1; index++) {
    const other = index + (generator.next32() % (count - index));
    const value = values[index]!;
    values[index] = values[other]!;
    values[other] = value;
  }
}
