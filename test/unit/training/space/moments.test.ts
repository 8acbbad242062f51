// Moments of a run: which are remembered, what they cost, and that each has the bits of a run that stops
// there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ProblemError } from "../../../../src/model/problem.ts";
import { Predictor } from "../../../../src/training/predict.ts";
import { TrainingRun } from "../../../../src/training/run.ts";
import { bytesOf, Moments } from "../../../../src/training/space/moments.ts";
import { Space } from "../../../../src/training/space/space.ts";
import { statisticsOf } from "../../../../src/training/statistics.ts";
import type { NamedTensor } from "../../../../src/training/types.ts";
import { madeUp, statefulLayers } from "../../../harness/experiments.ts";
import { spaceExperiment } from "../../../harness/spaces.ts";

const from = madeUp({ rows: 60, layers: statefulLayers, training: { epochs: 13, optimizer: { type: "Adam", lr: 0.02 } } });

/** A whole run with its moments. */
function remembered(moments: Moments, isWatched = false): TrainingRun {
  moments.isWatched = isWatched;
  const run = new TrainingRun(from, {
    onEpoch: ({ epoch }) => moments.ended(epoch, () => run.weights(), epoch === run.started.epochs),
  });
  moments.ended(0, () => run.weights());
  run.advance(() => false);
  return run;
}

function weightsOf(length: number): readonly NamedTensor[] {
  return [{ name: "0.weight", shape: [length], data: new Float32Array(length) }];
}

test("powers of two and the newest are remembered; all that matter while somebody looks", () => {
  const [quiet, watched] = [new Moments(), new Moments()];
  remembered(quiet);
  remembered(watched, true);
  assert.deepEqual(
    quiet.all.map(({ epoch }) => epoch),
    [0, 1, 2, 4, 8, 13],
  );
  assert.deepEqual(
    watched.all.map(({ epoch }) => epoch),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13],
  );
});

test("each moment has the bits of a run that stops there, and the run that is remembered its own", () => {
  const moments = new Moments();
  const run = remembered(moments, true);
  for (const { epoch, tensors } of moments.all) {
    const stops = new TrainingRun(from, { onEpoch: () => {}, epochs: epoch });
    stops.advance(() => false);
    assert.deepEqual(stops.weights(), tensors, `epoch ${epoch}`);
  }
  const alone = new TrainingRun(from, { onEpoch: () => {} });
  alone.advance(() => false);
  assert.deepEqual(run.weights(), alone.weights());
});

test("whatever the epochs and the network, the budget is kept, and the first and the newest stay", () => {
  const moments = new Moments(4000);
  for (let epoch = 0; epoch <= 5000; epoch++) {
    moments.ended(epoch, () => weightsOf(100), epoch === 5000);
    assert.ok(moments.bytes <= 4000);
    assert.equal(
      moments.bytes,
      moments.all.reduce((sum, moment) => sum + bytesOf(moment), 0),
    );
  }
  const epochs = moments.all.map(({ epoch }) => epoch);
  assert.deepEqual([epochs.length, epochs[0], epochs.at(-1)], [10, 0, 5000]);
  assert.deepEqual(
    epochs,
    epochs.toSorted((one, other) => one - other),
  );
  const large = new Moments(700);
  let copies = 0;
  for (const epoch of [0, 1, 2, 3, 4]) {
    large.ended(epoch, () => {
      copies += 1;
      return weightsOf(100);
    });
  }
  assert.deepEqual([large.all.length, copies], [0, 1], "of which no two fit is not remembered, and not copied again");
});

test("weights within an epoch take the place of its beginning, once", () => {
  const moments = new Moments();
  for (const epoch of [0, 1, 2]) moments.ended(epoch, () => weightsOf(1));
  moments.remember(2, () => weightsOf(2));
  assert.equal(moments.all.at(-1)!.tensors[0]!.data.length, 1);
  moments.remember(2, () => weightsOf(2), true);
  assert.deepEqual(
    moments.all.map(({ epoch, isPartial, tensors }) => [epoch, isPartial, tensors[0]!.data.length]),
    [
      [0, undefined, 1],
      [1, undefined, 1],
      [2, true, 2],
    ],
  );
});

