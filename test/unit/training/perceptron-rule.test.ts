// Rosenblatt's rule in whole runs on real tables: beside a plain loop over the rows that the run says it
// took, to no mistake where a line separates the classes and never there on XOR, and through a checkpoint.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkpointFile, readCheckpoint } from "../../../src/code/formats/checkpoint.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import type { Source } from "../../../src/data/types.ts";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { format } from "../../../src/model/message.ts";
import { type Problem, ProblemError } from "../../../src/model/problem.ts";
import { documentSchema, type Experiment } from "../../../src/model/schema.ts";
import { describeData } from "../../../src/training/describe.ts";
import { type PreparedExperiment, prepareExperiment } from "../../../src/training/experiment.ts";
import type { LayerLook } from "../../../src/training/look.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import { inputsOf, madeUp } from "../../harness/experiments.ts";

interface Setting {
  readonly csv: string;
  readonly target: string;
  readonly features?: readonly string[];
  readonly linear?: object;
  readonly training?: Readonly<Record<string, unknown>>;
}

function experimentOf({ target, features, linear, training }: Setting): Experiment {
  return documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target, ...(features ? { features } : {}), split: { train: 1, validation: 0, test: 0 } },
    layers: [{ type: "Linear", out_features: 1, ...linear }, { type: "Step" }],
    training: { loss: { type: "BCELoss" }, optimizer: { type: "Perceptron" }, ...training },
  });
}

const sourceOf = (csv: string): Source => bytesSource("a.csv", new TextEncoder().encode(csv));

function prepare(setting: Setting): Promise<PreparedExperiment> {
  return prepareExperiment(experimentOf(setting), [sourceOf(setting.csv)]);
}

/** What is wrong with a document that the rule trains, and what keeps it from running. */
async function problemsOf(csv: string, training: Setting["training"]): Promise<Problem[]> {
  const experiment = experimentOf({ csv, target: "y", ...(training ? { training } : {}) });
  const summary = await describeData(experiment, [sourceOf(csv)]);
  const errors = [...checkNetwork(experiment, summary), ...summary.problems].filter(({ severity }) => severity === "error");
  const prepared = prepare({ csv, target: "y", ...(training ? { training } : {}) });
  if (errors.length === 0) await prepared;
  else await assert.rejects(prepared, (error) => error instanceof ProblemError && error.problem.code === errors[0]!.code);
  return errors;
}

function finish(prepared: PreparedExperiment): { readonly run: TrainingRun; readonly results: readonly EpochResult[] } {
  const results: EpochResult[] = [];
  const run = new TrainingRun(prepared, { onEpoch: (result) => results.push(result) });
  run.advance(() => false);
  return { run, results };
}

const sample = (name: string): string => readFileSync(`samples/${name}.csv`, "utf8").trim();

/** Iris without one of its three species. */
function irisWithout(species: string): string {
  return sample("iris")
    .split("\n")
    .filter((line) => !line.endsWith(`,${species}`))
    .join("\n");
}

const table = (...lines: readonly string[]): string => ["a,b,y", ...lines].join("\n");
const gates = {
  AND: table("0,0,0", "0,1,0", "1,0,0", "1,1,1"),
  OR: table("0,0,0", "0,1,1", "1,0,1", "1,1,1"),
  NAND: table("0,0,1", "0,1,1", "1,0,1", "1,1,0"),
};

const f = Math.fround;

for (const [name, bias] of [
  ["with a bias", true],
  ["without a bias", false],
] as const)
  test(`iris, ${name}: weights and answers are those of a plain loop`, async () => {
    const training = { seed: 3, batch_size: 16, epochs: 4, optimizer: { type: "Perceptron", lr: 0.1 } };
    const prepared = await prepare({ csv: irisWithout("setosa"), target: "species", linear: { bias }, training });
    const { targets, inputNames } = prepared.encoded;
    const inputs = inputsOf(prepared.encoded);
    const width = inputNames.length;
    const run = new TrainingRun(prepared, { onEpoch: () => {} });
    let weights: number[] | undefined;
    let steps = 0;
    for (let trace = run.traceStep(); trace !== undefined; trace = run.traceStep()) {
      const [linear, step] = trace.look.layers;
      const before = linear!.parameters.flatMap(({ data }) => Array.from(data));
      weights ??= before;
      assert.deepEqual(before, weights);
      const answers = trace.rows.map((row) => {
        const at = (row - 1) * width;
        let sum = 0;
        for (let index = 0; index < width; index++) sum = f(sum + weights![index]! * inputs[at + index]!);
        if (bias) sum = f(sum + weights![width]!);
        const answer = sum >= 0 ? 1 : 0;
        const move = f(f(0.1) * (targets[row - 1]! - answer));
        for (let index = 0; index < width; index++) weights![index] = f(weights![index]! + f(move * inputs[at + index]!));
        if (bias) weights![width] = f(weights![width]! + move);
        return answer;
      });
      assert.deepEqual(Array.from(step!.output.data), answers);
      assert.deepEqual(
        trace.after.flatMap((values) => Array.from(values)),
        weights,
      );
      steps += 1;
    }
    // 100 rows in batches of 16, the last of them too.
    assert.equal(steps, 4 * 7);
  });

