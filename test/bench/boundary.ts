// What a picture of the decision boundary costs the worker: a grid of 100 × 100 points over two features,
// with the rows on it, their score and the units of a layer. node boundary.cjs DOCUMENT     answers
// {"boundary": seconds}, the median of some pictures

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bytesSource } from "../../src/data/sources.ts";
import { documentSchema } from "../../src/model/schema.ts";
import { prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { Space } from "../../src/training/space/space.ts";
import { enableRelaxedSimd } from "../../src/worker/node/relaxed-simd.ts";
import { median } from "./measure.ts";

/** Pictures before the compiler is done, and those that are measured. */
const WARM = 30;
const MEASURED = 31;

async function measure(document: string): Promise<void> {
  enableRelaxedSimd();
  const experiment = documentSchema.parse(JSON.parse(readFileSync(document, "utf8")));
  const sources = [experiment.data.file].flat().map((name) => bytesSource(name, readFileSync(join(dirname(document), name))));
  const prepared = await prepareExperiment(experiment, sources);
  const space = new Space(prepared);
  const question = { x: 0, y: 1, target: 0, threshold: 0.5, size: 100, layer: 0 };
  const tensors = new TrainingRun(prepared, { onEpoch: () => {} }).weights();
  const seconds = Array.from({ length: WARM + MEASURED }, (_, epoch) => {
    // Other weights each time, as while it trains.
    space.follow([], { epoch, tensors });
    const from = performance.now();
    space.ask("boundary", question, () => true);
    return (performance.now() - from) / 1000;
  });
  console.log(JSON.stringify({ boundary: median(seconds.slice(WARM)) }));
}

const [document] = process.argv.slice(2);
if (document === undefined) throw new Error("Call it with a document.");
void measure(document);
