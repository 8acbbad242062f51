// Runs that earlier windows have kept: variants of a document with a curve that its learning rate and its
// width shape, kept as the session keeps a run that ends.

import { bytesSource } from "../../src/data/sources.ts";
import { documentText, parseDocument } from "../../src/model/document.ts";
import type { HealthMark } from "../../src/model/health-mark.ts";
import { message } from "../../src/model/message.ts";
import type { RunMarks } from "../../src/model/run-record.ts";
import type { Experiment, ExperimentInput } from "../../src/model/schema.ts";
import { keepRun } from "../../src/session/runs/keep-run.ts";
import type { Machine } from "../../src/session/runs/record-of.ts";
import type { RunStorage } from "../../src/session/runs/run-storage.ts";
import { RunStore } from "../../src/session/runs/run-store.ts";
import { prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import type { EpochResult, Stopped } from "../../src/training/types.ts";

export const machine: Machine = { cores: 8, platform: "linux x64", version: "0.1.0" };

interface Variant extends RunMarks {
  readonly lr: number;
  readonly width: number;
  /** How far the validation loss rises again. */
  readonly rise: number;
  readonly dropout?: number;
  readonly epochs?: number;
  readonly stopped?: Stopped;
  readonly health?: readonly HealthMark[];
}

const tooHigh: HealthMark = {
  code: "diverging",
  layer: null,
  epoch: 6,
  message: message(
    "A learning rate of {0} is too high here: the loss rose from {1} to {2}, because each step goes beyond the valley. With {3} it falls, as a copy has shown. Lower the learning rate.",
    1.5,
    1.1,
    4.78,
    0.015,
  ),
};

/** What the runs were made with, one after the other and then again with another seed. */
const variants: readonly Variant[] = [
  { lr: 0.01, width: 16, rise: 0 },
  { lr: 0.003, width: 16, rise: 0, name: "slower" },
  { lr: 0.01, width: 32, rise: 0.12, name: "wider, overfits", star: true, note: "Validation rises from epoch 60 on: add Dropout." },
  { lr: 0.03, width: 16, rise: 0.03, dropout: 0.2 },
  { lr: 1.5, width: 16, rise: 0, epochs: 7, stopped: "diverged", health: [tooHigh] },
  { lr: 0.02, width: 24, rise: 0, epochs: 64, stopped: "early", name: "early stopping" },
];

/** Keeps `count` runs of the document, a few minutes apart. */
export async function keepRuns(storage: RunStorage, document: string, csv: Uint8Array, count: number): Promise<void> {
  const base = parseDocument(document).experiment;
  if (base === undefined) throw new Error("A document with runs can be read.");
  const store = new RunStore(storage, { changed: () => {}, warn: () => {} });
  for (let index = 0; index < count; index++) {
    const variant = variants[index % variants.length]!;
    const seed = Math.floor(index / variants.length);
    await keepVariant(store, {
      base,
      variant,
      seed,
      csv,
      startedAt: new Date(Date.UTC(2026, 10, 24, 9, 12 + 7 * index, (index * 17) % 60)),
    });
    const { lr: _, width: __, rise: ___, dropout: ____, epochs: _____, stopped: ______, health: _______, ...marks } = variant;
    if (seed === 0 && Object.keys(marks).length > 0) await store.mark(store.entries[0]!.id, marks);
  }
}

interface KeptVariant {
  readonly base: Experiment;
  readonly variant: Variant;
  readonly seed: number;
  readonly csv: Uint8Array;
  readonly startedAt: Date;
}

async function keepVariant(store: RunStore, { base, variant, seed, csv, startedAt }: KeptVariant): Promise<void> {
  const { lr, width, dropout, epochs = base.training.epochs, stopped = null, health = [] } = variant;
  const [first, ...others] = base.layers;
  const layers = [{ ...first, out_features: width }, ...(dropout ? [{ type: "Dropout", p: dropout }] : []), ...others];
  const training = { ...base.training, seed, optimizer: { ...base.training.optimizer, lr } };
  const text = documentText({ ...base, layers, training } as ExperimentInput);
  const { experiment } = parseDocument(text);
  if (experiment === undefined) throw new Error("A variant can be read.");
  const prepared = await prepareExperiment(experiment, [bytesSource([base.data.file].flat()[0] ?? "", csv)]);
  const run = new TrainingRun(prepared, { onEpoch: () => {} });
  const points = Array.from({ length: epochs }, (_, at) => pointOf(at + 1, variant, seed));
  const { validationLoss = 0, metrics } = points.at(-1)!;
  const right = Math.round(run.started.rows.validation * (metrics?.validation?.accuracy ?? 0));
  const outcome = {
    stopped,
    ...(stopped === "diverged" ? {} : { testLoss: validationLoss * 1.04 }),
    seconds: 0.0042 * epochs * width,
    epochs,
    steps: epochs * run.started.batchesPerEpoch,
    tensors: run.weights(),
    preprocessing: prepared.encoded.preprocessing,
    engine: { build: "relaxed", threads: 1 },
    verdict: { kind: "classes", split: "validation", right, answers: run.started.rows.validation, usual: "setosa", usualRight: 6 },
  } as const;
  await keepRun(
    store,
    { experiment, text, startedAt, continued: 0, outcome, points, moments: [], started: run.started, health },
    machine,
    Infinity,
  );
}

function pointOf(epoch: number, { lr, width, rise }: Variant, seed: number): EpochResult {
  const progress = epoch / 100;
  const isWild = lr > 1;
  const fall = isWild ? 1 + 0.6 * epoch : Math.exp(-Math.min(lr, 0.03) * 4 * Math.sqrt(width) * Math.min(epoch, 120) * 0.08 * 4);
  const ripple = Math.sin((epoch + 31 * seed) * 12.9898) * 0.012;
  const trainLoss = 0.06 + 1.02 * fall + ripple + 0.012;
  const validationLoss = 0.1 + 1.0 * fall + rise * progress ** 2 + Math.sin((epoch + 17 * seed) * 78.233) * 0.016 + 0.016;
  const metrics = { train: accuracyOf(trainLoss), validation: accuracyOf(validationLoss) };
  return { epoch, trainLoss, validationLoss, lr, metrics };
}

function accuracyOf(loss: number): { readonly accuracy: number } {
  return { accuracy: Math.max(0.33, 1.02 - 0.6 * Math.min(loss, 1.1)) };
}
