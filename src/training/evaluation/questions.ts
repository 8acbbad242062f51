// Everything that can be asked of a trained network that is evaluated, by name: each question with its
// answer, so that one method carries all of them.

import type { Steps } from "../steps.ts";
import type { EvaluationProgress, SplitName } from "./evaluate.ts";
import type { Explanation } from "./explain.ts";
import type { DependenceReport, FeatureValues, FromFeature, ImportanceReport, Evaluator, Evaluated, OfCell, OfClass } from "./evaluator.ts";
import type { EvaluatedRows } from "./evaluated-rows.ts";
import type { CurveReport, SplitReport } from "./report.ts";

export interface EvaluationQuestions {
  /**
   * How good the network is on a split: on validation rows if none is named, or on training rows if
   * there are none.
   */
  readonly report: { readonly split?: SplitName; readonly threshold: number };
  readonly curves: OfClass;
  readonly rows: OfCell;
  /** The values of a feature, by its index, in the rows that the report of a number shows. */
  readonly feature: { readonly split: SplitName; readonly feature: number };
  readonly importance: FromFeature;
  readonly dependence: OfClass & { readonly feature: number };
  /** A row of the CSV, counted from 0, and the class to explain if it is not the one that is answered. */
  readonly explanation: Evaluated & { readonly row: number; readonly class?: number | undefined };
}

export interface EvaluationAnswers {
  readonly report: SplitReport;
  readonly curves: CurveReport;
  readonly rows: EvaluatedRows;
  readonly feature: FeatureValues;
  readonly importance: ImportanceReport;
  readonly dependence: DependenceReport;
  readonly explanation: Explanation;
}

export type EvaluationKind = keyof EvaluationQuestions;

type Ways = { readonly [K in EvaluationKind]: (evaluator: Evaluator, question: EvaluationQuestions[K]) => EvaluationAnswers[K] };

const ways: Ways = {
  report: (evaluator, { split, threshold }) => evaluator.report(threshold, split),
  curves: (evaluator, question) => evaluator.curves(question),
  rows: (evaluator, question) => evaluator.rows(question),
  feature: (evaluator, { split, feature }) => evaluator.feature(split, feature),
  importance: (evaluator, question) => evaluator.importance(question),
  dependence: (evaluator, question) => evaluator.dependence(question, question.feature),
  explanation: (evaluator, question) => evaluator.explain(question, question.row, question.class),
};

/** What is asked of a split as a whole, which may take long to evaluate. */
const ofSplit: ReadonlySet<EvaluationKind> = new Set<EvaluationKind>(["report", "curves", "rows"]);

/**
 * Answers a question, in steps.
 * @throws ProblemError as the evaluator does
 */
export function* askEvaluator<K extends EvaluationKind>(
  evaluator: Evaluator,
  kind: K,
  question: EvaluationQuestions[K],
): Steps<EvaluationProgress, EvaluationAnswers[K]> {
  if (ofSplit.has(kind)) yield* evaluator.evaluate(question.split);
  return ways[kind](evaluator, question);
}
