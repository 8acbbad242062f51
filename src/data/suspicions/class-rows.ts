// The class of every row that is left, for suspicions about classes. Numbers within 0…1 that a loss takes as
// they are count as classes if there are just two of them.

import { type LossRecord, losses } from "../../model/losses.ts";
import type { Loss } from "../../model/schema.ts";
import { Remembered } from "../remembered.ts";
import type { Selection } from "../selection.ts";
import { codeAt, type Column, numberAt, sortedTexts } from "../table.ts";

export interface ClassRows {
  /** The target's column. */
  readonly target: string;
  /** As the CSV writes them, in class order. */
  readonly names: readonly string[];
  /** Rows per class. */
  readonly counts: readonly number[];
  /** The class of each row that is left, an index into `names`. */
  readonly of: Uint32Array;
}

/** Of the rows that are left; of the last target, because it is as long as they are. */
const known = new Remembered<Uint32Array, ClassRows | undefined>(1);

/** Undefined if the target is a number, or several. */
export function classRows(selection: Selection, loss: Loss): ClassRows | undefined {
  const { targets, tableRows } = selection;
  const key = JSON.stringify([targets.map(({ column }) => column.name), loss.type]);
  return known.of(tableRows, key, () => findClassRows(selection, loss));
}

function findClassRows({ targets, tableRows }: Selection, loss: Loss): ClassRows | undefined {
  const [target, second] = targets;
  if (target === undefined || second !== undefined) return undefined;
  const { column, classOf } = target;
  const record: LossRecord = losses[loss.type];
  const names = target.classes ?? (record.target === "binary" && column.distinct === 2 ? sortedTexts(column, 2) : undefined);
  if (names === undefined || names.length < 2) return undefined;
  // The order of the classes is that of their values.
  const values = classOf === undefined ? twoValues(column, tableRows) : [...classOf.keys()];
  const indices = new Map(values.map((value, index) => [value, index]));
  const of = new Uint32Array(tableRows.length);
  const counts = names.map(() => 0);
  for (let row = 0; row < of.length; row++) {
    const index = indices.get(valueAt(column, tableRows[row]!)) ?? 0;
    of[row] = index;
    counts[index]!++;
  }
  return counts.every((count) => count > 0) ? { target: column.name, names, counts, of } : undefined;
}

/** A cell as a number: a category's code, or the number itself. */
export function valueAt(column: Column, row: number): number {
  return column.kind === "category" ? codeAt(column, row) : numberAt(column, row);
}

function twoValues(column: Column, rows: Uint32Array): number[] {
  const first = valueAt(column, rows[0]!);
  const row = rows.find((candidate) => valueAt(column, candidate) !== first);
  const both = row === undefined ? [first] : [first, valueAt(column, row)];
  return both.toSorted((one, other) => one - other);
}
