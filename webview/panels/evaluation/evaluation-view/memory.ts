// What the person looks at in the evaluation: it outlives a glance at the CSV, which hides the builder.

import type { SplitName } from "../../../../src/training/evaluation/evaluate.ts";
import type { PanelMemory } from "../../../view-state.ts";

export type EvaluationPage = "quality" | "features" | "row";

export interface EvaluationMemory {
  readonly page: EvaluationPage;
  /** The split that was chosen; until then the one that fits. */
  readonly split?: SplitName | undefined;
  /** The row that is explained, counted from 0. */
  readonly row?: number | undefined;
  /** The cell of the confusion matrix whose rows are open. */
  readonly cell?: { readonly truth: number; readonly answer: number } | undefined;
  /** The class whose probabilities are looked at, by its index. */
  readonly class?: number | undefined;
  /** The threshold that is looked at, while it is not the document's. */
  readonly threshold?: number | undefined;
}

const initialEvaluation: EvaluationMemory = { page: "quality" };

/** What was kept; what is not as it should be is left out. */
function restoreEvaluation(value: unknown): EvaluationMemory {
  const { page, split, row, cell, class: index, threshold } = (value ?? {}) as Partial<Record<keyof EvaluationMemory, unknown>>;
  const { truth, answer } = (cell ?? {}) as { truth?: unknown; answer?: unknown };
  return {
    page: page === "features" || page === "row" ? page : "quality",
    ...(split === "train" || split === "validation" || split === "test" ? { split } : {}),
    ...(typeof row === "number" ? { row } : {}),
    ...(typeof truth === "number" && typeof answer === "number" ? { cell: { truth, answer } } : {}),
    ...(typeof index === "number" ? { class: index } : {}),
    ...(typeof threshold === "number" ? { threshold } : {}),
  };
}

export const evaluationMemory: PanelMemory<EvaluationMemory> = {
  panel: "evaluate",
  initial: initialEvaluation,
  restore: restoreEvaluation,
};
