// Checkpoints and weight files that somebody has changed: each is taken up or refused with a sentence, and a
// run that is taken up ends.

import assert from "node:assert/strict";
import { checkpointFile, readCheckpoint } from "../../../src/code/formats/checkpoint.ts";
import { readWeightFile } from "../../../src/code/formats/weights.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { asBytes, fuzz } from "../../fuzz/driver.ts";
import { mutateBytes } from "../../fuzz/mutate.ts";
import { smallerBytes } from "../../fuzz/shrink.ts";
import { madeUp } from "../../harness/experiments.ts";

const from = madeUp({
  layers: [{ type: "Linear", out_features: 3 }, { type: "BatchNorm1d" }, { type: "Dropout" }, { type: "Linear", out_features: 1 }],
  training: { optimizer: { type: "Adam" }, scheduler: { type: "OneCycleLR", max_lr: 0.02 }, early_stopping: { patience: 2 }, epochs: 3 },
});
const run = new TrainingRun(from, { onEpoch: () => {} });
for (let batch = 0; batch < 9; batch++) run.advanceBatch();
const { tensors } = run.checkpoint()!;
const whole = checkpointFile(from.experiment, from.encoded.preprocessing, tensors);

/** Numbers that no run leaves. */
const values = [NaN, Infinity, -Infinity, -1, 0, 0.5, 1e9, 2 ** 32 - 1, 2 ** 53, 1e300];

/** Bytes changed anywhere, or a few numbers of one tensor, which leaves the file whole. */
function make(chance: Chance): Uint8Array {
  if (chance.once(2)) return mutateBytes(whole, chance);
  const chosen = chance.pick(tensors.filter(({ data }) => data.length > 0));
  const data = chosen.data.slice();
  for (let times = 1 + chance.below(3); times > 0; times--) data[chance.below(data.length)] = chance.pick(values);
  const others = tensors.filter((tensor) => tensor !== chosen);
  return checkpointFile(from.experiment, from.encoded.preprocessing, chance.once(10) ? others : [...others, { ...chosen, data }]);
}

function check(bytes: Uint8Array): void {
  for (const read of [() => readWeightFile(bytes, "a.safetensors"), () => resume(bytes)]) {
    try {
      read();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}

/** Trains to the end, which comes within the steps of a whole run, however the checkpoint counts. */
function resume(bytes: Uint8Array): void {
  const resumed = new TrainingRun(from, { onEpoch: () => {}, resume: readCheckpoint(bytes, "a.checkpoint.safetensors") });
  let slices = 0;
  while (!resumed.advance(() => true)) assert.ok(++slices < 1000, "the run does not end");
  resumed.outcome();
}

fuzz({ name: "checkpoint", rounds: 300, make, check, smaller: smallerBytes, ...asBytes });
