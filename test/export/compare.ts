// One test per document: it is exported, its script runs under PyTorch, and training here, by the product's
// engine and by the reference, has to do the same. All scripts of a file run in one Python process.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { exportPyTorch } from "../../src/code/pytorch/pytorch.ts";
import { weightFile } from "../../src/code/formats/weights.ts";
import { bytesSource } from "../../src/data/sources.ts";
import { Network } from "../../src/engine/network.ts";
import { reference } from "../../src/engine/reference.ts";
import { parseDocument } from "../../src/model/document.ts";
import { describeData } from "../../src/training/describe.ts";
import { type PreparedExperiment, prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import type { RunOptions } from "../../src/training/run-options.ts";
import type { RunOutcome } from "../../src/training/types.ts";
import { makeFolder } from "../fixtures/code/command-line.ts";
import type { Files } from "../fixtures/code/script.ts";
import { assertSame, EPOCHS, findPython, type Job, type Losses, runScripts, type Tolerance, TOLERANCE } from "./scripts.ts";

type Open = RunOptions["open"];

const backends: Readonly<Record<string, Open>> = {
  product: undefined,
  reference: (plan, generator) => new Network(plan, generator, reference),
};

interface Trained {
  readonly losses: readonly Losses[];
  readonly outcome: RunOutcome;
}

function train({ experiment, ...prepared }: PreparedExperiment, epochs: number, open: Open): Trained {
  const losses: Losses[] = [];
  // As `--epochs` of the command line and of a script: it stands for the document's epochs everywhere.
  const same = { ...experiment, training: { ...experiment.training, epochs } };
  const run = new TrainingRun(
    { ...prepared, experiment: same },
    {
      onEpoch: ({ epoch, trainLoss, validationLoss }) =>
        losses.push({ epoch, train_loss: trainLoss, ...(validationLoss === undefined ? {} : { validation_loss: validationLoss }) }),
      ...(open ? { open } : {}),
    },
  );
  run.advance(() => false);
  const outcome = run.outcome();
  return { losses: outcome.testLoss === undefined ? losses : [...losses, { test_loss: outcome.testLoss }], outcome };
}

interface Case {
  readonly name: string;
  readonly prepared: PreparedExperiment;
  readonly job: Job;
}

async function prepare(name: string, files: Files): Promise<Case> {
  const folder = makeFolder(files);
  const { experiment, problems } = parseDocument(readFileSync(join(folder, "a.perceptron"), "utf8"));
  assert.ok(experiment, `${name}: ${JSON.stringify(problems)}`);
  const csv = [experiment.data.file].flat();
  const sources = csv.map((file) => bytesSource(file, readFileSync(join(folder, file))));
  const prepared = await prepareExperiment(experiment, sources);
  const script = join(folder, "exported.py");
  writeFileSync(script, exportPyTorch(experiment, await describeData(experiment, sources), { csv, name: "a.perceptron" }));
  const save = (file: string, outcome: RunOutcome): string => {
    const path = join(folder, file);
    writeFileSync(path, weightFile(experiment, outcome));
    return path;
  };
  const weights = save("first.safetensors", train(prepared, 0, undefined).outcome);
  const { outcome } = train(prepared, EPOCHS, undefined);
  // Of a run that diverges the last finite weights are kept here; a script does not end with any.
  const job = { script, weights, ...(outcome.stopped === "diverged" ? {} : { trained: save("trained.safetensors", outcome) }) };
  return { name, prepared, job };
}

/** @param tolerances by the document's name, if more than usual is allowed */
export async function compareDocuments(
  documents: Readonly<Record<string, Files>>,
  tolerances: Readonly<Record<string, Partial<Tolerance>>> = {},
): Promise<void> {
  const cases = await Promise.all(Object.entries(documents).map(([name, files]) => prepare(name, files)));
  const jobs = cases.map(({ job }) => job);
  const untrained = jobs.map(({ script, weights }): Job => ({ script, weights, trained: weights, epochs: 0 }));
  const answers = runScripts(findPython(), [...jobs, ...untrained]);
  for (const [index, { name, prepared }] of cases.entries())
    test(`${name}: the script starts with the same weights and prints the same losses`, (context) => {
      for (const [backend, open] of Object.entries(backends)) {
        const { losses, outcome } = train(prepared, EPOCHS, open);
        const settings = { tolerance: { ...TOLERANCE, ...tolerances[name] }, diverges: outcome.stopped === "diverged" };
        context.diagnostic(`${backend}: greatest relative difference ${assertSame(losses, answers[index]!, settings)}`);
      }
    });
  test("without an epoch, every script ends with its first weights", () => {
    for (const [index, answer] of answers.slice(cases.length).entries()) {
      const { name, prepared } = cases[index]!;
      assert.deepEqual(new Set(Object.values(answer.distances ?? {})), new Set([0]), name);
      assertSame(train(prepared, 0, undefined).losses, answer);
    }
  });
}
