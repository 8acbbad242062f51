// Both engines measured with the first rows of a document, on a machine without a GPU: figures of both, and
// an end as soon as somebody needs the machine.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseDocument } from "../../src/model/document.ts";
import { openWorker } from "../harness/node-worker.ts";
import { python } from "./engine-runs.ts";

const { experiment } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
const sources = [{ name: "iris.csv", path: join(process.cwd(), "samples/iris.csv") }];

test("a batch of each is measured; of a network this small the built-in engine's is the faster one", async () => {
  const worker = openWorker(join(process.cwd(), "dist/worker.js"));
  const times = await worker.measureEngines(experiment!, sources, { document: "iris" }, { python });
  assert.ok(times);
  assert.ok(times.builtin > 0 && times.builtin < times.pytorch, JSON.stringify(times));
  assert.deepEqual([times.device, times.processes], ["cpu", 1]);
  const again = worker.measureEngines(experiment!, sources, { document: "iris" }, { python });
  await worker.stopMeasuring();
  assert.equal(await again, undefined);
  worker.dispose();
});
