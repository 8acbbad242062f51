// Texts of a column to a typed column: boolean if every value is true or false, number if every value is a finite decimal number,
// otherwise category; or what the document says it is, as long as its values allow that.

import type { ColumnKind } from "../model/columns.ts";
import { readBoolean } from "./fields.ts";
import type { NumberReader } from "./numbers.ts";
import type { CategoryColumn, Column, NumericColumn } from "./table.ts";

/** The first value that is not of the kind the document asks for. */
export interface KindFailure {
  readonly row: number;
  readonly text: string;
}

/**
 * Builds a column from its texts, one per row.
 * @param wanted the kind the document says; where a value does not allow it, `failure` names the value and the kind is found instead
 */
export function buildColumn(
  name: string,
  texts: readonly string[],
  missing: ReadonlySet<string>,
  read: NumberReader,
  wanted: ColumnKind | undefined,
): { readonly column: Column; readonly failure?: KindFailure } {
  if (wanted === "category") return { column: buildCategory(name, texts, missing) };
  const boolean = wanted === "number" ? undefined : readAll(texts, missing, readBoolean);
  if (boolean !== undefined && isWhole(boolean)) return { column: buildNumeric("boolean", name, texts, boolean) };
  const number = wanted === "boolean" ? undefined : readAll(texts, missing, read);
  if (number !== undefined && isWhole(number)) return { column: buildNumeric("number", name, texts, number) };
  const failed = (boolean ?? number)?.failed;
  if (wanted === undefined || failed === undefined) return { column: buildCategory(name, texts, missing) };
  const { column } = buildColumn(name, texts, missing, read, undefined);
  return { column, failure: { row: failed, text: texts[failed]! } };
}

interface Values {
  readonly values: Float64Array;
  readonly present: number;
  /** The first row whose text is not of the kind. */
  readonly failed?: number;
}

/** A column of no value is of no kind but category. */
function isWhole(read: Values): boolean {
  return read.failed === undefined && read.present > 0;
}

function readAll(texts: readonly string[], missing: ReadonlySet<string>, read: (text: string) => number): Values {
  const values = new Float64Array(texts.length);
  let present = 0;
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row]!;
    if (missing.has(text)) {
      values[row] = NaN;
      continue;
    }
    const value = read(text);
    if (Number.isNaN(value)) return { values, present, failed: row };
    values[row] = value;
    present++;
  }
  return { values, present };
}

function buildNumeric(kind: NumericColumn["kind"], name: string, texts: readonly string[], { values, present }: Values): NumericColumn {
  const seen = new Set<number>();
  const written = new Map<number, string>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value) || seen.has(value)) continue;
    seen.add(value);
    if (String(value) !== texts[row]) written.set(value, texts[row]!);
  }
  return { kind, name, values, written, missing: values.length - present, distinct: seen.size };
}

function buildCategory(name: string, texts: readonly string[], missing: ReadonlySet<string>): CategoryColumn {
  const codes = new Int32Array(texts.length);
  const known = new Map<string, number>();
  let absent = 0;
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row]!;
    let code = known.get(text);
    if (code === undefined) {
      if (missing.has(text)) {
        codes[row] = -1;
        absent++;
        continue;
      }
      code = known.size;
      known.set(text, code);
    }
    codes[row] = code;
  }
  return { kind: "category", name, codes, texts: [...known.keys()], missing: absent, distinct: known.size };
}
