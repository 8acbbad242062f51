// A split of 16,000 rows evaluated with a network of half a million parameters: in one call on one thread, in
// the document's batches, and as the worker does it, in slices on as many threads as there are cores. In
// turns; the answers have to be equal in every bit.
//   node evaluate.cjs WORKER ROUNDS     answers {"once", "slices", "longest"} in seconds; "longest" without a message heard

import assert from "node:assert/strict";
import { Evaluator } from "../../src/training/evaluation/evaluator.ts";
import { evaluate } from "../../src/training/evaluation/evaluate.ts";
import { askEvaluator } from "../../src/training/evaluation/questions.ts";
import { reportOf } from "../../src/training/evaluation/report.ts";
import { openTrained } from "../../src/training/evaluation/trained.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { enableRelaxedSimd } from "../../src/worker/node/relaxed-simd.ts";
import { openThreaded } from "../../src/worker/node/threads.ts";
import { inSlices } from "../../src/worker/slices.ts";
import { madeUp } from "../harness/experiments.ts";
import { median } from "./measure.ts";

const [file, rounds = "5"] = process.argv.slice(2);
if (file === undefined) throw new Error("Call it with the worker's file.");
const worker = file;
enableRelaxedSimd();

const relu = { type: "ReLU" };
const [wide, narrow, last] = [512, 256, 10].map((units) => ({ type: "Linear", out_features: units }));
const layers = [wide, relu, narrow, relu, last];
const prepared = madeUp({
  rows: 20_000,
  inputs: 784,
  classes: 10,
  layers,
  split: { train: 0.8, validation: 0.1, test: 0.1 },
  training: { epochs: 0, batch_size: 32, loss: { type: "CrossEntropyLoss" } },
});
const weights = new TrainingRun(prepared, { onEpoch: () => {} }).weights();
const texts = { columns: [], cells: () => [] };

function once(): object {
  return reportOf(evaluate(openTrained(prepared, weights), prepared, "train", 0), 0.5);
}

const open: typeof openThreaded = (plan, generator) => openThreaded(plan, generator, undefined, worker);

/** The report, and the longest time between two turns. */
async function slices(): Promise<{ readonly report: object; readonly longest: number }> {
  let longest = 0;
  let from = performance.now();
  const look = (): void => {
    longest = Math.max(longest, performance.now() - from);
    from = performance.now();
  };
  const turn = async (): Promise<void> => {
    look();
    await new Promise((resolve) => setImmediate(resolve));
    from = performance.now();
  };
  const evaluator = new Evaluator(prepared, weights, prepared.encoded.preprocessing, texts, open);
  const steps = askEvaluator(evaluator, "report", { threshold: 0.5, split: "train" });
  const { split, loss, targets } = await inSlices(steps, { turn }, { progressed: () => {} });
  look();
  return { report: { split, loss, targets }, longest: longest / 1000 };
}

async function main(): Promise<void> {
  const times: Record<"once" | "slices" | "longest", number[]> = { once: [], slices: [], longest: [] };
  // The first round is for the compiler.
  for (let round = -1; round < Number(rounds); round++) {
    const start = performance.now();
    const whole = once();
    const middle = performance.now();
    const { report, longest } = await slices();
    const end = performance.now();
    assert.deepEqual(report, whole);
    if (round < 0) continue;
    times.once.push((middle - start) / 1000);
    times.slices.push((end - middle) / 1000);
    times.longest.push(longest);
  }
  console.log(JSON.stringify({ once: median(times.once), slices: median(times.slices), longest: Math.max(...times.longest) }));
}

void main();