for (const [name, csv, target] of [
  ...Object.entries(gates).map(([gate, text]) => [gate, text, "y"] as const),
  ["iris without virginica", irisWithout("virginica"), "species"] as const,
])
  test(`${name} can be separated: no mistake is left, whatever the order and the first weights`, async () => {
    for (const seed of [0, 1, 2, 3, 4])
      for (const batch of [1, 3, 32]) {
        const { results } = finish(await prepare({ csv, target, training: { seed, batch_size: batch, epochs: 60 } }));
        assert.equal(results.at(-1)?.trainLoss, 0, `seed ${seed}, batches of ${batch}`);
      }
  });

test("XOR cannot: some answer is wrong in every pass", async () => {
  const csv = table("0,0,0", "0,1,1", "1,0,1", "1,1,0");
  for (const seed of [0, 1, 2]) {
    const { results } = finish(await prepare({ csv, target: "y", training: { seed, epochs: 300 } }));
    assert.ok(results.every(({ trainLoss }) => trainLoss >= 25));
  }
});

test("BCELoss is 100 for each wrong answer, so the loss is their share in percent, and accuracy the rest of it", async () => {
  const prepared = await prepare({ csv: sample("binary"), target: "pass", training: { epochs: 5 } });
  for (const { trainLoss, metrics } of finish(prepared).results) {
    const accuracy = metrics?.train.accuracy;
    assert.ok(accuracy !== undefined && accuracy > 0 && accuracy < 1);
    assert.ok(Math.abs(trainLoss - 100 * (1 - accuracy)) < 1e-4, `${trainLoss} and ${accuracy}`);
  }
});

test("a target that is neither 0 nor 1 is an error with the number, and a loss with other targets is one error", async () => {
  for (const [target, type, codes] of [
    ["0.5", "MSELoss", ["perceptron-target"]],
    ["0.5", "BCELoss", ["perceptron-target"]],
    ["2", "L1Loss", ["perceptron-target"]],
    ["1", "MSELoss", []],
    ["1", "HingeEmbeddingLoss", ["perceptron-loss"]],
  ] as const) {
    const csv = table("1,2,0", `3,4,${target}`, "5,6,1", "7,8,0");
    const found = await problemsOf(csv, { loss: { type } });
    assert.deepEqual(
      found.map(({ code }) => code),
      codes,
      type,
    );
    if (codes[0] === "perceptron-target") assert.ok(format(found[0]!.message).includes(`but y has ${target}.`));
  }
});

test("a Step that says the same for a whole batch is not called dead or saturated", async () => {
  const prepared = await prepare({ csv: table("1,1,1", "1,2,1", "2,1,1", "5,5,0"), target: "y", training: { batch_size: 1 } });
  const run = new TrainingRun(prepared, { onEpoch: () => {} });
  for (let step = 0; step < 8; step++) {
    const [, { dead, saturated }] = run.traceStep()!.look.layers as [unknown, LayerLook];
    assert.deepEqual([dead, saturated], [0, 0]);
  }
});

test("from any batch on, the resumed run is the whole run", () => {
  const layers = [{ type: "Linear", out_features: 1 }, { type: "Step" }];
  const prepared = madeUp({ layers, classes: 2, training: { optimizer: { type: "Perceptron" }, early_stopping: { patience: 4 } } });
  const whole = finish(prepared);
  const { seconds: _, ...outcome } = whole.run.outcome();
  for (const batches of [1, 6, 7, 16]) {
    const first: EpochResult[] = [];
    const begun = new TrainingRun(prepared, { onEpoch: (result) => first.push(result) });
    for (let batch = 0; batch < batches; batch++) begun.advanceBatch();
    const { experiment, encoded } = prepared;
    const file = checkpointFile(experiment, encoded.preprocessing, begun.checkpoint()!.tensors);
    const rest: EpochResult[] = [];
    const onEpoch = (result: EpochResult): unknown => rest.push(result);
    const second = new TrainingRun(prepared, { onEpoch, resume: readCheckpoint(file, "a.checkpoint.safetensors") });
    second.advance(() => false);
    const { seconds: __, ...resumed } = second.outcome();
    assert.deepEqual([...first, ...rest], whole.results, `after ${batches} batches`);
    assert.deepEqual(resumed, outcome, `after ${batches} batches`);
  }
});