test("a moment answers as a run that stops there", async () => {
  const things = await spaceExperiment({ training: { epochs: 13 } });
  const moments = new Moments();
  const run = new TrainingRun(things, { onEpoch: ({ epoch }) => moments.ended(epoch, () => run.weights()) });
  run.advance(() => false);
  const space = new Space(things);
  space.follow(moments.all, undefined);
  const question = { x: 0, target: 0, threshold: 0.5, size: 5 };
  const stops = new TrainingRun(things, { onEpoch: () => {}, epochs: 4 });
  stops.advance(() => false);
  const alone = new Space(things);
  alone.follow([], { epoch: 4, tensors: stops.weights() });
  assert.deepEqual(
    space.ask("boundary", { ...question, epoch: 4 }, () => true),
    alone.ask("boundary", question, () => true),
  );
  assert.equal(space.ask("boundary", { ...question, epoch: 5 }, () => true).epoch, 8, "the next one that is remembered");
});

test("a row is answered by a moment as by the weights of a run that stops there", async () => {
  const things = await spaceExperiment({ target: "isNew", training: { epochs: 13 } });
  const moments = new Moments();
  const run = new TrainingRun(things, { onEpoch: ({ epoch }) => moments.ended(epoch, () => run.weights()) });
  run.advance(() => false);
  const space = new Space(things);
  space.follow(moments.all, { epoch: 13, tensors: run.weights() });
  const { preprocessing } = things.encoded;
  assert.deepEqual(
    space.ask("columns", {}, () => true),
    preprocessing,
  );
  const values = { size: "10", colour: "red", day: "2020-05-05", weight: "7" };
  const probabilities = new Set<number>();
  for (const epoch of [1, 8, undefined]) {
    const stops = new TrainingRun(things, { onEpoch: () => {}, ...(epoch === undefined ? {} : { epochs: epoch }) });
    stops.advance(() => false);
    const alone = new Predictor({ experiment: things.experiment, preprocessing, tensors: stops.weights() });
    const found = await space.predict({ epoch, values, threshold: 0.5 });
    assert.deepEqual(found, { epoch: epoch ?? 13, prediction: await alone.predictRow(values) });
    probabilities.add(found.prediction.probabilities[1]!.probability);
  }
  assert.equal(probabilities.size, 3, "the moments do not answer the same");
  const answers = [0, 1].map(async (threshold) => (await space.predict({ epoch: 8, values, threshold })).prediction.answers[0]?.text);
  assert.deepEqual(await Promise.all(answers), ["true", "false"], "the threshold decides");
  await assert.rejects(space.predict({ epoch: 8, values: { ...values, size: "long" }, threshold: 0.5 }), ProblemError);
});

test("the weights of a moment are those that are drawn of a run", () => {
  const moments = new Moments();
  remembered(moments);
  const space = new Space(from);
  space.follow(moments.all, undefined);
  const stops = new TrainingRun(from, { onEpoch: () => {}, epochs: 2 });
  stops.advance(() => false);
  assert.deepEqual(
    space.ask("weights", { epoch: 2 }, () => true),
    stops.weightSummaries(),
  );
});

test("histograms are those of the moments' weights, and of the same rows each time", () => {
  const moments = new Moments();
  remembered(moments);
  const space = new Space(from);
  space.follow(moments.all, undefined);
  const found = space.ask("histograms", { layer: 0 }, () => true);
  assert.deepEqual(found.epochs, [0, 1, 2, 4, 8, 13]);
  for (const [index, { tensors }] of moments.all.entries()) {
    const own = tensors.filter(({ name }) => name.startsWith("0.")).flatMap(({ data }) => Array.from(data));
    assert.deepEqual(found.weights![index], statisticsOf(Float32Array.from(own)));
  }
  assert.deepEqual(
    space.ask("histograms", { layer: 0 }, () => true),
    found,
    "dropout draws the same again",
  );
  assert.equal(space.ask("histograms", { layer: 2 }, () => true).weights, undefined, "RReLU learns nothing");
});
