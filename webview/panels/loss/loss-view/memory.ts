// How the person looks at the curve: it outlives a glance at the CSV, which hides the builder. The Runs panel
// draws its curves in the same way.

import { type ChartView, initialChart, restoreChart } from "../../../chart/chart-view.ts";
import type { PanelMemory } from "../../../view-state.ts";

export interface LossMemory {
  /** Whether the numbers stand in a table instead of the curve. */
  readonly isTable: boolean;
  readonly chart: ChartView;
}

export const lossMemory: PanelMemory<LossMemory> = {
  panel: "loss",
  initial: { isTable: false, chart: initialChart },
  restore: (value) => {
    const { isTable, chart } = (value ?? {}) as Partial<Record<keyof LossMemory, unknown>>;
    return { isTable: isTable === true, chart: restoreChart(chart) };
  },
};
