// What watching a run's health costs it: the same documents trained with and without, in turns on one thread,
// and the median of the ratios.
//   npx esbuild test/bench/health.ts --bundle --platform=node --target=node20 --main-fields=module,main --loader:.wasm=binary --format=esm --outfile=.out/bench/health.mjs
//   node .out/bench/health.mjs [ROUNDS]

import { readFileSync } from "node:fs";
import { bytesSource } from "../../src/data/sources.ts";
import { documentSchema } from "../../src/model/schema.ts";
import { type PreparedExperiment, prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { enableRelaxedSimd } from "../../src/worker/node/relaxed-simd.ts";
import { median } from "./measure.ts";

/** Seconds of one run, about: looks are most frequent at its beginning. */
const SLICE = 0.4;

const wide = {
  layers: [{ type: "Linear", out_features: 64 }, { type: "ReLU" }, { type: "Linear", out_features: 3 }],
};
const works: Readonly<Record<string, (document: Record<string, unknown>) => object>> = {
  "binary, 4 rows a batch": (document) => document,
  "iris, 16 rows a batch": (document) => document,
  "penguins, 32 rows a batch": (document) => document,
  "iris, four layers of 128 units": (document) => ({
    ...document,
    layers: [
      ...Array.from({ length: 4 }, () => [{ type: "Linear", out_features: 128 }, { type: "ReLU" }]).flat(),
      { type: "Linear", out_features: 3 },
    ],
  }),
  "iris, 64 units, 128 rows a batch": (document) => ({
    ...document,
    ...wide,
    training: { ...(document["training"] as object), batch_size: 128 },
  }),
  "iris, petal_width as a number": (document) => ({
    ...document,
    data: { file: "iris.csv", target: "petal_width", features: ["sepal_length", "petal_length"] },
    layers: [{ type: "Linear", out_features: 8 }, { type: "Tanh" }, { type: "Linear", out_features: 1 }],
    training: { loss: { type: "MSELoss" }, optimizer: { type: "Adam" }, batch_size: 16 },
  }),
};

function prepare(name: string): Promise<PreparedExperiment> {
  const sample = `samples/${/^\w+/.exec(name)![0]}`;
  const document = JSON.parse(readFileSync(`${sample}.perceptron`, "utf8")) as Record<string, unknown>;
  const csv = bytesSource("a.csv", readFileSync(`${sample}.csv`));
  return prepareExperiment(documentSchema.parse(works[name]!(document)), [csv]);
}

/** Processor seconds of an epoch: what else the machine does counts less in them than on the clock. */
function time(prepared: PreparedExperiment, epochs: number, isWatched: boolean): number {
  const run = new TrainingRun(prepared, { epochs, onEpoch: () => {}, ...(isWatched ? { onHealth: () => {} } : {}) });
  const { user, system } = process.cpuUsage();
  run.advance(() => false);
  const end = process.cpuUsage();
  return (end.user - user + end.system - system) / 1e6 / epochs;
}

enableRelaxedSimd();
const rounds = Number(process.argv[2] ?? 201);
for (const name of Object.keys(works)) {
  const prepared = await prepare(name);
  // Until the compiler is done with both.
  for (const isWatched of [true, false, true, false]) time(prepared, 500, isWatched);
  const epochs = Math.max(50, Math.round(SLICE / time(prepared, 500, false)));
  const pairs = Array.from({ length: rounds }, (_, round) => {
    const first = time(prepared, epochs, round % 2 === 0);
    const second = time(prepared, epochs, round % 2 === 1);
    return round % 2 === 0 ? { on: first, off: second } : { on: second, off: first };
  });
  const share = median(pairs.map(({ on, off }) => on / off)) - 1;
  const epoch = median(pairs.map(({ off }) => off)) * 1e6;
  console.log(
    `${name}: ${epoch.toFixed(0)} µs an epoch without, ${(share * 100).toFixed(1)} % more with health (${epochs} epochs, ${rounds} rounds)`,
  );
}
process.exit();
