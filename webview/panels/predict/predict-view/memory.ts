// What the form of predictions keeps while it is not on the screen: what was typed, and the row of the CSV
// that was loaded before.

import type { PanelMemory } from "../../../view-state.ts";

export interface PredictMemory {
  /** Index of the row in the table. */
  readonly row?: number | undefined;
  /** By column name what was typed, over the values of that row. */
  readonly values: Readonly<Record<string, string>>;
}

const initialPredict: PredictMemory = { values: {} };

/** A memory of another shape is taken as none. */
function restorePredict(value: unknown): PredictMemory {
  const { row, values } = (value ?? {}) as Partial<Record<keyof PredictMemory, unknown>>;
  const typed = typeof values === "object" && values !== null ? Object.entries(values) : [];
  return {
    ...(Number.isInteger(row) && Number(row) >= 0 ? { row: Number(row) } : {}),
    values: Object.fromEntries(typed.filter((entry): entry is [string, string] => typeof entry[1] === "string")),
  };
}

export const predictMemory: PanelMemory<PredictMemory> = { panel: "predict", initial: initialPredict, restore: restorePredict };
