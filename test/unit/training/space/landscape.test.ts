// The landscape against losses that the engine computes directly: in the middle, at the places of the way,
// and at a point between.

import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate } from "../../../../src/training/evaluation/evaluate.ts";
import { openTrained } from "../../../../src/training/evaluation/trained.ts";
import { TrainingRun } from "../../../../src/training/run.ts";
import { mainDirections } from "../../../../src/training/space/main-directions.ts";
import { Moments } from "../../../../src/training/space/moments.ts";
import { Space } from "../../../../src/training/space/space.ts";
import type { LandscapeAnswer, LandscapeQuestion } from "../../../../src/training/space/types.ts";
import type { NamedTensor } from "../../../../src/training/types.ts";
import { madeUp } from "../../../harness/experiments.ts";
import { spaceExperiment } from "../../../harness/spaces.ts";

const layers = [{ type: "Linear", out_features: 6 }, { type: "BatchNorm1d" }, { type: "Tanh" }, { type: "Linear", out_features: 3 }];
const prepared = madeUp({
  rows: 90,
  classes: 3,
  layers,
  training: { epochs: 9, loss: { type: "CrossEntropyLoss" }, optimizer: { type: "SGD", lr: 0.1 } },
});

function trainedSpace(): { readonly space: Space; readonly moments: Moments } {
  const moments = new Moments();
  const run = new TrainingRun(prepared, { onEpoch: ({ epoch }) => moments.ended(epoch, () => run.weights(), epoch === 9) });
  moments.ended(0, () => run.weights());
  run.advance(() => false);
  const space = new Space(prepared);
  space.follow(moments.all, undefined);
  return { space, moments };
}

function whole(space: Space, question: Omit<LandscapeQuestion, "from">): LandscapeAnswer {
  const losses: number[] = [];
  for (;;) {
    // One point at a time, so that what is known is asked on from.
    const answer = space.ask("landscape", { ...question, from: losses.length }, () => true);
    losses.push(...answer.losses);
    if (losses.length === answer.x.length * answer.y.length) return { ...answer, losses: Float64Array.from(losses) };
  }
}

/** The loss of the validation rows, as a run computes it. */
function lossOf(tensors: readonly NamedTensor[]): number {
  return evaluate(openTrained(prepared, tensors), prepared, "validation").loss;
}

/** All parameters in one list. */
function flat(tensors: readonly NamedTensor[]): Float64Array {
  return Float64Array.from(tensors.filter(({ name }) => !/running|tracked/.test(name)).flatMap(({ data }) => Array.from(data)));
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, index) => sum + value * right[index]!, 0);
}

const near = (actual: number, expected: number, what: string): void =>
  assert.ok(Math.abs(actual - expected) < 1e-5 * Math.max(1, Math.abs(expected)), `${what}: ${actual}, expected ${expected}`);

test("in the middle of random directions is the loss of the weights", () => {
  const { space, moments } = trainedSpace();
  const answer = whole(space, { directions: "random", size: 5 });
  const last = moments.all.at(-1)!.tensors;
  assert.deepEqual([answer.split, answer.x.length, answer.losses.length], ["validation", 5, 25]);
  assert.equal(answer.x[2], 0);
  near(answer.losses[12]!, lossOf(last), "middle");
  assert.ok(answer.losses.every(Number.isFinite));
  assert.ok(new Set(answer.losses).size > 20, "the loss differs from point to point");
});

test("the way lies where its own directions say, with the losses of its moments", () => {
  const { space, moments } = trainedSpace();
  const answer = whole(space, { directions: "path", size: 3 });
  assert.deepEqual(
    answer.path.map(({ epoch }) => epoch),
    moments.all.map(({ epoch }) => epoch),
  );
  for (const [index, { loss }] of answer.path.entries())
    near(loss, lossOf(moments.all[index]!.tensors), `epoch ${answer.path[index]!.epoch}`);
  const { x, y } = answer.path.at(-1)!;
  assert.deepEqual([x, y].map(Math.abs), [0, 0], "its end is the origin");
  assert.ok(answer.share > 0.9 && answer.share <= 1, `${answer.share}`);
  for (const place of answer.path) {
    assert.ok(place.x >= answer.x[0]! && place.x <= answer.x.at(-1)! && place.y >= answer.y[0]! && place.y <= answer.y.at(-1)!);
  }
});

test("a point of the plane has the loss of the weights there", () => {
  const { space, moments } = trainedSpace();
  const answer = whole(space, { directions: "path", size: 3 });
  // The plane's directions, found again from the way.
  const end = flat(moments.all.at(-1)!.tensors);
  const [one, other] = mainDirections(moments.all.map(({ tensors }) => flat(tensors).map((value, at) => value - end[at]!)))!;
  const [a, b] = [answer.x[2]!, answer.y[0]!];
  let at = 0;
  const moved = moments.all.at(-1)!.tensors.map(({ name, shape, data }) => {
    if (/running|tracked/.test(name)) return { name, shape, data };
    const values = data.map((value, index) => value + a * one[at + index]! + b * other[at + index]!);
    at += data.length;
    return { name, shape, data: values };
  });
  near(answer.losses[2]!, lossOf(moved), "corner");
});

test("main directions are at right angles and hold a plane's way whole", () => {
  const [a, b] = [Float64Array.of(3, 0, 0, 4), Float64Array.of(0, 1, 0, 0)];
  const steps = [
    [2, 0.5],
    [1, -0.3],
    [0.2, 0.1],
    [0, 0],
  ].map(([p, q]) => a.map((value, index) => p! * value + q! * b[index]!));
  const [one, other] = mainDirections(steps)!;
  assert.ok(Math.abs(dot(one, other)) < 1e-9 && Math.abs(dot(one, one) - 1) < 1e-9 && Math.abs(dot(other, other) - 1) < 1e-9);
  for (const step of steps) assert.ok(Math.abs(dot(step, one) ** 2 + dot(step, other) ** 2 - dot(step, step)) < 1e-9);
  assert.equal(mainDirections([a, a.map((value) => 2 * value)]), undefined, "a straight way has one direction");
});

test("it is asked on piece by piece, begins again from the first point, and leaves other answers as they are", async () => {
  const things = await spaceExperiment();
  const space = new Space(things, new TrainingRun(things, { onEpoch: () => {} }).weights());
  const before = space.ask("boundary", { x: 0, target: 0, threshold: 0.5, size: 4 }, () => true);
  const first = space.ask("landscape", { directions: "random", size: 5, from: 0 }, () => true);
  assert.equal(first.losses.length, 1);
  assert.deepEqual(
    space.ask("boundary", { x: 0, target: 0, threshold: 0.5, size: 4 }, () => true),
    before,
  );
  assert.equal(space.ask("landscape", { directions: "random", size: 5, from: 1 }, () => false).losses.length, 24);
});
