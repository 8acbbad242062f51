// What PyTorch computed, as `record.py` printed it, and how close the engine has to come to it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

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

/** Asserts that each value is within `relative` of PyTorch's, or within `absolute` where PyTorch's is next to nothing. */
export function assertClose(actual: Float32Array, expected: Float32Array, relative: number, absolute: number, what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (const [index, wanted] of expected.entries()) {
    const value = actual[index]!;
    const near =
      Object.is(value, wanted) || value === wanted || Math.abs(value - wanted) <= Math.max(absolute, relative * Math.abs(wanted));
    assert.ok(near, `${what}: element ${index} is ${value}, PyTorch has ${wanted}`);
  }
}
