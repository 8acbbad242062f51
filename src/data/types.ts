// What the data room hands out: the parsed table, what was understood of it, and the tensors the engine
// trains on.

import type { ColumnFacts, ColumnKind, DataFacts, NumberFacts } from "../model/columns.ts";
import type { Problem } from "../model/problem.ts";
import type { DateOrder } from "../model/schema.ts";
import type { StoredRows } from "./stored-rows.ts";

/** One CSV, under the name the document gives it. */
export interface Source {
  readonly name: string;
  /** Bytes, if that is known before reading. */
  readonly size?: number;
  /**
   * Its bytes from the first on, in pieces of any size; each call begins again. A piece holds until the next
   * is asked for: who keeps it, copies it.
   */
  chunks(): AsyncIterable<Uint8Array>;
  /** Its bytes from `start` to before `end`; absent if only all of them can be had. */
  read?(start: number, end: number): Promise<Uint8Array>;
}

/** How the bytes were read: what the document says, or what was found. */
export interface Dialect {
  /**
   * Absent if the files are text as it is. A Parquet file has no delimiter and no decimal mark; those that
   * stand here mean nothing.
   */
  readonly format?: "gzip" | "parquet";
  readonly encoding: string;
  readonly delimiter: string;
  readonly decimal: "." | ",";
  readonly header: boolean;
  /** Whether a first line `sep=X` only says the delimiter. */
  readonly hint?: true;
  /** Whether a lone U+001A ends a file. */
  readonly endMark?: true;
  /** What separates the names, if it is not what separates the values. */
  readonly headerDelimiter?: string;
  /**
   * Whether the names are not simply the header's fields: it lacks one, has too many, or separates them
   * otherwise.
   */
  readonly ownNames?: true;
  /** Whether the header has no name for the first column, as R writes names of rows. */
  readonly rowNames?: true;
  /** Whether records, the header among them, go on behind the last column, with empty fields only. */
  readonly surplus?: true;
}

export type ColumnRole = "feature" | "target" | "ignored";

/** The values of a column as a whole, of all rows that were read; missing ones say nothing. */
export interface ColumnProfile {
  /** Of a number column with a value. */
  readonly numbers?: NumberFacts;
  /** Of a number column: how many values lie in each of equally wide bins from minimum to maximum. */
  readonly histogram?: readonly number[];
  /** Of any other column: the most frequent values as the CSV writes them, most frequent first. */
  readonly frequent?: readonly { readonly text: string; readonly count: number }[];
}

export interface ColumnSummary extends ColumnFacts {
  readonly role: ColumnRole;
  readonly profile: ColumnProfile;
}

/** How one feature becomes inputs: everything prediction needs, fitted on the training rows. */
export interface FittedFeature {
  readonly column: string;
  readonly kind: ColumnKind;
  readonly encode: "value" | "one-hot" | "ordinal" | "date";
  /** Categories in input order, of one-hot and ordinal features. */
  readonly categories?: readonly string[];
  /** What stands for a missing value: a number, a category, or true/false as 1/0. */
  readonly fill?: number | string;
  /** A scaled value is (v − shift) / scale, in double precision, rounded once to float32. */
  readonly shift?: number;
  readonly scale?: number;
  readonly missingValues?: readonly string[];
  readonly thousands?: string;
  readonly strip?: readonly string[];
  readonly parentheses?: boolean;
  /** The order of dates, if it is not year first. */
  readonly date?: DateOrder;
}

export interface FittedTarget {
  readonly columns: readonly string[];
  readonly kind: ColumnKind;
  /** Classes as the CSV writes them, in class order; absent if the target is a number. */
  readonly classes?: readonly string[];
}

/** The fitted preprocessing, as it is kept in a weight file's metadata. */
export interface Preprocessing {
  readonly features: readonly FittedFeature[];
  readonly target: FittedTarget;
}

/** What was understood of the data, for people: shown in the builder, printed by `check`. */
export interface DataSummary extends DataFacts {
  readonly files: readonly string[];
  readonly dialect: Dialect;
  /** Records read. */
  readonly rows: number;
  /** Rows left out before the split. */
  readonly dropped: { readonly missingTarget: number; readonly missingFeature: number };
  readonly columns: readonly ColumnSummary[];
  /** Rows per split. */
  readonly split: { readonly train: number; readonly validation: number; readonly test: number };
  /**
   * How the columns are encoded; the exported code is made from it. Absent if an error stands in
   * `problems`.
   */
  readonly preprocessing?: Preprocessing;
  readonly problems: readonly Problem[];
}

/**
 * The rows that are left, encoded. Of `inputs` that are in memory, row r begins at r · `inputNames.length`.
 */
export interface Encoded {
  readonly rows: number;
  readonly inputNames: readonly string[];
  /** `[rows, inputNames.length]`, in memory, or in a file if they are too many. */
  readonly inputs: Float32Array | StoredRows;
  /** `[rows, targetWidth]`; class indices if the loss wants classes (then `targetWidth` is 1). */
  readonly targets: Float32Array;
  readonly targetWidth: number;
  readonly preprocessing: Preprocessing;
}
