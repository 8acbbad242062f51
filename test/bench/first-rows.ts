// How long a person looks at an empty table after opening a large CSV: the shipped worker, started and asked
// as the extension does, until it tells the first rows, and until all is read and understood.
//   node first-rows.cjs FOLDER FILE     FOLDER has dist/worker.js; answers {"first": seconds, "ready": seconds, "block": seconds},
//   the last the longest time in which this thread, that of the extension host, did not answer

import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { documentSchema } from "../../src/model/schema.ts";
import { openWorker } from "../harness/node-worker.ts";

const [folder, file] = process.argv.slice(2);
if (folder === undefined || file === undefined) throw new Error("Call it with the extension's folder and a CSV.");

const experiment = documentSchema.parse({
  format: 1,
  data: { file: "data.csv", target: "x0" },
  layers: [{ type: "Linear", out_features: 1 }],
  training: { epochs: 1, batch_size: 32, loss: { type: "MSELoss" }, optimizer: { type: "Adam" } },
});

async function measure(root: string, path: string): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  let first: number | undefined;
  const worker = openWorker(join(root, "dist", "worker.js"), {
    reading: async (told) => {
      if (told.first) first ??= seconds();
    },
  });
  await worker.describe(experiment, [{ name: "data.csv", path }], { document: "bench" });
  console.log(JSON.stringify({ first, ready: seconds(), block: delay.max / 1e9 }));
  worker.dispose();
}

void measure(folder, file);
