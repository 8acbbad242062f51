// Everything that can be asked of a trained network that is judged, by name: each question with its answer,
// so that one method carries all of them.

import type { SplitName } from "./evaluate.ts";
import type { Explanation } from "./explain.ts";
import type { DependenceReport, FeatureValues, FromFeature, ImportanceReport, Judge, Judged, OfCell, OfClass } from "./judge.ts";
import type { JudgedRows } from "./judged-rows.ts";
import type { CurveReport, SplitReport } from "./report.ts";

export interface JudgeQuestions {
  /**
   * How good the network is on a split: on validation rows where none is named, or on training rows where
   * there are none.
   */
  readonly report: { readonly split?: SplitName; readonly threshold: number };
  readonly curves: OfClass;
  readonly rows: OfCell;
  /** The values of a feature, by its index, in the rows that the report of a number shows. */
  readonly feature: { readonly split: SplitName; readonly feature: number };
  readonly importance: FromFeature;
  readonly dependence: OfClass & { readonly feature: number };
  /** A row of the CSV, counted from 0, and the class to explain where it is not the one that is answered. */
  readonly explanation: Judged & { readonly row: number; readonly class?: number | undefined };
}

export interface JudgeAnswers {
  readonly report: SplitReport;
  readonly curves: CurveReport;
  readonly rows: JudgedRows;
  readonly feature: FeatureValues;
  readonly importance: ImportanceReport;
  readonly dependence: DependenceReport;
  readonly explanation: Explanation;
}

export type JudgeKind = keyof JudgeQuestions;

type Ways = { readonly [K in JudgeKind]: (judge: Judge, question: JudgeQuestions[K]) => JudgeAnswers[K] };

const ways: Ways = {
  report: (judge, { split, threshold }) => judge.report(threshold, split),
  curves: (judge, place) => judge.curves(place),
  rows: (judge, place) => judge.rows(place),
  feature: (judge, { split, feature }) => judge.feature(split, feature),
  importance: (judge, place) => judge.importance(place),
  dependence: (judge, place) => judge.dependence(place, place.feature),
  explanation: (judge, place) => judge.explain(place, place.row, place.class),
};

/**
 * Answers a question.
 * @throws ProblemError as the judge does
 */
export function askJudge<K extends JudgeKind>(judge: Judge, kind: K, question: JudgeQuestions[K]): JudgeAnswers[K] {
  return ways[kind](judge, question);
}
