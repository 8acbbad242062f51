// What the person looks at of the data: it outlives a glance at the CSV, which hides the builder.

import type { PanelMemory } from "../../../view-state.ts";

export const dataParts = ["rows", "inputs"] as const;
/** The rows of the CSV, or what the network gets of them. */
export type DataPart = (typeof dataParts)[number];

export interface DataMemory {
  readonly part: DataPart;
  /** The name of the column whose page is open; empty if none is. */
  readonly column: string;
}

export const dataMemory: PanelMemory<DataMemory> = {
  panel: "data",
  initial: { part: "rows", column: "" },
  restore: (value) => {
    const { part, column } = (value ?? {}) as Partial<Record<keyof DataMemory, unknown>>;
    return {
      part: dataParts.find((name) => name === part) ?? "rows",
      column: typeof column === "string" ? column : "",
    };
  },
};
