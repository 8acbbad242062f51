// That the fast backend is fast: ratios to the reference inside one run, so wide that no noise turns them red. A product or an optimizer that lost its
// SIMD, or an engine that fell back to the reference without a word, does. Figures are the bench's (docs/benchmark.md).

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Backend } from "../../src/engine/kernel.ts";
import { createBackend } from "../../src/engine/open.ts";
import { Generator } from "../../src/engine/random.ts";
import { reference } from "../../src/engine/reference.ts";
import { median, time } from "../bench/measure.ts";
import { planLinear } from "../bench/products.ts";

/** Both take turns this often. */
const ROUNDS = 7;
/** Milliseconds before anything is measured. */
const WARM_UP = 500;
/** Calls of one turn of the reference, which is the slower one. */
const CALLS = 2;

/** How many times longer `slow` takes than `fast`: the median of ratios of neighbours in time. */
function ratio(slow: () => void, fast: () => void): number {
  // The compiler works beside it, and on a busy machine it needs a while.
  for (const end = performance.now() + WARM_UP; performance.now() < end;) {
    time(slow, CALLS);
    time(fast, 10 * CALLS);
  }
  const ratios = Array.from({ length: ROUNDS }, () => time(slow, CALLS) / time(fast, 10 * CALLS));
  return median(ratios);
}

/** A whole layer of 128 × 128 on 64 rows. */
function linearOf(backend: Backend): () => void {
  const rows = 64;
  const call = planLinear(backend, [rows, 128, 128]);
  return () => {
    call.forward(0, rows, rows);
    call.backward(0, rows, rows);
    call.learn?.(0, call.units ?? 0, rows);
  };
}

/** A step of Adam for 100,000 parameters. */
function adamOf(backend: Backend): () => void {
  const length = 102_400;
  const generator = new Generator(0);
  const allocate = (count: number): Float32Array => backend.allocate(count);
  const [parameters, gradients] = [allocate(length), allocate(length)];
  for (let index = 0; index < length; index++) gradients[index] = generator.uniform32() - 0.5;
  const settings = { type: "Adam", lr: 0.001, betas: [0.9, 0.999], eps: 1e-8, weight_decay: 0, amsgrad: false } as const;
  const call = backend.optimizers.Adam.plan({ ...settings, betas: [0.9, 0.999] }, { parameters, gradients, allocate });
  let count = 0;
  return () => call.step(++count, { lr: 0.001, momentum: 0.9 }, 0, length);
}

for (const [name, planned, atLeast] of [
  ["a Linear's products", linearOf, 1.5],
  ["Adam", adamOf, 1.2],
] as const) {
  test(`${name}: the product's backend is faster than the reference`, () => {
    const times = ratio(planned(reference), planned(createBackend()));
    assert.ok(times >= atLeast, `${times.toFixed(2)} times the reference's speed; ${atLeast} is the least.`);
  });
}
