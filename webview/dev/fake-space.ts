// A space with real numbers: the engine trains a small run in the page, with its moments, and answers as the
// worker does. The fake run's epochs are shares of the real one's.

import type { DataSummary } from "../../src/data/types.ts";
import type { Experiment } from "../../src/model/schema.ts";
import type { SpaceAnswered } from "../../src/protocol/space-host.ts";
import { isActive, type RunStatus } from "../../src/protocol/run.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { Moments } from "../../src/training/space/moments.ts";
import { Space } from "../../src/training/space/space.ts";
import type { SpaceKind, SpaceQuestions } from "../../src/training/space/types.ts";
import { fakeRowsPrepared } from "./fake-judge.ts";

/** Epochs of the real run. */
const EPOCHS = 24;

interface Opened {
  readonly space: Space;
  readonly moments: Moments;
}

const opened = new Map<string, Promise<Opened>>();

export async function fakeSpace<K extends SpaceKind>(
  experiment: Experiment,
  summary: DataSummary,
  status: RunStatus,
  kind: K,
  question: SpaceQuestions[K],
  isLarge: boolean,
): Promise<SpaceAnswered<K> | undefined> {
  // Too large to be trained in a page.
  if (experiment.layers.some((layer) => layer.type === "Linear" && layer.out_features > 256)) return undefined;
  const key = JSON.stringify([experiment.data, experiment.layers]);
  const known = opened.get(key) ?? open(experiment, summary);
  opened.set(key, known);
  const { space, moments } = await known;
  const share = status.state === "idle" ? 0 : status.state === "ended" ? 1 : status.epoch / Math.max(1, status.epochs);
  const now = moments.all.findLast(({ epoch }) => epoch <= share * EPOCHS) ?? moments.all[0]!;
  const shown = status.state === "idle" ? [] : moments.all.filter(({ epoch }) => epoch <= now.epoch);
  space.follow(shown, now);
  // A large network's landscape takes its time.
  if (isLarge && kind === "landscape") await new Promise((resolve) => setTimeout(resolve, 300));
  const due = performance.now() + (isLarge ? 1 : 20);
  const answer = space.ask(kind, question, () => performance.now() >= due);
  const from = isActive(status) ? "run" : status.state === "ended" ? "ended" : "seed";
  return { answer, from, run: status.run, epochs: shown.map(({ epoch }) => epoch) };
}

async function open(experiment: Experiment, summary: DataSummary): Promise<Opened> {
  const prepared = await fakeRowsPrepared(experiment, summary, EPOCHS);
  const moments = new Moments();
  moments.isWatched = true;
  const run = new TrainingRun(prepared, { onEpoch: ({ epoch }) => moments.ended(epoch, () => run.weights(), epoch === EPOCHS) });
  moments.ended(0, () => run.weights());
  run.advance(() => false);
  return { space: new Space(prepared), moments };
}
