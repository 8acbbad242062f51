// Kept runs without a disk: variants of the scenario's document, each with a curve that its learning rate and
// its width shape.

import { changesBetween, differences } from "../../src/model/differences.ts";
import { documentText, parseDocument } from "../../src/model/document.ts";
import { type RunRecord, runId, withMarks } from "../../src/model/run-record.ts";
import type { Experiment, ExperimentInput } from "../../src/model/schema.ts";
import { settingsOf, type Varied } from "../../src/model/sweep/variant.ts";
import type { RunEntry, RunsHost } from "../../src/protocol/runs.ts";
import type { EpochResult } from "../../src/training/types.ts";

interface FakeKept {
  readonly entry: RunEntry;
  readonly text: string;
  readonly points: readonly EpochResult[];
}

export interface FakeRunsListener {
  changed(): void;
  write(text: string): void;
}

/** What the runs were made with, one after the other and then again with another seed. */
const variants = [
  { lr: 0.01, width: 16, rise: 0 },
  { lr: 0.003, width: 16, rise: 0, name: "slower" },
  { lr: 0.01, width: 32, rise: 0.12, name: "wider, overfits", star: true, note: "Validation rises from epoch 60 on: add Dropout." },
  { lr: 0.03, width: 16, rise: 0.03, dropout: 0.2 },
  { lr: 1.5, width: 16, rise: 0, epochs: 7, stopped: "diverged" as const },
  { lr: 0.02, width: 24, rise: 0, epochs: 64, stopped: "early" as const, name: "early stopping" },
];

export class FakeRuns {
  readonly #listener: FakeRunsListener;
  #kept: readonly FakeKept[];

  constructor(text: string, count: number, listener: FakeRunsListener) {
    this.#listener = listener;
    const base = parseDocument(text).experiment;
    const runs = base ? Array.from({ length: count }, (_, index) => keptOf(base, index)) : [];
    this.#kept = runs.map((kept, index) => withChanges(kept, runs[index - 1])).toReversed();
  }

  /** @param called keeps the names of calls that do nothing here */
  host(called: (name: string) => Promise<void>): RunsHost {
    return {
      runs: async () => this.#kept.map(({ entry }) => entry),
      unreadRuns: async () => (this.#kept.length > 6 ? ["2026-11-01T08-00-00-000Z"] : []),
      runCurve: async (id) => {
        await called(`runCurve ${id}`);
        return this.#kept.find(({ entry }) => entry.id === id)?.points;
      },
      runDifferences: async (ids) => {
        const found = ids.flatMap((id) => this.#kept.find(({ entry }) => entry.id === id) ?? []);
        return differences(found.flatMap(({ text }) => parseDocument(text).experiment ?? []));
      },
      markRun: async (id, marks) => {
        await called(`markRun ${id} ${JSON.stringify(marks)}`);
        this.#become(
          this.#kept.map((kept) => (kept.entry.id === id ? { ...kept, entry: { id, record: withMarks(kept.entry.record, marks) } } : kept)),
        );
      },
      deleteRuns: async (ids) => {
        await called(`deleteRuns ${ids.join()}`);
        this.#become(this.#kept.filter(({ entry }) => !ids.includes(entry.id)));
      },
      restoreRun: async (id) => {
        await called(`restoreRun ${id}`);
        const kept = this.#kept.find(({ entry }) => entry.id === id);
        if (kept) this.#listener.write(kept.text);
      },
      useRunWeights: (id) => called(`useRunWeights ${id}`),
      revealRun: (id) => called(`revealRun ${id}`),
      diffRun: (id) => called(`diffRun ${id}`),
    };
  }

  #become(kept: readonly FakeKept[]): void {
    this.#kept = kept;
    this.#listener.changed();
  }
}

/** What became another from one run to the next. */
function withChanges(kept: FakeKept, before: FakeKept | undefined): FakeKept {
  const [old, now] = [before, kept].map((one) => one && parseDocument(one.text).experiment);
  if (!old || !now) return kept;
  return { ...kept, entry: { ...kept.entry, record: { ...kept.entry.record, changes: changesBetween(old, now) } } };
}

function keptOf(base: Experiment, index: number): FakeKept {
  const { lr, width, rise, dropout, epochs = 100, stopped = null, ...marks } = variants[index % variants.length]!;
  const seed = Math.floor(index / variants.length);
  const [first, ...others] = base.layers;
  const layers = [{ ...first, out_features: width }, ...(dropout ? [{ type: "Dropout", p: dropout }] : []), ...others];
  const training = { ...base.training, seed, optimizer: { ...base.training.optimizer, lr } };
  const points = Array.from({ length: epochs }, (_, at) => pointOf(at + 1, { lr, width, rise, seed }));
  const startedAt = new Date(Date.UTC(2026, 10, 24, 9, 12 + 7 * index, (index * 17) % 60));
  const last = points.at(-1)!;
  const best = points.reduce((one, other) => (other.validationLoss! < one.validationLoss! ? other : one));
  const record: RunRecord = {
    format: 1,
    ...(seed === 0 ? marks : {}),
    startedAt: startedAt.toISOString(),
    seconds: 0.0042 * epochs * width,
    epochs,
    planned: 100,
    stopped,
    seed,
    parameters: width * 8 + 3,
    rows: { train: 120, validation: 15, test: 15 },
    losses: {
      train: last.trainLoss,
      validation: last.validationLoss,
      ...(stopped === "diverged" ? {} : { test: last.validationLoss! * 1.04 }),
    },
    best: { epoch: best.epoch, loss: best.validationLoss! },
    metrics: { train: { ...last.metrics!.train }, validation: { ...last.metrics!.validation } },
    ...(last.metrics?.validation?.accuracy === undefined
      ? {}
      : {
          verdict: {
            kind: "classes",
            split: "validation",
            right: Math.round(15 * last.metrics.validation.accuracy),
            answers: 15,
            usual: "setosa",
            usualRight: 6,
          },
        }),
    machine: { cores: 8, platform: "linux x64", engine: "relaxed", threads: 1, version: "0.1.0" },
  };
  const settings = settingsOf({ layers, training } as Varied);
  return {
    entry: { id: runId(startedAt), record, settings },
    text: documentText({ ...base, layers, training } as ExperimentInput),
    points,
  };
}

function pointOf(
  epoch: number,
  { lr, width, rise, seed }: { readonly lr: number; readonly width: number; readonly rise: number; readonly seed: number },
): EpochResult {
  const progress = epoch / 100;
  const isWild = lr > 1;
  const fall = isWild ? 1 + 0.6 * epoch : Math.exp(-Math.min(lr, 0.03) * 4 * Math.sqrt(width) * Math.min(epoch, 120) * 0.08 * 4);
  const ripple = Math.sin((epoch + 31 * seed) * 12.9898) * 0.012;
  const trainLoss = 0.06 + 1.02 * fall + ripple + 0.012;
  const validationLoss = 0.1 + 1.0 * fall + rise * progress ** 2 + Math.sin((epoch + 17 * seed) * 78.233) * 0.016 + 0.016;
  return {
    epoch,
    trainLoss,
    validationLoss,
    lr,
    metrics: { train: accuracyOf(trainLoss), validation: accuracyOf(validationLoss) },
  };
}

function accuracyOf(loss: number): { readonly accuracy: number } {
  return { accuracy: Math.max(0.33, 1.02 - 0.6 * Math.min(loss, 1.1)) };
}
