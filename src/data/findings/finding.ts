// What a finding is: something that reading a column otherwise would mend. It is said of every column, also of one that nobody learns from yet,
// once for each cause, with an edit that does it.

import { type Fix, fixOf } from "./fixes.ts";
import { message, type Message } from "../../model/message.ts";
import type { Problem, Severity } from "../../model/problem.ts";
import type { ColumnSettings, DataSettings } from "../../model/schema.ts";
import { documentProblem } from "../problems.ts";
import { type Column, placeOfRow, type Table } from "../table.ts";

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
  /** What findings of one code differ in besides their columns: those that are alike in it may be told together. */
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

/** Findings of one kind that are told one by one. */
const TOLD = 3;

/** The problems of findings; from the fourth on of one kind they are told together. */
export function findingProblems(findings: readonly Finding[], look: Look): Problem[] {
  const kinds = new Set(findings.map(kindOf));
  return [...kinds].flatMap((kind) =>
    alikeProblems(
      findings.filter((finding) => kindOf(finding) === kind),
      look,
    ),
  );
}

function alikeProblems(alike: readonly Finding[], look: Look): Problem[] {
  const told = alike.length > TOLD + 1 ? alike.slice(0, TOLD) : alike;
  const problems = told.map((finding) => problem(finding, finding.text, [fixOf([finding], look), ...(finding.others ?? [])], look.table));
  const others = alike.slice(told.length);
  const [first] = others;
  if (first !== undefined) {
    const names = others.slice(0, TOLD).map(({ column }) => column.name);
    const text = message("The same is true of {0} more columns: {1}, …", others.length, names.join(", "));
    problems.push(problem(first, text, [fixOf(alike, look)], look.table));
  }
  return problems;
}

function kindOf({ code, like = "" }: Finding): string {
  return `${code} ${like}`;
}

function problem({ severity, code, column, row }: Finding, text: Message, fixes: readonly (Fix | undefined)[], table: Table): Problem {
  const known = fixes.filter((fix) => fix !== undefined);
  // For a column that is left out the sentence is different.
  const own = severity === "information" ? `${code}-unused` : code;
  const path = ["data", "columns", column.name];
  return {
    ...documentProblem(severity, own, path, text, table.dialect.format === "parquet" ? undefined : placeOfRow(table, row)),
    ...(known.length === 0 ? {} : { fixes: known }),
  };
}

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
