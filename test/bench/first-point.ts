// How long a person waits after Train: the shipped worker, started and asked as the extension does, until it
// tells the first point of the curve.
//   node first-point.cjs WORKER DOCUMENT     answers {"started": seconds, "warm": seconds}

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { documentSchema } from "../../src/model/schema.ts";
import { type Channel, openChannel } from "../../src/protocol/channel.ts";
import type { SourceReference, TrainingObserver, TrainingWorker } from "../../src/protocol/worker.ts";

const [file, document] = process.argv.slice(2);
if (file === undefined || document === undefined) throw new Error("Call it with the worker's file and a document.");

const experiment = documentSchema.parse(JSON.parse(readFileSync(document, "utf8")));
const sources = [experiment.data.file].flat().map((name): SourceReference => ({ name, path: join(dirname(document), name) }));

interface Session {
  readonly worker: Worker;
  readonly channel: Channel<TrainingWorker>;
  readonly firstPoint: Promise<void>;
}

function start(): Session {
  const worker = new Worker(file!, { name: "perceptron" });
  let tell!: () => void;
  const firstPoint = new Promise<void>((resolve) => (tell = resolve));
  const port = {
    post: (value: unknown) => worker.postMessage(value),
    listen: (listener: (value: unknown) => void) => {
      worker.on("message", listener);
      return () => worker.off("message", listener);
    },
  };
  const observer: TrainingObserver = { started: async () => {}, progressed: async () => tell(), reading: async () => {} };
  return { worker, channel: openChannel<TrainingWorker, TrainingObserver>(port, observer), firstPoint };
}

/** Trains until the first point, then ends the worker. @returns seconds since `from` */
async function train({ worker, channel, firstPoint }: Session, from: number): Promise<number> {
  const over = channel.remote.train(experiment, sources);
  await Promise.race([firstPoint, over]);
  const seconds = (performance.now() - from) / 1000;
  await channel.remote.stop();
  await over;
  channel.close();
  await worker.terminate();
  return seconds;
}

async function measure(): Promise<void> {
  const from = performance.now();
  const started = await train(start(), from);
  const waiting = start();
  // It has read the data before, as one that shows what is in the CSV.
  await waiting.channel.remote.describe(experiment, sources);
  const warm = await train(waiting, performance.now());
  console.log(JSON.stringify({ started, warm }));
}

void measure();
