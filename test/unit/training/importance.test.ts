// What a network goes by, if it is known beforehand: linear formulas, whose shares and flips have a closed
// form.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Generator } from "../../../src/engine/random.ts";
import { contributionsOf } from "../../../src/training/evaluation/contributions.ts";
import { type FeatureGroup, featureGroups, rawValues, takeRows } from "../../../src/training/evaluation/features.ts";
import { flipsOf } from "../../../src/training/evaluation/flips.ts";
import { partialDependence, permutationImportance } from "../../../src/training/evaluation/importance.ts";
import { regressionScores } from "../../../src/training/metrics/regression.ts";

const weights = [2, -1, 0.5, 3, 0];
/** Two numbers, a category of two and a truth value, as five inputs. */
const groups = featureGroups({
  features: [
    { column: "a", kind: "number", encode: "value", shift: 10, scale: 4 },
    { column: "b", kind: "category", encode: "one-hot", categories: ["x", "y"] },
    { column: "c", kind: "boolean", encode: "value" },
    { column: "d", kind: "number", encode: "value" },
  ],
  target: { columns: ["t"], kind: "number" },
});
const width = 5;
const rows = 40;
const draw = new Generator(3);
const inputs = Float32Array.from({ length: rows }, (_, row) => row).reduce(
  (all, _, row) => {
    const isY = draw.uniform32() < 0.4;
    all.set([draw.uniform32() * 2 - 1, isY ? 0 : 1, isY ? 1 : 0, draw.uniform32() < 0.5 ? 1 : 0, draw.uniform32()], row * width);
    return all;
  },
  new Float32Array(rows * width),
);
const data = { inputs, rows, width };
const linear = (values: Float32Array, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => weights.reduce((sum, weight, index) => sum + weight * values[row * width + index]!, 0));
const near = (actual: number, expected: number, what: string): void =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${what}: ${actual}, expected ${expected}`);
const enough = { rows: Infinity, orders: 100 };
const average = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

test("columns find their inputs and their values again", () => {
  assert.deepEqual(
    groups.map(({ column, at, width: cells }) => [column, at, cells]),
    [
      ["a", 0, 1],
      ["b", 1, 2],
      ["c", 3, 1],
      ["d", 4, 1],
    ],
  );
  near(rawValues(groups[0]!, data)[7]!, inputs[7 * width]! * 4 + 10, "scaled back");
  assert.deepEqual(
    rawValues(groups[1]!, { inputs: Float32Array.of(0, 0, 1, 0, 0, 0, 0, 0, 0, 0), rows: 2, width }),
    Float64Array.of(1, -1),
  );
  const date: FeatureGroup = { column: "d", kind: "category", encode: "date", at: 0, width: 4, shift: 0, scale: 1 };
  assert.deepEqual(rawValues(date, { inputs: Float32Array.of(2012, 7, 6, 1), rows: 1, width: 4 }), Float64Array.of(2012.5));
  assert.deepEqual(takeRows(inputs, width, Uint32Array.of(3)).inputs, inputs.slice(15, 20));
});

test("Shapley values of a linear network are weight · (x − mean), by all coalitions and by sampled orders", () => {
  const row = inputs.slice(2 * width, 3 * width);
  const means = weights.map((_, index) => average(inputs.filter((_, at) => at % width === index)));
  const shares = weights.map((weight, index) => weight * (row[index]! - means[index]!));
  const expected = [shares[0]!, shares[1]! + shares[2]!, shares[3]!, shares[4]!];
  // As many orders as there are rows, so that each of them is a background once.
  for (const most of [enough, { rows: 100, orders: rows }]) {
    const { base, answer, contributions, orders } = contributionsOf(row, data, groups, linear, new Generator(0), most);
    assert.equal(orders, most === enough ? undefined : rows);
    near(base, average(linear(inputs, rows)), "base");
    near(answer, linear(row, 1)[0]!, "answer");
    near(base + contributions.reduce((sum, value) => sum + value, 0), answer, "all together");
    for (const [index, value] of contributions.entries()) near(value, expected[index]!, groups[index]!.column);
  }
});

const numbers = (count: number): FeatureGroup[] =>
  Array.from({ length: count }, (_, at) => ({ column: `x${at}`, kind: "number", encode: "value", at, width: 1, shift: 0, scale: 1 }));
const isOneOfTwo = (values: Float32Array, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => Number(values[2 * at] !== values[2 * at + 1]));

test("Shapley values of an exclusive or: from the mean answer, half to each of the two", () => {
  const two = numbers(2);
  const corners = { inputs: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), rows: 4, width: 2 };
  const { base, answer, contributions } = contributionsOf(Float32Array.of(1, 0), corners, two, isOneOfTwo, new Generator(0), enough);
  assert.deepEqual([base, answer, [...contributions]], [0.5, 1, [0.25, 0.25]]);
});

// A product of two features besides the sum of all: the two share it equally.
const withProduct = (values: Float32Array, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => {
    const own = values.subarray(at * 14, (at + 1) * 14);
    return own.reduce((sum, value) => sum + value, 0) + 8 * (own[12]! - 0.5) * (own[13]! - 0.5);
  });

test("Shapley values of more than ten features are sampled, and still add up", () => {
  const many = numbers(14);
  const row = Float32Array.from(many, (_, index) => index / 4);
  const background = { inputs: new Float32Array(14).fill(0.5), rows: 1, width: 14 };
  const { base, answer, contributions, orders } = contributionsOf(row, background, many, withProduct, new Generator(0), enough);
  assert.equal(orders, 100);
  near(base + contributions.reduce((sum, value) => sum + value, 0), answer, "all together");
  for (let index = 0; index < 12; index++) near(contributions[index]!, row[index]! - 0.5, `x${index}`);
  // An order and its reverse together give each of two features half of what they have in common.
  const common = 8 * (3 - 0.5) * (3.25 - 0.5);
  near(contributions[12]!, 2.5 + common / 2, "x12");
  near(contributions[13]!, 2.75 + common / 2, "x13");
});

test("permutation importance: nothing for what is not used, and 2 · weight² · variance of the mean squared error on average", () => {
  const right = linear(inputs, rows);
  const score = (values: Float32Array): number => -(regressionScores(linear(values, rows), right).rmse ** 2);
  const before = inputs.slice();
  const found = permutationImportance(data, groups, score, (place) => new Generator(place), 400);
  assert.deepEqual(inputs, before, "the data is left as it was");
  assert.deepEqual([found[3]!.mean, found[3]!.deviation], [0, 0]);
  const values = inputs.filter((_, at) => at % width === 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / rows;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
  assert.ok(Math.abs(found[0]!.mean / (2 * 4 * variance) - 1) < 0.05, `${found[0]!.mean} of ${8 * variance}`);
  assert.ok(found[1]!.mean > 0 && found[2]!.mean > found[1]!.mean);
});

test("partial dependence of a linear network is a line, and one-hot inputs move together", () => {
  const number = partialDependence(data, groups[0]!, linear, 5);
  const slope = (number.answers[4]! - number.answers[0]!) / (number.values[4]! - number.values[0]!);
  near(slope, 2 / 4, "slope by the raw value");
  const category = partialDependence(data, groups[1]!, linear);
  assert.deepEqual([category.values, category.categories], [Float64Array.of(0, 1), ["x", "y"]]);
  near(category.answers[1]! - category.answers[0]!, 1.5, "from x to y");
  assert.deepEqual(partialDependence(data, groups[2]!, linear).values, Float64Array.of(0, 1));
});

test("the smallest flips: where the line is crossed, nearest first", () => {
  const edge = 1.2;
  const decide = (values: Float32Array, count: number): Uint32Array =>
    Uint32Array.from(linear(values, count), (value) => (value >= edge ? 1 : 0));
  // 2 · 0.5 − 1 + 0 + 0 = 0: no, and it takes 1.2 more.
  const row = Float32Array.of(0.5, 1, 0, 0, 0.5);
  const training = { inputs: Float32Array.of(-2, 1, 0, 0, 0, 2, 0, 1, 1, 1), rows: 2, width };
  const flips = flipsOf(row, training, groups, decide);
  assert.deepEqual(
    flips.map(({ column, answer }) => [column, answer]),
    [
      ["a", 1],
      ["b", 1],
      ["c", 1],
    ],
  );
  const [a, b, c] = flips;
  near(a!.from, 12, "from, raw");
  // 14.4 up to rounding; to a hundredth, as 2.4 and the range of 16 have it, and so written that it flips.
  assert.ok(a!.to === 14.4 || a!.to === 14.41, `${a!.to}`);
  // Less than a thousandth of the range away: not with more digits than anybody would type.
  const close = Float32Array.of(1.0999, 1, 0, 0, 0.5);
  assert.equal(flipsOf(close, training, groups, decide)[0]!.to, a!.to);
  assert.equal(decide(Float32Array.of((a!.to - 10) / 4, 1, 0, 0, 0.5), 1)[0], 1);
  assert.ok(Math.abs(a!.size - 0.15) < 0.001, "share of the range −2 … 2");
  assert.deepEqual([b!.from, b!.to, b!.size, c!.from, c!.to, c!.size], [0, 1, 1, 0, 1, 1]);
});
