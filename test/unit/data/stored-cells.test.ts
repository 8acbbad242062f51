// Tables whose columns lie in a file: value by value those in memory, whatever the columns turn out to be and
// wherever a chunk ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readTable } from "../../../src/data/read.ts";
import type { ReadSettings } from "../../../src/data/read-settings.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import { filesOf } from "../../../src/data/several-files.ts";
import { cellText, type Column, inMemory, numberAt, sortedTexts, type Table } from "../../../src/data/table.ts";
import { storageOf } from "../../../src/worker/node/storage.ts";

const ROWS = 97;

/** Columns by what is odd about them. */
const columns: Record<string, (row: number) => string> = {
  whole: (row) => String(row * 7 - 300),
  "more decimals later": (row) => (row < 40 ? String(row) : (row / 8).toFixed(row % 5)),
  "beyond 32 bits later": (row) => (row === 61 ? "123456789012" : String(row)),
  "too many digits together": (row) => (row === 5 ? "2000000000" : row === 80 ? "0.125" : String(row)),
  doubles: (row) => String(Math.sin(row)),
  "minus zero": (row) => (row === 50 ? "-0" : String(row % 3)),
  gaps: (row) => (row % 4 === 0 ? "" : String(row)),
  "nothing but gaps": () => "",
  "gaps then numbers": (row) => (row < 70 ? "NA" : String(row)),
  "gaps then texts": (row) => (row < 70 ? "" : `t${row % 5}`),
  "numbers then a text": (row) => (row === 75 ? "unknown" : String(row)),
  texts: (row) => ["b", "a", "", "c"][row % 4]!,
  truths: (row) => ["true", "FALSE", ""][row % 3]!,
  grouped: (row) => `"${row + 1},000"`,
  dates: (row) => `2024-01-${String(1 + (row % 28)).padStart(2, "0")}`,
};

const settings: ReadSettings = { columns: { grouped: { thousands: "," }, "nothing but gaps": { kind: "number" } } };

function file(name: string, from: number, to: number) {
  const cells = Object.values(columns);
  const lines = Array.from({ length: to - from }, (_, index) => cells.map((cell) => cell(from + index)).join(","));
  return bytesSource(name, new TextEncoder().encode([Object.keys(columns), ...lines].join("\n")));
}

const files = () => [file("one.csv", 0, 60), file("two.csv", 60, ROWS)];

/** @param rows of a chunk, as long as all columns hold so many bytes together */
const chunksOf = (rows: number, most = 0) => storageOf(most, 8 * rows * Object.keys(columns).length);

function facts(column: Column, rows: number) {
  const { kind, name, missing, distinct } = column;
  const texts = Array.from({ length: rows }, (_, row) => cellText(column, row));
  // Backwards and to and fro, and as a whole.
  for (let step = 0; step < rows; step++) {
    const row = (step * 31) % rows;
    assert.equal(cellText(column, row), texts[row]);
  }
  const sorted = sortedTexts(column, 10);
  if (column.kind === "category") return { kind, name, missing, distinct, texts, sorted, codes: [...column.codes], absent: column.absent };
  const values = Array.from({ length: rows }, (_, row) => numberAt(column, row));
  const whole = inMemory(column);
  assert.deepEqual(
    values,
    Array.from({ length: rows }, (_, row) => numberAt(whole, row)),
  );
  const isWhole = whole.cells instanceof Int32Array;
  return { kind, name, missing, distinct, texts, sorted, values, isWhole, divisor: column.divisor, written: column.written };
}

function all(table: Table) {
  const { columns: _, release: __, ...others } = table;
  const parts = filesOf(table).map(({ own, start }) => [start, own.columns.map((column) => facts(column, own.rows))]);
  return { ...others, columns: table.columns.map((column) => facts(column, table.rows)), parts };
}

for (const rows of [1, 7, 32, 96, 97, 200])
  for (const worth of [0, Infinity])
    test(`columns in chunks of ${rows} rows are those in memory, ${worth === 0 ? "read in blocks" : "record by record"}`, async () => {
      const table = await readTable(files(), settings, { storage: chunksOf(rows) }, worth);
      assert.equal(table.release !== undefined, rows <= ROWS);
      const inFile = table.columns.filter(({ stored }) => stored !== undefined);
      if (rows < ROWS) assert.equal(inFile.length, Object.keys(columns).length - 1, "all but the column without a value");
      if (rows > ROWS) assert.equal(inFile.length, 0);
      assert.deepEqual(all(table), all(await readTable(files(), settings)));
      table.release?.();
    });

test("a table goes into the file once it is too large, not before", async () => {
  const expected = all(await readTable(files(), settings));
  const most = 50 * Object.keys(columns).length;
  const table = await readTable(files(), settings, { storage: chunksOf(8, most) });
  assert.ok(table.columns[0]!.stored);
  assert.deepEqual(all(table), expected);
  table.release?.();
  const small = await readTable(files(), settings, { storage: chunksOf(8, 2 * ROWS * Object.keys(columns).length) });
  assert.equal(small.columns[0]!.stored, undefined);
});
