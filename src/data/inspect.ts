// The facts of a table's columns, from which the model guesses a target and chooses a starter network.

import { namesIdentifier } from "../model/column-names.ts";
import { type ColumnFacts, isLeftOut, MOST_DISTINCT } from "../model/columns.ts";
import { readDate } from "./dates.ts";
import { countClasses } from "./left.ts";
import { profileColumn } from "./profile.ts";
import { Remembered } from "./remembered.ts";
import { isCounting } from "./suspicions/identifier.ts";
import { type Column, isMissing, sortedTexts, type Table } from "./table.ts";
import type { ColumnProfile } from "./types.ts";

const VALUES = 20;
/** Texts that are looked at to tell whether a column's are dates. */
const LOOK = 200;
/** Of them, as many may be something else. */
const OTHERS = 0.1;

/**
 * Day, month and year in any order, months in digits or letters, or a time of day: what is surely no class,
 * whatever it says exactly.
 */
const MOMENT =
  /^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{4}[-/.]\d{1,2}|\d{4}년 ?\d{1,2}월(?: ?\d{1,2}일)?|\d{1,2}[- ]\p{L}{3,9}\.?[- ]\d{2,4}|\p{L}{3,9}\.?[- ]\d{1,2},? ?-?\d{2,4}|\p{L}{3}-\d{2})(?:[T ,]+\d{1,2}[:.]\d{2}.*)?$|^\d{1,2}[:.]\d{2}(?:[:.]\d{2})?$/u;

type InspectedColumn = ColumnFacts & { readonly profile: ColumnProfile };

const inspected = new Remembered<Table, readonly InspectedColumn[]>();

/** One record per column, in the file's order. */
export function inspectTable(table: Table): InspectedColumn[] {
  return inspected.of(table, "", () => inspectColumns(table)).map((facts) => Object.assign({}, facts));
}

function inspectColumns(table: Table): InspectedColumn[] {
  const { rows } = table;
  const hasGap = new Uint8Array(rows);
  const columns = table.columns.map((column) => {
    const { name, kind, distinct, missing } = column;
    const seems = whatItSeems(column, rows);
    const facts = { name, kind, distinct, missing, values: sortedTexts(column, VALUES), rows, profile: profileColumn(column, rows) };
    const known = Object.assign(facts, seems === undefined ? {} : { seems });
    return Object.assign(known, { lost: distinct === 0 || isLeftOut(known) ? 0 : lostRows(column, hasGap) });
  });
  const whole = rowsWithout(hasGap);
  return columns.map((facts, index) =>
    Object.assign(facts, { left: whole.length === rows ? facts.distinct : countClasses(table.columns[index]!, whole) }),
  );
}

/** The rows that are not marked. Arrays' own `filter` keeps what it finds as objects, of many rows 200 MB. */
function rowsWithout(marks: Uint8Array): Uint32Array {
  const rows = new Uint32Array(marks.length);
  let count = 0;
  for (let row = 0; row < marks.length; row++) if (marks[row] === 0) rows[count++] = row;
  return rows.subarray(0, count);
}

/** Rows that have their first gap here; they are marked in `hasGap`. */
function lostRows(column: Column, hasGap: Uint8Array): number {
  let lost = 0;
  if (column.missing === 0) return lost;
  for (let row = 0; row < hasGap.length; row++) {
    if (hasGap[row] === 1 || !isMissing(column, row)) continue;
    hasGap[row] = 1;
    lost++;
  }
  return lost;
}

function whatItSeems(column: Column, rows: number): ColumnFacts["seems"] {
  if (column.distinct < 2) return undefined;
  if (isCounting(column, rows)) return "identifier";
  const differs = column.distinct > MOST_DISTINCT || column.distinct >= 0.9 * (rows - column.missing);
  if (differs && namesIdentifier(column.name)) return "identifier";
  if (column.kind !== "category") return undefined;
  const looked = column.texts.slice(0, LOOK);
  const others = looked.filter((text) => !MOMENT.test(text) && readDate(text) === undefined).length;
  return others <= OTHERS * looked.length ? "dates" : undefined;
}
