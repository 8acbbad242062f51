// What the Boundary panel asks: how a network shapes its space, now and at remembered moments of its run.

import type { EvaluationKind, EvaluationQuestions } from "../training/evaluation/questions.ts";
import type {
  MomentEvaluation,
  MomentPrediction,
  PredictionQuestion,
  SpaceAnswers,
  SpaceKind,
  SpaceQuestions,
} from "../training/space/types.ts";

/** An answer, with what there is to choose from in time. */
export interface WithMoments<T> {
  readonly answer: T;
  /**
   * Whose weights they are: of the run that goes on, of one that is over, of the weight file, or the first
   * ones.
   */
  readonly from: "run" | "ended" | "file" | "seed";
  /** The run's number; 0 if no run of this window is meant. */
  readonly run: number;
  /** Remembered epochs, ascending. */
  readonly epochs: readonly number[];
}

export type SpaceAnswered<K extends SpaceKind> = WithMoments<SpaceAnswers[K]>;

export interface SpaceHost {
  /** Undefined if the document has no weights that could be looked at. */
  askSpace<K extends SpaceKind>(kind: K, question: SpaceQuestions[K]): Promise<SpaceAnswered<K> | undefined>;
  /**
   * What the weights of a moment say of a row; undefined as for `askSpace`.
   * @throws ProblemError if a value is not of its column's kind
   */
  predictMoment(question: PredictionQuestion): Promise<MomentPrediction | undefined>;
  /**
   * What is found of the weights of a moment; undefined as for `askSpace`.
   * @param epoch a remembered one; undefined for the present weights. Of these a report takes up those of
   *   now, and further questions are about the same ones
   * @throws ProblemError of code `cancelled` once the signal is aborted
   */
  evaluateMoment<K extends EvaluationKind>(
    epoch: number | undefined,
    kind: K,
    question: EvaluationQuestions[K],
    signal?: AbortSignal,
  ): Promise<MomentEvaluation<K> | undefined>;
  /** Lets go of what was kept for the answers. */
  closeSpace(): Promise<void>;
}
