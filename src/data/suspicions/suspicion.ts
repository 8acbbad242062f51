// What a suspicion is: a look at data that can be trained on but may not be what its person thinks. Each is a
// warning with numbers and a fix, and says nothing if doubt is left: a warning too many teaches people to
// overlook the others.

import type { Message } from "../../model/message.ts";
import type { Fix, Problem } from "../../model/problem.ts";
import type { Experiment, SplitFractions } from "../../model/schema.ts";
import type { Feature, Selection } from "../selection.ts";
import type { ColumnProfile } from "../types.ts";
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
  readonly split: SplitIndices;
  /** Columns of which something was said already. */
  readonly named?: ReadonlySet<string>;
  /** By column name. */
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
  /** Absent if the target is a number. */
  readonly classes: ClassRows | undefined;
  /** The split that other fractions or another seed would make. */
  readonly resplit: (fractions: SplitFractions, seed: number) => SplitIndices;
}

/** A feature to be warned of. Its first fix, or its second after `better`, leaves it out. */
export interface Suspect {
  readonly feature: Feature;
  readonly code: string;
  readonly text: Message;
  /** A fix that is better than to leave the feature out. */
  readonly better?: Fix;
  /** One that is not as good. */
  readonly other?: Fix;
}

/** Looks at the features that nothing else was said of. */
export type FeatureSuspicion = (features: readonly Feature[], evidence: Evidence) => readonly Suspect[];

/** Looks at the data as a whole; `features` are those that nothing was said of. */
export type DataSuspicion = (evidence: Evidence, features: readonly Feature[]) => readonly Problem[];

/** A warning; without fixes if none can be. */
export function warning(code: string, path: Problem["path"], text: Message, fixes: readonly (Fix | undefined)[]): Problem {
  const known = fixes.filter((fix) => fix !== undefined);
  return { severity: "warning", code, path, message: text, ...(known.length === 0 ? {} : { fixes: known }) };
}

/** A share as a percentage of two digits, or of more if these would say all of what is not. */
export function percent(share: number): number {
  for (let digits = 2; digits < 9; digits++) {
    const rounded = Number((100 * share).toPrecision(digits));
    if (rounded !== 100 || share === 1) return rounded;
  }
  return 100 * share;
}
