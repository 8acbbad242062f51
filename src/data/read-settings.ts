// How a CSV is to be read, as a document says it; what it does not say is found.

import type { ColumnSettings, DataSettings } from "../model/schema.ts";
import type { NumberForm } from "./numbers.ts";

/** What a document says about how its CSV is read; an absent field is found. */
export type ReadSettings = {
  readonly [K in "encoding" | "delimiter" | "decimal" | "header" | "comment" | "columns"]?: DataSettings[K] | undefined;
} & {
  /** Lines, from 1, that are no part of the table. */
  readonly skip?: readonly number[] | undefined;
  /**
   * Names that columns should have: one that differs from such a name in case or blanks only is taken for it,
   * with a warning.
   */
  readonly names?: readonly string[] | undefined;
  /** Columns whose texts are needed, besides those with settings of their own; all if nothing is said. */
  readonly wanted?: ReadonlySet<string> | undefined;
  /** The encoding that is likely if the bytes allow several, as an editor is set to. */
  readonly encodingHint?: string | undefined;
};

/** A form that names only what is said. */
export interface WrittenForm {
  thousands?: string;
  strip?: string[];
  parentheses?: boolean;
}

/** The part of a column's settings that says how its numbers are written; nothing that is not said. */
export function numberForm({ thousands, strip, parentheses }: NumberForm): WrittenForm {
  return {
    ...(thousands === undefined ? {} : { thousands }),
    ...(strip === undefined ? {} : { strip: [...strip] }),
    ...(parentheses === undefined ? {} : { parentheses }),
  };
}

/** What the document says about a column. */
export function ownSettings(settings: Pick<ReadSettings, "columns">, name: string): ColumnSettings {
  const columns = settings.columns ?? {};
  return Object.hasOwn(columns, name) ? columns[name]! : {};
}
