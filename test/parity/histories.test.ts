// The loss histories of whole runs as PyTorch recorded them: activations, normalisation, dropout, every
// optimizer and scheduler, on the reference and on every build of the product.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesSource } from "../../src/data/sources.ts";
import { Network } from "../../src/engine/network.ts";
import { parseDocument } from "../../src/model/document.ts";
import { schedulers } from "../../src/model/schedulers.ts";
import { prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { backends } from "./backends.ts";
import { Deviations, fixture, torchOptimizers } from "./fixture.ts";

interface History {
  readonly name: string;
  readonly layers: readonly unknown[];
  readonly training: Readonly<Record<string, unknown>> & {
    readonly optimizer: { readonly type: string };
    readonly scheduler?: { readonly type: string };
  };
  /** Training and validation loss of each epoch. */
  readonly epochs: readonly (readonly [number, number])[];
  readonly test: number;
}

const { histories } = fixture("histories") as { histories: readonly History[] };
const iris = JSON.parse(readFileSync("samples/iris.perceptron", "utf8")) as object;
const sources = [bytesSource("iris.csv", readFileSync("samples/iris.csv"))];

/**
 * What everything is held to, and what is not: a bias before BatchNorm1d has no gradient but rounding, of
 * which Adam makes whole steps that show in the validation loss; Rprop goes by the signs of gradients alone.
 */
const TOLERANCE = 1e-5;
const EXCEPTIONS: Readonly<Record<string, number>> = {
  "BatchNorm1d after a bias, with Adam": 1e-3,
  Rprop: 1e-3,
  "Rprop with its parameters": 1e-3,
};

function prepare({ layers, training, epochs }: History) {
  const { experiment, problems } = parseDocument(JSON.stringify({ ...iris, layers, training: { ...training, epochs: epochs.length } }));
  assert.ok(experiment, JSON.stringify(problems));
  return prepareExperiment(experiment, sources);
}

test("every optimizer and every scheduler has a history", () => {
  assert.deepEqual(new Set(histories.map(({ training }) => training.optimizer.type)), new Set(torchOptimizers));
  const scheduled = histories.flatMap(({ training }) => (training.scheduler ? [training.scheduler.type] : []));
  assert.deepEqual(new Set(scheduled), new Set(Object.keys(schedulers)));
});

for (const [name, create] of Object.entries(backends)) {
  test(`${name}: ten epochs of ${histories.length} networks lose what PyTorch loses`, async (t) => {
    const deviations = new Deviations(`loss histories, ${name}`);
    for (const history of histories) {
      const losses: number[] = [];
      const run = new TrainingRun(await prepare(history), {
        onEpoch: ({ trainLoss, validationLoss }) => losses.push(trainLoss, validationLoss!),
        open: (plan, generator) => new Network(plan, generator, create()),
      });
      run.advance(() => false);
      const actual = Float32Array.of(...losses, run.outcome().testLoss!);
      const expected = Float32Array.of(...history.epochs.flat(), history.test);
      deviations.check(actual, expected, EXCEPTIONS[history.name] ?? TOLERANCE, 0, history.name);
    }
    t.diagnostic(String(deviations));
  });
}
