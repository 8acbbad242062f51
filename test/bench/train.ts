// How fast a document trains: seconds and optimizer steps per second, reading left out.
//   npx esbuild test/bench/train.ts --bundle --platform=node --format=esm --main-fields=module,main --outfile=.out/bench/train.mjs
//   node .out/bench/train.mjs [document] [epochs]      samples/binary.perceptron and all of its epochs where nothing is said

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument } from "../../src/model/document.ts";
import { prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import type { EpochResult } from "../../src/training/types.ts";

const [file = "samples/binary.perceptron", epochs] = process.argv.slice(2);
const { experiment, problems } = parseDocument(readFileSync(file, "utf8"));
if (!experiment) throw new Error(JSON.stringify(problems));

const names = [experiment.data.file].flat();
const sources = names.map((name) => ({ name, bytes: readFileSync(join(dirname(file), name)) }));
const readFrom = performance.now();
const prepared = prepareExperiment(experiment, sources);
const read = (performance.now() - readFrom) / 1000;

let last: EpochResult | undefined;
const run = new TrainingRun(prepared, {
  ...(epochs === undefined ? {} : { epochs: Number(epochs) }),
  onEpoch: (result) => {
    last = result;
  },
});
run.advance(() => false);
const { seconds, steps, testLoss, stopped } = run.outcome();
console.log(`${file}: read ${read.toFixed(3)} s, ${steps} steps in ${seconds.toFixed(2)} s, ${Math.round(steps / seconds)} steps/s`);
console.log({ ...last, testLoss, stopped });
