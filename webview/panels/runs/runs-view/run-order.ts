// By what the table of runs is sorted; the view remembers it.

export const columnNames = [
  "end",
  "name",
  "validation",
  "measure",
  "lr",
  "batch_size",
  "width",
  "activation",
  "optimizer",
  "seed",
  "train",
  "best",
  "epochs",
  "seconds",
  "started",
  "note",
] as const;
export type ColumnName = (typeof columnNames)[number];

/** How the table is sorted. */
export interface RunOrder {
  readonly column: ColumnName;
  readonly isDescending: boolean;
}

export const newestFirst: RunOrder = { column: "started", isDescending: true };
