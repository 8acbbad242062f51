// Three hundred messy CSVs as pandas reads them: cells, missing values and numbers. pandas leaves blanks
// around unquoted fields, which are no part of them here, so edges are compared without.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readTable } from "../../src/data/read.ts";
import { bytesSource } from "../../src/data/sources.ts";
import { type Column, cellText, numberAt } from "../../src/data/table.ts";
import { fixture } from "./fixture.ts";

interface Recorded {
  readonly files: readonly {
    readonly text: string;
    readonly delimiter: "," | ";" | "\t" | "|";
    /** By column; numbers as Python writes them if every value is one. */
    readonly columns: readonly (readonly (string | null)[])[];
  }[];
}

function trimmed(text: string | null | undefined): string | null {
  return text?.replace(/^[ \t]+|[ \t]+$/g, "") ?? null;
}

function cellOf(column: Column, row: number, expected: string | null): string | null {
  if (column.kind !== "number") return trimmed(cellText(column, row));
  const value = numberAt(column, row);
  if (Number.isNaN(value)) return null;
  // The same double, however each writes it.
  return expected !== null && Object.is(Number(expected), value) ? expected : String(value);
}

const { files } = fixture("messy") as Recorded;

test("messy files are what pandas reads", async () => {
  assert.equal(files.length, 300);
  for (const [index, { text, delimiter, columns: expected }] of files.entries()) {
    const table = await readTable([bytesSource("messy.csv", new TextEncoder().encode(text))], {
      delimiter,
      decimal: ".",
      header: true,
      comment: "#",
    });
    const found = table.columns.map((column, at) => expected[at]!.map((cell, row) => cellOf(column, row, trimmed(cell))));
    assert.deepEqual(
      found,
      expected.map((column) => column.map(trimmed)),
      `file ${index}: ${JSON.stringify(text)}`,
    );
    assert.equal(table.rows, expected[0]!.length, `file ${index}: ${JSON.stringify(text)}`);
  }
});
