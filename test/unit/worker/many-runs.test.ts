// Many short runs one after the other: none leaves a thread, a handle or memory behind.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openWorker } from "../../harness/node-worker.ts";
import { parseDocument } from "../../../src/model/document.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import { createTrainingWorker } from "../../../src/worker/training-worker.ts";
import { nodePorts } from "../../../src/worker/node/ports.ts";
import { eventually } from "../../harness/patience.ts";

const sources = [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }];
const MEGABYTE = 1024 * 1024;
/** How long runs follow each other in the last test; `PERCEPTRON_MINUTES=10` before a release. */
const minutes = Number(process.env["PERCEPTRON_MINUTES"] ?? 1);

function iris(): Experiment {
  const { experiment } = parseDocument(readFileSync("samples/iris.perceptron", "utf8"));
  assert.ok(experiment);
  return { ...experiment, training: { ...experiment.training, epochs: 2 } };
}

const count = (folder: string): number => (process.platform === "linux" ? readdirSync(folder).length : 0);

/** What holds this process: handles by kind, and its threads and open files where the system tells them. */
function held(): Readonly<Record<string, unknown>> {
  return { handles: process.getActiveResourcesInfo().toSorted(), threads: count("/proc/self/task"), files: count("/proc/self/fd") };
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that are still needed. */
function needed(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test("a hundred runs of one worker leave as many threads, handles and files as ten", async () => {
  const client = openWorker(join(process.cwd(), "dist", "worker.js"));
  const train = async (runs: number): Promise<void> => {
    for (let run = 0; run < runs; run++) {
      const { epochs } = await client.train(iris(), sources, { threads: 1 + (run % 2), keepsMoments: true, keepsEnd: true });
      assert.equal(epochs, 2);
    }
  };
  await train(10);
  const before = held();
  await train(100);
  await eventually(() => assert.deepEqual(held(), before));
  client.dispose();
});

async function trainInOwnWorker(): Promise<void> {
  const client = openWorker(join(process.cwd(), "dist", "worker.js"));
  await client.train(iris(), sources, { threads: 1 });
  client.dispose();
}

test("twenty workers, each with a run, end with all that was theirs", async () => {
  await trainInOwnWorker();
  await eventually(() => assert.ok(!process.getActiveResourcesInfo().includes("MessagePort")));
  const before = held();
  for (let worker = 0; worker < 20; worker++) await trainInOwnWorker();
  await eventually(() => assert.deepEqual(held(), before));
});

/** A worker in this very process, whose memory can be looked at. */
function workerHere(): (experiment: Experiment) => Promise<unknown> {
  const worker = createTrainingWorker(nodePorts, () => ({
    started: async () => {},
    progressed: async () => {},
    reading: async () => {},
  }));
  return (experiment) => worker.train(experiment, sources, { threads: 1, keepsMoments: true, keepsEnd: true });
}

test("the memory of a worker does not grow with its runs", async () => {
  const trainHere = workerHere();
  const train = async (runs: number): Promise<void> => {
    for (let run = 0; run < runs; run++) await trainHere(iris());
  };
  await train(20);
  const before = needed();
  await train(200);
  // A run that stays has its rows, its weights and its moments: more than 20 kB each. Buffers are freed a
  // while after nothing needs them.
  await eventually(() => {
    const grown = needed() - before;
    assert.ok(grown < 3 * MEGABYTE, `200 runs have left ${(grown / MEGABYTE).toFixed(1)} MB`);
  });
});

test("minutes of short runs leave as many threads, handles and files as their first quarter, and no memory", async (t) => {
  const client = openWorker(join(process.cwd(), "dist", "worker.js"));
  const trainHere = workerHere();
  let runs = 0;
  const trainFor = async (share: number): Promise<void> => {
    for (const end = Date.now() + share * minutes * 60_000; Date.now() < end; runs += 2) {
      await client.train(iris(), sources, { threads: 2, keepsMoments: true, keepsEnd: true });
      await trainHere(iris());
    }
  };
  await trainFor(0.25);
  const [first, before, memory] = [runs, held(), needed()];
  await trainFor(0.75);
  await eventually(() => assert.deepEqual(held(), before));
  await eventually(() => {
    const grown = needed() - memory;
    assert.ok(grown < 3 * MEGABYTE, `${runs - first} runs have left ${(grown / MEGABYTE).toFixed(1)} MB`);
  });
  t.diagnostic(`${runs} runs in ${minutes} min, memory ${((needed() - memory) / MEGABYTE).toFixed(2)} MB`);
  client.dispose();
});
