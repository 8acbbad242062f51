// A sweep as the extension trains it, with the shipped workers: from the first trial handed out to the end of
// the last, the start of the workers included.
//   node trials.cjs EXTENSION     answers each line {"document":path,"csv":path,"kind":"rates","epochs":n,"trials":n,"workers":n} with {"seconds":n}; the kind
//                                 "seeds" trains the document with so many seeds, "csv" stands for the document's own

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { openWorker } from "../harness/node-worker.ts";
import { type Job, SweepPool } from "../../src/session/sweep/sweep-pool.ts";
import type { Trainer, TrainerFactory } from "../../src/session/trainer.ts";
import { withOwn } from "../../src/protocol/channel.ts";
import type { Sweep } from "../../src/model/sweep/sweep.ts";
import { listTrials } from "../../src/model/sweep/trials.ts";

interface Question {
  readonly document: string;
  readonly csv?: string;
  readonly kind: "rates" | "seeds";
  readonly epochs: number;
  readonly trials: number;
  readonly workers: number;
}

const extension = process.argv[2];
if (extension === undefined) throw new Error("Call it with the extension's folder.");

/** Trainers in the extension's worker that all read this CSV. */
function trainersOn(source: { readonly name: string; readonly path: string }): TrainerFactory {
  return (listener) => {
    const worker = openWorker(join(extension!, "dist", "worker.js"), {
      started: async (started) => listener.started(started),
      progressed: async (_, results) => listener.progressed(results),
    });
    const train: Trainer["train"] = (experiment, options) => worker.train(experiment, [source], options);
    return withOwn(worker, { train });
  };
}

async function measure({ document, csv, kind, epochs, trials, workers }: Question): Promise<number> {
  const json = JSON.parse(readFileSync(document, "utf8")) as { data: { file: string }; training: object };
  const text = JSON.stringify({ ...json, training: { ...json.training, epochs } });
  const axes = [{ name: "lr", values: { from: 1e-3, to: 1e-2, count: trials, scale: "log" } }] as const;
  const sweep: Sweep = kind === "seeds" ? { kind, count: trials } : { kind: "grid", axes, stopsHopeless: false };
  const failures: unknown[] = [];
  const jobs = listTrials(text, sweep).flatMap((trial): Job[] => {
    if (!("experiment" in trial)) throw new Error("A trial is no valid document.");
    return [
      { experiment: trial.experiment, began: () => {}, progressed: () => {}, ended: () => {}, failed: (error) => failures.push(error) },
    ];
  });
  const { file } = json.data;
  const from = performance.now();
  const pool = new SweepPool(trainersOn({ name: file, path: csv ?? join(dirname(document), file) }), workers);
  await pool.run(jobs);
  const seconds = (performance.now() - from) / 1000;
  pool.dispose();
  if (failures.length > 0) throw failures[0];
  return seconds;
}

createInterface({ input: process.stdin }).on("line", (line) => {
  measure(JSON.parse(line) as Question).then(
    (seconds) => console.log(JSON.stringify({ seconds })),
    (error: unknown) => console.log(JSON.stringify({ error: String(error) })),
  );
});
