// A worker that does not hear: cancelling ends it, and whoever waited is told; the next question starts
// another.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openWorker, type WorkerClient } from "../../harness/node-worker.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import type { Experiment } from "../../../src/model/schema.ts";

const folder = mkdtempSync(join(tmpdir(), "perceptron-"));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "dist"));

const died = (error: unknown): boolean => error instanceof ProblemError && error.problem.code === "worker-died";

/** Starts an extension's worker that does this with a question. */
function workerThat(act: string): WorkerClient {
  writeFileSync(join(folder, "dist", "worker.js"), `require("node:worker_threads").parentPort.on("message", () => { ${act} });`);
  return openWorker(join(folder, "dist", "worker.js"));
}

test("a worker that is busy without an end is ended where the person cancels", { timeout: 30_000 }, async () => {
  const worker = workerThat("for (;;);");
  const asked = worker.describe({} as Experiment, []);
  const cancelled = worker.cancelReading("a");
  await assert.rejects(asked, died);
  await assert.rejects(cancelled, died);
  worker.dispose();
});

test("a worker that does not hear the stop before a run has begun is ended", { timeout: 30_000 }, async () => {
  const worker = workerThat("for (;;);");
  const trained = worker.train({} as Experiment, []);
  const stopped = worker.stop();
  await assert.rejects(trained, died);
  await assert.rejects(stopped, died);
  worker.dispose();
});

test("a worker that is ended answers nobody any more, at once", { timeout: 30_000 }, async () => {
  const worker = workerThat("for (;;);");
  const asked = worker.describe({} as Experiment, []);
  worker.dispose();
  await assert.rejects(asked);
});
