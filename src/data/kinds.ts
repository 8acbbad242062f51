// A column that was read as text to a typed column: boolean if every value is true or false, number if every
// value is a finite decimal number, otherwise category; or what the document says it is, as long as its
// values allow that. Each different text is looked at once.

import { type ColumnKind, MOST_DISTINCT } from "../model/columns.ts";
import { DistinctNumbers } from "./distinct.ts";
import { readBoolean } from "./fields.ts";
import { NumberCellsBuilder } from "./number-cells.ts";
import type { NumberReader } from "./numbers.ts";
import { StoredNumbers } from "./stored-cells.ts";
import { type CategoryColumn, type Column, type NumericColumn, storedCategory, storedNumeric } from "./table.ts";
import type { TextCells } from "./texts-builder.ts";

/** The first value that is not of the kind the document asks for. */
export interface KindFailure {
  readonly row: number;
  readonly text: string;
}

/**
 * Builds a column from its texts.
 * @param wanted the kind the document says; if a value does not allow it, `failure` names the value and
 *   the kind is found instead
 */
export function buildColumn(
  name: string,
  cells: TextCells,
  read: NumberReader,
  wanted: ColumnKind | undefined,
): { readonly column: Column; readonly failure?: KindFailure } {
  const { texts } = cells;
  if (wanted === "category" || texts.length === 0) return { column: buildCategory(name, cells) };
  const readers = { boolean: readBoolean, number: read };
  const kinds = wanted === undefined ? (["boolean", "number"] as const) : [wanted];
  for (const kind of kinds) {
    const values = texts.map(readers[kind]);
    if (!values.some(Number.isNaN)) return { column: buildNumeric(kind, name, cells, values) };
    // Texts are numbered in the order of their first rows.
    const failed = values.findIndex(Number.isNaN);
    if (wanted !== undefined)
      return {
        column: buildColumn(name, cells, read, undefined).column,
        failure: { row: cells.codes.indexOf(failed), text: texts[failed]! },
      };
  }
  return { column: buildCategory(name, cells) };
}

function buildNumeric(kind: NumericColumn["kind"], name: string, cells: TextCells, values: readonly number[]): NumericColumn {
  const { codes, texts, stored } = cells;
  const distinct = new DistinctNumbers();
  for (const [code, value] of values.entries())
    if (distinct.add(value) && String(value) !== texts[code]) distinct.written.set(value, texts[code]!);
  const builder = new NumberCellsBuilder();
  for (const code of codes) {
    if (builder.held === stored?.file.rowsOfChunk) builder.store(stored.file);
    if (code < 0) builder.addMissing();
    else builder.add(values[code]!);
  }
  const facts = { kind, name, written: distinct.written, missing: countMissing(codes), distinct: distinct.size };
  const numbers = builder.finish();
  return numbers instanceof StoredNumbers ? storedNumeric(facts, numbers) : { ...facts, ...numbers };
}

function buildCategory(name: string, { codes, texts, absent, stored }: TextCells): CategoryColumn {
  const facts = {
    kind: "category" as const,
    name,
    texts,
    ...(absent === undefined ? {} : { absent }),
    missing: countMissing(codes),
    distinct: Math.min(texts.length, MOST_DISTINCT + 1),
  };
  return stored === undefined ? { ...facts, codes } : storedCategory(facts, stored);
}

function countMissing(codes: Int32Array): number {
  let missing = 0;
  for (const code of codes) if (code < 0) missing += 1;
  return missing;
}
