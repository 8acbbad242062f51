// Runs of a document without a window: what a run is told and tells, what it leaves, and what one run never
// takes from another.

import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf } from "../../harness/run-facts.ts";
import { message } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { readOrigin } from "../../../src/session/run/run-origin.ts";
import { RunSlot } from "../../../src/session/run/run-slot.ts";
import { experimentOf, script, settle } from "./scripted.ts";

const full = new ProblemError({ severity: "error", code: "not-written", path: [], message: message("The disk is full.") });

test("a run tells its curve and its end, leaves its weights, and is kept with the text it had when it began", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  const batches: number[] = [];
  slot.onDidAppend(({ start, points }) => batches.push(start, points.length));
  own.text = "as it began";
  slot.start(experimentOf());
  own.text = "edited meanwhile";
  assert.deepEqual([slot.status.state, slot.isActive], ["running", true]);
  own.trainers[0]!.epochs(3, 2);
  own.trainers[0]!.epochs(1);
  own.trainers[0]!.end();
  await slot.over;
  assert.deepEqual(batches, [0, 2, 2, 1]);
  const { state, epoch, weights, hasMore } = factsOf(slot);
  assert.deepEqual([state, epoch, weights, hasMore], ["ended", 3, "net.safetensors", true]);
  assert.ok(own.files.weights);
  assert.deepEqual([own.kept.length, own.kept[0]!.text, own.kept[0]!.continued], [1, "as it began", 0]);
  assert.deepEqual(own.trainers[0]!.asked, ["dispose"]);
});

test("what its trainer says of the run while it goes on is its note, until its end has another", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  const note = message("A process was lost.");
  own.trainers[0]!.says(note);
  assert.deepEqual(factsOf(slot).note, note);
  own.trainers[0]!.epochs(3);
  assert.deepEqual(factsOf(slot).note, note);
  own.trainers[0]!.end();
  await slot.over;
  assert.equal(factsOf(slot).note, undefined);
});

test("a checkpoint is written after five seconds, then every half minute, and a run that ends well removes it", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  own.trainers[0]!.epochs(3, 2);
  own.clock.turn(4_999);
  await settle();
  assert.equal(own.files.checkpoint, undefined);
  own.clock.turn(1);
  await settle();
  const first = readOrigin(own.files.checkpoint!, "c");
  assert.deepEqual([first?.epoch, first?.points.length], [2, 2]);
  own.trainers[0]!.epochs(1);
  own.clock.turn(25_000);
  await settle();
  assert.equal(readOrigin(own.files.checkpoint!, "c")?.epoch, 3);
  own.trainers[0]!.end();
  await slot.over;
  assert.equal(own.files.checkpoint, undefined);
  own.clock.turn(100_000);
  await settle();
  assert.equal(own.files.checkpoint, undefined, "nothing is written after the end");
});

test("a trainer that dies leaves the last checkpoint, from which the next run goes on with its curve", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  own.trainers[0]!.epochs(3, 2);
  await slot.keep();
  own.trainers[0]!.epochs(1);
  own.trainers[0]!.die(new Error("gone"));
  await slot.over;
  assert.deepEqual([slot.status.state, factsOf(slot).unfinished], ["failed", { epoch: 2, epochs: 10 }]);
  await slot.goOn(experimentOf());
  assert.deepEqual([slot.status.run, factsOf(slot).epoch, slot.curve.points.length], [2, 2, 2]);
  assert.ok(own.trainers[1]!.options?.resume);
  await assert.rejects(slot.goOn(experimentOf({ seed: 5 })), /changed since this run/);
});

const momentAt = (epoch: number) => ({ epoch, tensors: [{ name: "0.bias", shape: [1], data: Float32Array.of(epoch) }] });

test("a run that goes on after a crash still remembers what its checkpoint has of its way", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  own.trainers[0]!.remembers = [momentAt(0), momentAt(2)];
  own.trainers[0]!.epochs(3, 2);
  await slot.keep();
  own.trainers[0]!.die(new Error("gone"));
  await slot.over;
  // Another window knows the checkpoint alone.
  const after = new RunSlot(own.ports);
  await after.goOn(experimentOf());
  own.trainers[1]!.epochs(1, 1);
  own.trainers[1]!.end({ moments: [momentAt(4)] });
  await after.over;
  assert.deepEqual(await after.keptMoments(), [momentAt(0), momentAt(2), momentAt(4)]);
  assert.deepEqual(own.kept.at(-1)?.moments, [momentAt(0), momentAt(2), momentAt(4)], "and they are kept with it");
});

