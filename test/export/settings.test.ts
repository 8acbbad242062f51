// Every data setting, loss, optimizer and initialiser a document may have, each in a small document of its own (test/fixtures/code),
// exported, run under PyTorch and compared with training here.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { exportPyTorch } from "../../src/code/pytorch.ts";
import { weightFile } from "../../src/code/weights.ts";
import { parseDocument } from "../../src/model/document.ts";
import { type PreparedExperiment, describeData, prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import type { RunOutcome } from "../../src/training/types.ts";
import { documents } from "../fixtures/code/documents.ts";
import { makeFolder } from "../fixtures/code/command-line.ts";
import { assertSame, EPOCHS, findPython, type Losses, runScripts } from "./scripts.ts";

function train(prepared: PreparedExperiment, epochs: number): { readonly losses: Losses[]; readonly outcome: RunOutcome } {
  const losses: Losses[] = [];
  const run = new TrainingRun(prepared, {
    epochs,
    onEpoch: ({ epoch, trainLoss, validationLoss }) =>
      losses.push({ epoch, train_loss: trainLoss, ...(validationLoss === undefined ? {} : { validation_loss: validationLoss }) }),
  });
  run.advance(() => false);
  const outcome = run.outcome();
  return { losses: outcome.testLoss === undefined ? losses : [...losses, { test_loss: outcome.testLoss }], outcome };
}

const jobs = Object.entries(documents).map(([name, files]) => {
  const folder = makeFolder(files);
  const { experiment, problems } = parseDocument(readFileSync(join(folder, "a.perceptron"), "utf8"));
  assert.ok(experiment, `${name}: ${JSON.stringify(problems)}`);
  const csv = [experiment.data.file].flat();
  const sources = csv.map((file) => ({ name: file, bytes: readFileSync(join(folder, file)) }));
  const prepared = prepareExperiment(experiment, sources);
  const script = join(folder, "exported.py");
  writeFileSync(script, exportPyTorch(experiment, describeData(experiment, sources), { csv, name: "a.perceptron" }));
  const weights = join(folder, "first.safetensors");
  writeFileSync(weights, weightFile(experiment, train(prepared, 0).outcome));
  return { name, prepared, script, weights };
});
const answers = runScripts(
  findPython(),
  jobs.map(({ script, weights }) => ({ script, weights })),
);

for (const [index, { name, prepared }] of jobs.entries())
  test(`${name}: the script starts with the same weights and prints the same losses`, (context) => {
    context.diagnostic(`greatest relative difference ${assertSame(train(prepared, EPOCHS).losses, answers[index]!)}`);
  });
