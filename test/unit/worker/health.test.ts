// A worker tells what is sick about a run that it is asked to watch, behind the epochs of it, and of others
// nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseDocument } from "../../../src/model/document.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import type { HealthFinding } from "../../../src/training/health/finding.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";

const sources = [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }];

/** The sample with six hidden Sigmoid. */
function sigmoids(): Experiment {
  const { experiment } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
  const hidden = Array.from({ length: 6 }, () => [
    { type: "Linear", out_features: 16, bias: true, init: "default" } as const,
    { type: "Sigmoid" } as const,
  ]);
  return {
    ...experiment!,
    layers: [...hidden.flat(), experiment!.layers.at(-1)!],
    training: { ...experiment!.training, epochs: 12 },
  };
}

async function train(health: boolean) {
  const found: HealthFinding[] = [];
  let epochs = 0;
  const worker = createTrainingWorker(nodePorts, () => ({
    started: async () => {},
    progressed: async (_, more) => void (epochs += more.length),
    found: async (findings) => {
      for (const { epoch } of findings) assert.ok(epoch <= epochs, "the epoch is told first");
      found.push(...findings);
    },
    reading: async () => {},
  }));
  await worker.train(sigmoids(), sources, { health });
  return found.map(({ code, layer }) => [code, layer]);
}

test("findings are told where the run is to be watched, and only there", async () => {
  assert.deepEqual((await train(true))[0], ["vanishing-gradient", 0]);
  assert.deepEqual(await train(false), []);
});
