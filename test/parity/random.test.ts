// The random numbers, the first weights, the split and the batches are PyTorch's own, in every bit and with
// every word they take.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawBias, drawWeight, type Initialiser } from "../../src/engine/initialisers.ts";
import { fillNormal } from "../../src/engine/normal.ts";
import { fillBernoulli, fillPermutation, fillUniform, Generator } from "../../src/engine/random.ts";
import { randomSplit, Sampler } from "../../src/engine/sampling.ts";
import { fixture, toBits } from "./fixture.ts";

type Draw =
  | { call: "uniform" | "normal"; arguments: [number, number, number]; bits: string }
  | { call: "bernoulli"; arguments: [number, number]; bits: string }
  | { call: "randperm" | "random"; arguments: [number]; values: number[] };

interface Recorded {
  words: { seed: string; words: number[] }[];
  draws: { seed: number; calls: Draw[]; next: number }[];
  weights: { seed: number; in: number; out: number; bias: boolean; init: Initialiser; bits: string; next: number }[];
  splits: { rows: number; fractions: [number, number, number]; seed: number; sizes: number[]; first: number[][]; next: number }[];
  loaders: { seed: number; rows: number; batch: number; drop: boolean; shuffle: boolean; epochs: number[][][]; next: number }[];
}

const recorded = fixture("random") as Recorded;

/** The recorded word is `randint(0, 2³² − 1)`. */
function nextWord(generator: Generator): number {
  return generator.next32() % 0xffffffff;
}

