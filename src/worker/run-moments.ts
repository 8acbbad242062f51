// What a run tells of the moments that it remembers: while it goes on, and at its end.

import type { FinishedRun, RunMoments } from "../protocol/worker.ts";
import type { TrainingRun } from "../training/run.ts";
import type { Moments } from "../training/space/moments.ts";
import type { RunOutcome } from "../training/types.ts";

/**
 * What a run remembers and its present weights; undefined if nothing is trained, or nothing remembered.
 * @param known epochs whose weights need not be sent
 */
export function momentsOf(run: TrainingRun | undefined, moments: Moments | undefined, known: readonly number[]): RunMoments | undefined {
  if (run === undefined || moments === undefined) return undefined;
  moments.isWatched = true;
  const { all } = moments;
  return {
    epochs: all.map(({ epoch }) => epoch),
    added: all.filter(({ epoch }) => !known.includes(epoch)),
    now: { epoch: run.epochs, ...(run.batch > 0 ? { isPartial: true } : {}), tensors: run.weights() },
  };
}

/** All moments with the last weights among them, which need not be those that the run ends with. */
export function momentsAtEnd(moments: Moments | undefined, { stopped, epochs, tensors, other }: RunOutcome): Pick<FinishedRun, "moments"> {
  if (moments === undefined) return {};
  const isPartial = stopped === "interrupted" || stopped === "diverged";
  moments.remember(epochs, () => (other?.which === "last" ? other.tensors : tensors), isPartial);
  return { moments: moments.all };
}
