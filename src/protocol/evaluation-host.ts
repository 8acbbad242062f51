// What the builder asks of the trained network: how good it is, why it answers as it does, and what it says
// of new rows.

import type { Preprocessing } from "../data/types.ts";
import type { EvaluationProgress } from "../training/evaluation/evaluate.ts";
import type { EvaluationAnswers, EvaluationKind, EvaluationQuestions } from "../training/evaluation/questions.ts";
import type { Prediction } from "../training/predict.ts";

/** What a form for predictions is made from. */
export interface PredictionForm {
  /** The weight file's name. */
  readonly weights: string;
  readonly preprocessing: Preprocessing;
}

export interface EvaluationHost {
  /**
   * Evaluates the trained weights, and explains their answers; undefined if nothing was trained yet.
   * @throws ProblemError of code `cancelled` once the signal is aborted
   */
  evaluate<K extends EvaluationKind>(
    kind: K,
    question: EvaluationQuestions[K],
    signal?: AbortSignal,
  ): Promise<EvaluationAnswers[K] | undefined>;
  /** How far an evaluation that goes on is; undefined if none does. */
  evaluationProgress(): Promise<EvaluationProgress | undefined>;
}

export interface PredictionHost {
  /** Undefined if nothing was trained yet. */
  predictionForm(): Promise<PredictionForm | undefined>;
  /** What the trained network says of one row, by column name as it was typed. */
  predictValues(values: Readonly<Record<string, string>>): Promise<Prediction>;
  /** Asks for a CSV, and opens it with predictions as a new one. */
  predictFile(): Promise<void>;
}
