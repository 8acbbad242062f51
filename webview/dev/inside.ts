// A training step of the dev page, followed from the inside by the engine itself, on rows that are made up.

import type { DataSummary } from "../../src/data/types.ts";
import type { Experiment } from "../../src/model/schema.ts";
import type { InsideHost } from "../../src/protocol/inside-host.ts";
import { checkGradient } from "../../src/training/inside/check-gradient.ts";
import { explain } from "../../src/training/inside/explain/explain.ts";
import { Stepper } from "../../src/training/inside/stepper.ts";
import type { TracedStep } from "../../src/training/inside/traced-step.ts";
import type { InsideMoved } from "../../src/training/inside/types.ts";
import { prepareFake } from "./fake-judge.ts";

/** Milliseconds after which a long way hands back control. */
const SLICE = 20;

/**
 * @param present the document and its data as they are now; undefined if it cannot be trained
 * @param asked is told of every piece of a tensor
 */
export function insideHost(
  present: () => { readonly experiment: Experiment; readonly summary: DataSummary } | undefined,
  asked: (numbers: number) => void,
): InsideHost {
  let stepper: Stepper | undefined;
  let moves = 0;
  const go = async (): Promise<InsideMoved | undefined> => {
    const own = ++moves;
    const isDone = (): boolean => {
      const end = performance.now() + SLICE;
      return own !== moves || stepper === undefined || stepper.work(() => performance.now() > end);
    };
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve));
    const step = stepper?.step?.summary();
    return step && { step, ...(stepper?.note ? { note: stepper.note } : {}) };
  };
  const at = async <T>(answer: (step: TracedStep) => T): Promise<T | undefined> => stepper?.step && answer(stepper.step);
  return {
    openInside: async () => {
      const { experiment, summary } = present() ?? {};
      if (experiment === undefined || summary === undefined) return undefined;
      const { prepared } = await prepareFake(experiment, summary);
      stepper?.dispose();
      stepper = new Stepper(prepared);
      stepper.move({ to: "step", step: 1 });
      return go();
    },
    moveInside: async (move) => {
      stepper?.move(move);
      return go();
    },
    insideNumbers: (window) =>
      at((step) => {
        const piece = step.piece(window);
        asked(piece.data.length);
        return piece;
      }),
    explainNumber: (address) => at((step) => explain(step, address)),
    checkGradient: (address) => at((step) => checkGradient(step, address)),
    closeInside: async () => {
      stepper?.dispose();
      stepper = undefined;
    },
  };
}
