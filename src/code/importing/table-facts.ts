// What is known of the table that a script names.

import type { ColumnFacts, ColumnKind } from "../../model/columns.ts";

export interface TableFacts {
  readonly names: readonly string[];
  /** How each of them is read if nothing else is said. */
  readonly kinds: readonly ColumnKind[];
  /** Rows below the names. */
  readonly rows: number;
}

export function tableFacts(columns: readonly Pick<ColumnFacts, "name" | "kind">[], rows: number): TableFacts {
  return { names: columns.map(({ name }) => name), kinds: columns.map(({ kind }) => kind), rows };
}
