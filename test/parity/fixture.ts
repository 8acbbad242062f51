// What PyTorch computed, as `record.py` printed it, and how close the engine has to come to it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { optimizers } from "../../src/model/optimizers.ts";

/** What a document may have and PyTorch has not. */
export const notInPyTorch: ReadonlySet<string> = new Set(["Step", "Perceptron"]);

/** The optimizers of the registry that PyTorch has too. */
export const torchOptimizers: readonly string[] = Object.keys(optimizers).filter((type) => !notInPyTorch.has(type));

/** One of the files under test/fixtures/parity. */
export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(`test/fixtures/parity/${name}.json`, "utf8"));
}

/** Float32 values of their bits, eight hexadecimal digits each. */
export function fromBits(bits: string): Float32Array {
  const words = Uint32Array.from(bits.match(/.{8}/g) ?? [], (word) => Number.parseInt(word, 16));
  return new Float32Array(words.buffer);
}

/** The bits of float32 values, as the fixtures write them. */
export function toBits(values: Float32Array): string {
  const words = new Uint32Array(values.slice().buffer);
  return Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");
}

/**
 * Asserts that each value is within `relative` of PyTorch's, or within `absolute` if PyTorch's is next to
 * nothing.
 */
export function assertClose(actual: Float32Array, expected: Float32Array, relative: number, absolute: number, what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (const [index, wanted] of expected.entries()) {
    const value = actual[index]!;
    const near =
      Object.is(value, wanted) || value === wanted || Math.abs(value - wanted) <= Math.max(absolute, relative * Math.abs(wanted));
    assert.ok(near, `${what}: element ${index} is ${value}, PyTorch has ${wanted}`);
  }
}

/** Deviations of smaller values count as if they were of this one. */
const SMALL = 1e-2;

/** How near the values of one family (as "layers") came: their number and the largest deviation. */
export class Deviations {
  readonly #family: string;
  #count = 0;
  #worst = 0;
  #where = "nothing";

  constructor(family: string) {
    this.#family = family;
  }

  /** Asserts as `assertClose` does, and counts. */
  check(actual: Float32Array, expected: Float32Array, relative: number, absolute: number, what: string): void {
    assertClose(actual, expected, relative, absolute, what);
    this.#count += expected.length;
    for (const [index, wanted] of expected.entries()) {
      const share = Math.abs(actual[index]! - wanted) / Math.max(Math.abs(wanted), SMALL);
      if (share > this.#worst) [this.#worst, this.#where] = [share, what];
    }
  }

  toString(): string {
    return `${this.#family}: ${this.#count} recorded values, worst relative deviation ${this.#worst.toExponential(1)} (${this.#where})`;
  }
}