test("a paused run takes its strides one after the other, and its clock stands still", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  own.clock.turn(1_000);
  own.trainers[0]!.epochs(3);
  await slot.pause();
  assert.deepEqual([slot.status.state, factsOf(slot).batch], ["paused", 1]);
  own.clock.turn(60_000);
  await Promise.all([slot.advance("batch"), slot.advance("epoch")]);
  await slot.resume();
  assert.deepEqual([slot.status.state, factsOf(slot).batch, factsOf(slot).secondsLeft], ["running", undefined, 9]);
  own.clock.turn(1_000);
  own.trainers[0]!.epochs(2);
  assert.equal(factsOf(slot).secondsPerEpoch, 1);
  await slot.setLearningRate(0.5);
  assert.deepEqual(own.trainers[0]!.asked, ["pause", "batch", "epoch", "resume", "lr 0.5"]);
  assert.equal(factsOf(slot).ownLr, 0.5);
});

test("after the end more epochs continue the same run, its ghost stays, and another document is refused", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  own.trainers[0]!.epochs(3, 2);
  own.trainers[0]!.end();
  await slot.over;
  assert.throws(() => slot.more(experimentOf({ batch_size: 3 }), 5), /changed since this run/);
  slot.more(experimentOf(), 5);
  assert.deepEqual([slot.status.run, factsOf(slot).epochs, slot.curve.points.length, slot.ghost.length], [1, 7, 2, 0]);
  own.trainers[1]!.epochs(1);
  own.trainers[1]!.end();
  await slot.over;
  assert.deepEqual([own.kept[1]!.continued, own.kept[1]!.points.length], [2, 3]);
  slot.start(experimentOf());
  assert.deepEqual([slot.status.run, slot.ghost.length, factsOf(slot).hasGhost], [2, 3, true]);
});

test("weights that found no place are rescued later, and what an older run does then touches no newer one", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  own.trainers[0]!.epochs(3);
  own.folder.full = full;
  own.trainers[0]!.end();
  await slot.over;
  assert.deepEqual([slot.status.state, factsOf(slot).weights, factsOf(slot).note?.text], ["ended", undefined, "The disk is full."]);
  own.folder.full = undefined;
  slot.start(experimentOf());
  own.trainers[1]!.epochs(9);
  await slot.keep();
  const newer = own.files.checkpoint;
  own.files.rescue!();
  await settle();
  assert.ok(own.files.weights, "the older run's weights are written");
  assert.equal(own.files.checkpoint, newer, "the newer run's checkpoint stays");
  assert.deepEqual([slot.status.state, slot.status.run, factsOf(slot).weights], ["running", 2, undefined]);
});

test("a run that is left leaves weights and what it goes on from; one that is stopped only weights", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  own.trainers[0]!.epochs(3);
  await slot.stop();
  assert.deepEqual([factsOf(slot).stopped, own.files.checkpoint], ["interrupted", undefined]);
  slot.start(experimentOf());
  own.trainers[1]!.epochs(3);
  await slot.leave();
  assert.ok(own.files.checkpoint);
  assert.deepEqual(factsOf(slot).unfinished, { epoch: 1, epochs: 10 });
  await slot.discard();
  assert.deepEqual([own.files.checkpoint, factsOf(slot).unfinished], [undefined, undefined]);
});

test("the next trainer is started ahead once, and the run takes it", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.prepare();
  slot.prepare();
  assert.equal(own.trainers.length, 1);
  slot.start(experimentOf());
  own.trainers[0]!.epochs(3);
  assert.equal(slot.curve.points.length, 1);
  slot.dispose();
  assert.deepEqual(own.trainers[0]!.asked, ["warm", "warm", "dispose"]);
});

test("a run of an earlier window is shown until one of this window begins, which has it as its ghost", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  const point = { epoch: 1, trainLoss: 1, lr: 1 };
  const past = {
    experiment: experimentOf(),
    points: [point],
    ghost: undefined,
    moments: async () => [],
    status: { epoch: 1, epochs: 10, stopped: null },
  } as const;
  slot.restore(past);
  slot.restore({ ...past, points: [point, point] });
  assert.deepEqual([slot.status.state, slot.status.run, slot.curve.points.length], ["ended", 0, 1]);
  slot.start(experimentOf());
  assert.deepEqual([slot.status.run, slot.curve.points.length, slot.ghost.length], [1, 0, 1]);
});

test("when its end is told a run is over, and weights that were asked of it before are none", async () => {
  const own = script();
  const slot = new RunSlot(own.ports);
  slot.start(experimentOf());
  own.trainers[0]!.epochs(3);
  own.trainers[0]!.weights = () => Promise.reject(new Error("The channel is closed."));
  const asked = slot.weights();
  const seen: unknown[] = [];
  slot.onDidChange(({ state }) => seen.push([state, slot.isActive]));
  own.trainers[0]!.end();
  await slot.over;
  assert.deepEqual(seen, [["ended", false]]);
  assert.equal(await asked, undefined);
  assert.equal(await slot.weights(), undefined);
});
