// The runs that are compared, and how the list of all is shown.

import type { PanelMemory } from "../../../view-state.ts";
import { columnNames, newestFirst, type RunOrder } from "./run-order.ts";

export interface RunsMemory {
  /** Their names, in the order they were chosen. */
  readonly chosen: readonly string[];
  readonly order: RunOrder;
  /** Whether the chart has training rows beside the validation rows. */
  readonly hasTrain: boolean;
}

export const runsMemory: PanelMemory<RunsMemory> = {
  panel: "runs",
  initial: { chosen: [], order: newestFirst, hasTrain: false },
  restore: (value) => {
    const { chosen, order, hasTrain } = (value ?? {}) as Partial<Record<keyof RunsMemory, unknown>>;
    const { column, isDescending } = (order ?? {}) as Partial<Record<keyof RunOrder, unknown>>;
    const name = columnNames.find((one) => one === column);
    return {
      chosen: Array.isArray(chosen) ? chosen.filter((id) => typeof id === "string") : [],
      order: name ? { column: name, isDescending: isDescending === true } : newestFirst,
      hasTrain: hasTrain === true,
    };
  },
};
