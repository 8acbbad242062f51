// What a finding is: something that reading a column otherwise would mend. It is said of every column, also
// of one that nobody learns from yet, once for each cause, with an edit that does it.

import type { Message } from "../../model/message.ts";
import type { Fix, Severity } from "../../model/problem.ts";
import type { ColumnSettings, DataSettings } from "../../model/schema.ts";
import type { Column, Table } from "../table.ts";

/** What a finding looks at. */
export interface Look {
  readonly table: Table;
  readonly data: Pick<DataSettings, "columns" | "features"> & { readonly target?: DataSettings["target"] | undefined };
  /** Rows that are no part of the table, and so say nothing of a column. */
  readonly odd: ReadonlySet<number>;
}

export interface Finding {
  readonly column: Column;
  readonly code: string;
  /**
   * What findings of one code differ in besides their columns: those that are alike in it may be told
   * together.
   */
  readonly like?: string;
  readonly severity: Severity;
  readonly text: Message;
  /** The row that is odd; the first of them. */
  readonly row: number;
  /** What to set in the column's settings. */
  readonly set: ColumnSettings;
  /** What the button says. */
  readonly title: Message;
  /** Other ways. */
  readonly others?: readonly Fix[];
}

export type FindingRule = (columns: readonly Column[], look: Look) => readonly Finding[];

/** Lists of names that were asked for, so that each is gone through once however many columns there are. */
const listed = new WeakMap<readonly string[], ReadonlySet<string>>();

function isListed(names: readonly string[], name: string): boolean {
  let known = listed.get(names);
  if (known === undefined) listed.set(names, (known = new Set(names)));
  return known.has(name);
}

export function roleOf({ name }: Column, { data: { target, features } }: Look): "target" | "feature" | "ignored" {
  if (target !== undefined && (typeof target === "string" ? target === name : isListed(target, name))) return "target";
  return features === undefined || isListed(features, name) ? "feature" : "ignored";
}

/** A warning of what is used, an information of what is left out. */
export function severityOf(column: Column, look: Look): Severity {
  return roleOf(column, look) === "ignored" ? "information" : "warning";
}

/** What the document says of a column. */
export function ownOf({ name }: Column, { data }: Look): ColumnSettings {
  return Object.hasOwn(data.columns, name) ? data.columns[name]! : {};
}
