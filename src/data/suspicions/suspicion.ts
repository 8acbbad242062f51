// What a suspicion is: a look at data that can be trained on but may not be what its person thinks. Each is a warning with numbers and a fix,
// and says nothing where doubt is left: a warning too many teaches people to overlook the others.

import { message } from "../../model/message.ts";
import type { Fix, Problem } from "../../model/problem.ts";
import type { Experiment, SplitFractions } from "../../model/schema.ts";
import type { Feature, Selection } from "../selection.ts";
import type { ColumnProfile, Encoded } from "../types.ts";
import type { ClassRows } from "./class-rows.ts";

/** Rows per split: indices into the rows that are left. */
export interface SplitIndices {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/** Everything a suspicion may look at. The selection is without an error. */
export interface Evidence {
  readonly experiment: Experiment;
  readonly selection: Selection;
  readonly encoded: Encoded;
  readonly split: SplitIndices;
  /** By column name. */
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
  /** Absent where the target is a number. */
  readonly classes: ClassRows | undefined;
  /** The split that other fractions or another seed would make. */
  readonly resplit: (fractions: SplitFractions, seed: number) => SplitIndices;
}

export interface Suspect {
  readonly feature: Feature;
  readonly problem: Problem;
}

/** Looks at the features that nothing else was said of. */
export type FeatureSuspicion = (features: readonly Feature[], evidence: Evidence) => readonly Suspect[];

/** Looks at the data as a whole; `features` are those that nothing was said of. */
export type DataSuspicion = (evidence: Evidence, features: readonly Feature[]) => readonly Problem[];

/** A feature's warning; without a fix where none can be. */
export function suspect(feature: Feature, code: string, text: Problem["message"], fixes: readonly (Fix | undefined)[]): Suspect {
  const { path } = feature;
  return { feature, problem: warning(code, path, text, fixes) };
}

export function warning(code: string, path: Problem["path"], text: Problem["message"], fixes: readonly (Fix | undefined)[]): Problem {
  const known = fixes.filter((fix) => fix !== undefined);
  return { severity: "warning", code, path, message: text, ...(known.length === 0 ? {} : { fixes: known }) };
}

/** Writes the list of the other features; where there is none, of the columns nobody uses yet. Undefined where these are none, too. */
export function leaveOut({ column: { name } }: Feature, { selection: { table, features, targets } }: Evidence): Fix | undefined {
  const others = features.map(({ column }) => column.name).filter((other) => other !== name);
  const taken = new Set([name, ...targets.map(({ column }) => column.name)]);
  const unused = table.columns.filter((column) => !taken.has(column.name) && column.distinct > 0).map((column) => column.name);
  const list = others.length > 0 ? others : unused;
  if (list.length === 0) return undefined;
  return {
    title: message('Leave "{0}" out of the features', name),
    edit: { op: "set", path: ["data", "features"], value: list },
  };
}

/** A share as a percentage of two digits. */
export function percent(share: number): number {
  return Number((100 * share).toPrecision(2));
}
