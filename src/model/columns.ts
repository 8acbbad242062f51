// What the model needs to know about a CSV: the facts from which a starter network is chosen and sizes are
// checked.

export type ColumnKind = "number" | "boolean" | "category";

/** Different values are counted up to here; one more stands for all that are more. */
export const MOST_DISTINCT = 10_000;

/** A column as it was found in the CSV, before any choice of the person. */
export interface ColumnFacts {
  readonly name: string;
  readonly kind: ColumnKind;
  /**
   * Different values, missing ones not counted: exact up to `MOST_DISTINCT`, and one more than that if
   * there are more.
   */
  readonly distinct: number;
  readonly missing: number;
  /** The first of the different values as the CSV writes them, at most 20, in category order. */
  readonly values: readonly string[];
  /** Rows of the table; absent if no table was read. */
  readonly rows?: number;
  /**
   * Rows that have no value here but one in every column before that a new network learns from: their sum is
   * what gaps cost.
   */
  readonly lost?: number;
  /** Different values in the rows that are left if this column is what is predicted: as many classes. */
  readonly left?: number;
  /**
   * What the values are besides their kind, if they are no property of a row: when it was, or which one it
   * is.
   */
  readonly seems?: "dates" | "identifier";
  /** Of a number column: its values as a whole. */
  readonly profile?: { readonly numbers?: NumberFacts };
}

/** Numbers as a whole, in double precision; the deviation is that of the population. */
export interface NumberFacts {
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly deviation: number;
}

/** A text column with more values than this is a name or a remark rather than a category. */
export const MANY_VALUES = 20;

/** Why a new network does not learn from a column; undefined if it does. */
export function whyLeftOut({
  kind,
  distinct,
  seems,
}: Pick<ColumnFacts, "kind" | "distinct" | "seems">): "texts" | "dates" | "identifier" | undefined {
  if (seems !== undefined) return seems;
  return kind === "category" && distinct > MANY_VALUES ? "texts" : undefined;
}

/** Whether a column is left out of a new network's features. */
export function isLeftOut(column: Pick<ColumnFacts, "kind" | "distinct" | "seems">): boolean {
  return whyLeftOut(column) !== undefined;
}

/** What the network is connected to: the width of its input and what its output has to be. */
export interface DataFacts {
  /** Names of the network's inputs in order, as in `Island = Biscoe`. */
  readonly inputs: readonly string[];
  /** Names of the target columns. */
  readonly targets: readonly string[];
  /** The classes as the CSV writes them, in class order; absent if the target is a number. */
  readonly classes?: readonly string[];
  /** Rows per split, as far as rules ask for them. */
  readonly split?: { readonly train: number; readonly validation?: number; readonly test?: number };
  /** Where all values of the targets lie, if they are numbers that are learnt as they are. */
  readonly targetRange?: Pick<NumberFacts, "minimum" | "maximum"> & Partial<NumberFacts>;
  /**
   * How many different values the only target has, if it is a number column and all of them are whole;
   * absent if they are many.
   */
  readonly wholeTargets?: number;
  /** The input that is never scaled with the largest absolute value; 0, 1 and one-hot inputs aside. */
  readonly largestUnscaled?: { readonly name: string; readonly value: number };
}
