// Work in slices: between two of them the worker hears messages, among them that nobody waits any more.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Steps } from "../training/steps.ts";
import type { WorkerPorts } from "./ports.ts";

/** Milliseconds between two looks at the messages. */
export const SLICE = 50;

export function isDueAfter(milliseconds: number): () => boolean {
  const due = performance.now() + milliseconds;
  return () => performance.now() >= due;
}

export interface SliceHooks<Progress> {
  /** Told after each slice. */
  readonly progressed: (progress: Progress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Does all of the steps. @throws ProblemError of code `cancelled` once the signal is aborted */
export async function inSlices<Progress, Result>(
  steps: Steps<Progress, Result>,
  { turn }: Pick<WorkerPorts, "turn">,
  { progressed, signal }: SliceHooks<Progress>,
): Promise<Result> {
  try {
    for (let isDue = isDueAfter(SLICE); ;) {
      throwIfCancelled(signal);
      const step = steps.next();
      if (step.done) return step.value;
      if (!isDue()) continue;
      progressed(step.value);
      await turn();
      isDue = isDueAfter(SLICE);
    }
  } finally {
    // Those that were left have something to let go of.
    steps.return(undefined as Result);
  }
}

/** @throws ProblemError of code `cancelled` if the signal is aborted */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new ProblemError({ severity: "error", code: "cancelled", path: [], message: message("Evaluating was cancelled.") });
}
