// How a curve over epochs is drawn: what the person has chosen of it, and what of that is kept.

import { type MeasureName, measureNames } from "./measures.ts";

export interface ChartView {
  readonly measure: MeasureName;
  /** Whether all measures of a run are seen beside each other, and not only that one. */
  readonly hasAll: boolean;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Whether the axis of the values has room for all of them, also those that lie far from the bulk. */
  readonly isWhole: boolean;
  /** Whether the run before is seen behind. */
  readonly hasGhost: boolean;
  /** From 0 to below 1. */
  readonly smoothing: number;
  /** Whether the row with these is open. */
  readonly hasTools: boolean;
}

export const initialChart: ChartView = {
  measure: "loss",
  hasAll: false,
  logX: false,
  logY: false,
  isWhole: false,
  hasGhost: true,
  smoothing: 0,
  hasTools: false,
};

/** What was kept; what is not as it should be is left out. */
export function restoreChart(value: unknown): ChartView {
  const { measure, hasAll, logX, logY, isWhole, hasGhost, smoothing, hasTools } = (value ?? {}) as Partial<
    Record<keyof ChartView, unknown>
  >;
  return {
    measure: measureNames.find((name) => name === measure) ?? "loss",
    hasAll: hasAll === true,
    logX: logX === true,
    logY: logY === true,
    isWhole: isWhole === true,
    hasGhost: hasGhost !== false,
    smoothing: typeof smoothing === "number" && smoothing >= 0 && smoothing < 1 ? smoothing : 0,
    hasTools: hasTools === true,
  };
}