function sequence(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

test("every seed gives PyTorch's words, whole numbers beyond 32 bits and negative ones too", () => {
  for (const { seed, words } of recorded.words) {
    const generator = new Generator(BigInt(seed));
    assert.deepEqual(
      words.map(() => nextWord(generator)),
      words,
      `seed ${seed}`,
    );
    if (Number.isSafeInteger(Number(seed))) assert.equal(nextWord(new Generator(Number(seed))), words[0], `seed ${seed} as a number`);
  }
});

function draw(generator: Generator, { call, arguments: given }: Draw): string | number[] {
  const count = given.at(-1)!;
  const values = new Float32Array(count);
  switch (call) {
    case "uniform":
      fillUniform(values, given[0], given[1], generator);
      return toBits(values);
    case "normal":
      fillNormal(values, given[0], given[1], generator);
      return toBits(values);
    case "bernoulli":
      fillBernoulli(values, given[0], generator);
      return toBits(values);
    case "randperm": {
      const order = new Uint32Array(count);
      fillPermutation(order, generator);
      return [...order];
    }
    case "random":
      return sequence(count).map(() => generator.seedWord());
  }
}

test("uniform, normal, bernoulli, randperm and random draws are equal in every bit, one after the other", () => {
  for (const { seed, calls, next } of recorded.draws) {
    const generator = new Generator(seed);
    for (const call of calls) {
      const expected = "bits" in call ? call.bits : call.values;
      assert.deepEqual(draw(generator, call), expected, `seed ${seed}: ${call.call}(${call.arguments.join(", ")})`);
    }
    assert.equal(nextWord(generator), next, `seed ${seed}: words taken`);
  }
});

test("every initialiser gives PyTorch's weights in every bit", () => {
  assert.equal(recorded.weights.length, 72);
  for (const { seed, in: inputs, out: outputs, bias: hasBias, init, bits, next } of recorded.weights) {
    const generator = new Generator(seed);
    const weight = new Float32Array(inputs * outputs);
    const bias = new Float32Array(hasBias ? outputs : 0);
    drawWeight("default", weight, inputs, outputs, generator);
    drawBias(bias, inputs, generator);
    if (init !== "default") drawWeight(init, weight, inputs, outputs, generator);
    if (init === "zeros") bias.fill(0);
    const what = `Linear(${inputs}, ${outputs}, bias=${hasBias}) ${init}`;
    assert.equal(toBits(weight) + toBits(bias), bits, what);
    assert.equal(nextWord(generator), next, `${what}: words taken`);
  }
});

test("random_split gives PyTorch's rows, also where the fractions sum to more than 1 in double precision", () => {
  assert.ok(recorded.splits.some(({ fractions: [train, validation, rest] }) => train + validation + rest > 1));
  for (const { rows, fractions, seed, sizes, first, next } of recorded.splits) {
    const generator = new Generator(seed);
    const [train, validation, rest] = fractions;
    const split = randomSplit(rows, { train, validation, test: rest }, generator);
    const parts = [split.train, split.validation, split.test];
    const what = `${rows} rows as ${fractions.join(" / ")}`;
    assert.deepEqual(
      parts.map((part) => part.length),
      sizes,
      what,
    );
    assert.deepEqual(
      parts.map((part) => Array.from(part.subarray(0, 3))),
      first,
      what,
    );
    assert.equal(nextWord(generator), next, `${what}: words taken`);
  }
});

test("a DataLoader's order and the words its passes take are PyTorch's", () => {
  for (const { seed, rows, batch, drop, shuffle, epochs, next } of recorded.loaders) {
    const generator = new Generator(seed);
    const sampler = new Sampler();
    const order = Uint32Array.from(sequence(rows));
    for (const batches of epochs) {
      if (shuffle) sampler.passShuffled(order, generator);
      else sampler.passInOrder(generator);
      const seen = drop ? Math.floor(rows / batch) * batch : rows;
      assert.deepEqual(Array.from(order.subarray(0, seen)), batches.flat(), `${rows} rows, batch ${batch}`);
    }
    assert.equal(nextWord(generator), next, `${rows} rows, batch ${batch}: words taken`);
  }
});

test("a copied generator goes on from the same place, its kept normal number included", () => {
  const generator = new Generator(7);
  fillNormal(new Float32Array(3), 0, 1, generator);
  const copy = generator.copy();
  const [own, copied] = [generator, copy].map((each) => {
    const values = new Float32Array(5);
    fillNormal(values, 0, 1, each);
    return { values, next: each.next32() };
  });
  assert.deepEqual(copied, own);
});

// Values that were known before this engine was written: torch 1.13.1 after manual_seed(4).
test("golden values", () => {
  const first = new Generator(4);
  assert.deepEqual(
    sequence(4).map(() => first.next32()),
    [4153361530, 3868139694, 2350344631, 741720773],
  );
  const uniform = new Float32Array(3);
  fillUniform(uniform, 0, 1, new Generator(4));
  assert.equal(toBits(uniform), "3f0f447a3f0f20ae3dbb4db8");
  const few = new Float32Array(3);
  fillNormal(few, 0, 1, new Generator(4));
  assert.equal(toBits(few), "bfcd79b23e6e10bc400f5a08");
  const many = new Float32Array(17);
  fillNormal(many, 0, 1, new Generator(4));
  assert.equal(toBits(Float32Array.of(many[0]!, many[1]!, many[8]!, many[16]!)), "bf7100acbf2b0f07bf362f86400ade8e");
  const order = new Uint32Array(10);
  fillPermutation(order, new Generator(4));
  assert.deepEqual([...order], [0, 4, 9, 6, 7, 3, 2, 8, 1, 5]);
  const kept = new Float32Array(10);
  fillBernoulli(kept, 0.8, new Generator(4));
  assert.deepEqual([...kept], [1, 1, 1, 0, 0, 1, 1, 1, 1, 1]);
  const generator = new Generator(4);
  const weight = new Float32Array(3);
  const bias = new Float32Array(1);
  drawWeight("default", weight, 3, 1, generator);
  drawBias(bias, 3, generator);
  assert.equal(toBits(weight) + toBits(bias), "3d8d08f63d8bbe48bef18890beab72b3");
});

test("golden chain: split, layer, two epochs, and the word that follows", () => {
  const generator = new Generator(4);
  const split = randomSplit(10, { train: 0.8, validation: 0.1, test: 0.1 }, generator);
  assert.deepEqual([[...split.train], [...split.validation], [...split.test]], [[0, 4, 9, 6, 7, 3, 2, 8], [1], [5]]);
  const weight = new Float32Array(3);
  const bias = new Float32Array(1);
  drawWeight("default", weight, 3, 1, generator);
  drawBias(bias, 3, generator);
  assert.equal(toBits(weight) + toBits(bias), "3f0c3b1abe561ee6bea8986f3efc020c");
  const sampler = new Sampler();
  const order = new Uint32Array(8);
  sampler.passShuffled(order, generator);
  assert.deepEqual([...order], [3, 0, 6, 4, 1, 2, 7, 5]);
  sampler.passShuffled(order, generator);
  assert.deepEqual([...order], [0, 2, 1, 3, 5, 6, 4, 7]);
  assert.equal(generator.next32() % 2 ** 31, 22158380);
});
