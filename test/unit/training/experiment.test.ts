// From a document and a CSV to a run, or to the sentence that says why not.

import assert from "node:assert/strict";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { test } from "node:test";
import { bytesSource } from "../../../src/data/sources.ts";
import { format } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { type Experiment, documentSchema } from "../../../src/model/schema.ts";
import { describeData } from "../../../src/training/describe.ts";
import { prepareExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";

const rows = Array.from({ length: 20 }, (_, row) => `${row},${row % 3},${row % 2 === 0 ? "yes" : "no"}`);

function sources(lines: readonly string[] = rows) {
  return [bytesSource("a.csv", new TextEncoder().encode(["x,z,answer", ...lines].join("\n")))];
}

function experimentOf(changes: { data?: object; layers?: readonly object[]; training?: object } = {}): Experiment {
  return documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: "answer", ...changes.data },
    layers: changes.layers ?? [{ type: "Linear", out_features: 2 }],
    training: { loss: { type: "CrossEntropyLoss" }, optimizer: { type: "Adam" }, ...changes.training },
  });
}

async function problemOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ProblemError) return `${error.problem.path.join(".")}: ${format(error.problem.message)}`;
    throw error;
  }
  return "no problem";
}

test("a document and its CSV become a run", async () => {
  const prepared = await prepareExperiment(experimentOf(), sources());
  const { rows: split, inputs, parameters } = new TrainingRun(prepared, { onEpoch: () => undefined }).started;
  assert.deepEqual([split, inputs, parameters], [{ train: 16, validation: 2, test: 2 }, 2, 6]);
  assert.deepEqual(prepared.encoded.preprocessing.target.classes, ["no", "yes"]);
});

test("the summary has the split, the inputs and the fitted preprocessing of that very run", async () => {
  const experiment = experimentOf({ data: { normalize: "standard" }, training: { seed: 5 } });
  const summary = await describeData(experiment, sources());
  assert.deepEqual(summary.problems, []);
  assert.deepEqual(summary.split, { train: 16, validation: 2, test: 2 });
  assert.deepEqual(summary.inputs, ["x", "z"]);
  assert.deepEqual(summary.preprocessing, (await prepareExperiment(experiment, sources())).encoded.preprocessing);
});

test("what keeps an experiment from running is a sentence with a place", async () => {
  const cases: [Parameters<typeof experimentOf>[0], RegExp][] = [
    [
      {
        layers: [
          { type: "Linear", out_features: 3 },
          { type: "Linear", in_features: 4, out_features: 2 },
        ],
      },
      /^layers\.1\.in_features: .*gives 3/,
    ],
    [{ layers: [{ type: "Linear", out_features: 1 }] }, /^layers\.0\.out_features: .*needs 2/],
    [
      { layers: [{ type: "Linear", out_features: 2, init: { weight: [[1, 2, 3]] } }] },
      /^layers\.0\.init\.weight: Linear 1 needs a weight of 2 rows with 2 numbers each/,
    ],
    [{ training: { optimizer: { type: "SGD", lr: 1, nesterov: true } } }, /^training\.optimizer\.nesterov: Nesterov needs a momentum/],
    [{ training: { batch_size: 17, drop_last: true } }, /^training\.batch_size: 16 training rows do not fill a batch of 17/],
    [{ data: { target: "nothing" } }, /^data\.target: /],
  ];
  for (const [changes, expected] of cases)
    assert.match(await problemOf(() => prepareExperiment(experimentOf(changes), sources())), expected);
  assert.equal(
    await problemOf(() => prepareExperiment(experimentOf({ training: { batch_size: 16, drop_last: true } }), sources())),
    "no problem",
  );
});

test("an empty training split is refused, and so is a CSV of which nothing is left", async () => {
  // What is left over goes to training first, so that only a fraction of next to nothing leaves it empty.
  const none = experimentOf({ data: { split: { train: 1e-17, validation: 0.5, test: 0.5 } } });
  assert.match(await problemOf(() => prepareExperiment(none, sources())), /^data\.split: The split leaves none of the 20 rows/);
  assert.deepEqual(
    (await describeData(none, sources())).problems.map(({ code }) => code),
    ["no-training-rows"],
  );
  assert.match(await problemOf(() => prepareExperiment(experimentOf(), sources(["1,,yes", ",2,no"]))), /^data: No rows are left/);
});

test("the summary names what is wrong and still shows the columns", async () => {
  const experiment = experimentOf({ training: { batch_size: 64, drop_last: true } });
  const summary = await describeData(experiment, sources());
  assert.deepEqual(summary.problems, []);
  assert.deepEqual(
    checkNetwork(experiment, summary).map(({ code, path }) => [code, path.join(".")]),
    [["no-batches", "training.batch_size"]],
  );
  const wrong = await describeData(experimentOf({ data: { target: "nothing" } }), sources());
  assert.equal(wrong.preprocessing, undefined);
  assert.equal(wrong.problems.filter(({ severity }) => severity === "error").length, 1);
  assert.equal(wrong.columns.length, 3);
});
