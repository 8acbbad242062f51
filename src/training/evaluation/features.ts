// Features as a person knows them, found again in the encoded inputs: which inputs belong to a column, and
// the value they stand for.

import type { ColumnKind } from "../../model/columns.ts";
import { StoredRows } from "../../data/stored-rows.ts";
import type { FittedFeature, Preprocessing } from "../../data/types.ts";
import { DATE_PARTS } from "../../data/dates.ts";
import { copyRows } from "../../engine/rows.ts";

/** A column and its inputs: one, or several next to each other that only mean something together. */
export interface FeatureGroup {
  readonly column: string;
  readonly kind: ColumnKind;
  readonly encode: FittedFeature["encode"];
  /** Of its first input. */
  readonly at: number;
  readonly width: number;
  /** Of one-hot and ordinal features, and of truth values, in input order. */
  readonly categories?: readonly string[];
  /** A raw value is input · scale + shift. */
  readonly shift: number;
  readonly scale: number;
}

/** Rows of encoded inputs, `[rows, width]`. */
export interface InputRows {
  readonly inputs: Float32Array;
  readonly rows: number;
  readonly width: number;
}

/** The groups in the order of the inputs. */
export function featureGroups({ features }: Preprocessing): FeatureGroup[] {
  let at = 0;
  return features.map(({ column, kind, encode, categories, shift = 0, scale = 1 }) => {
    const width = encode === "one-hot" ? (categories?.length ?? 0) : encode === "date" ? DATE_PARTS.length : 1;
    const names = kind === "boolean" ? ["false", "true"] : categories;
    const group = { column, kind, encode, at, width, ...(names === undefined ? {} : { categories: names }), shift, scale };
    at += width;
    return group;
  });
}

/**
 * The values of a feature, `[rows]`: numbers and truth values as the CSV has them (up to float32), categories
 * as their index (−1 for one that is not known), dates as years with a fraction.
 */
export function rawValues(group: FeatureGroup, { inputs, rows, width }: InputRows): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const at = row * width + group.at;
    if (group.encode === "one-hot") return inputs.subarray(at, at + group.width).indexOf(1);
    if (group.encode === "date") return inputs[at]! + (inputs[at + 1]! - 1) / 12 + (inputs[at + 3]! - 1) / 372;
    return inputs[at]! * group.scale + group.shift;
  });
}

/** Copies some rows of encoded inputs, or of targets. */
export function takeRows(inputs: Float32Array | StoredRows, width: number, rows: Uint32Array): InputRows {
  const taken = inputs instanceof StoredRows ? inputs.take(rows) : new Float32Array(rows.length * width);
  if (!(inputs instanceof StoredRows)) copyRows(inputs, width, rows, 0, rows.length, taken);
  return { inputs: taken, rows: rows.length, width };
}
