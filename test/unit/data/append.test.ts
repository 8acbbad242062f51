// Columns at the right edge of a CSV: everything that was there stays as it was written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type AddedColumn, ColumnAppender } from "../../../src/data/append-columns.ts";
import { read } from "../../fixtures/data/tables.ts";
import type { ReadSettings } from "../../../src/data/read-settings.ts";
import type { Table } from "../../../src/data/table.ts";

/** The text with columns, which is the same in pieces of whatever length. */
function appendColumns(text: string, table: Table, columns: readonly AddedColumn[], settings: ReadSettings = {}, keeps = false): string {
  const [whole, ...others] = [Infinity, 1, 2, 3, 7].map((length) => {
    const appender = new ColumnAppender(table, columns, settings, keeps);
    let result = "";
    for (let at = 0; at < text.length; at += length) result += appender.push(text.slice(at, at + length), false);
    return result + appender.push("", true);
  });
  for (const other of others) assert.equal(other, whole);
  return whole!;
}

const row = { name: "row", cell: (index: number) => String(index) };

const cases: [what: string, text: string, expected: string, settings?: ReadSettings][] = [
  ["one line end at the end", "a,b\n1,2\n3,4\n", "a,b,row\n1,2,0\n3,4,1\n"],
  ["no line end at the end", "a,b\n1,2\n3,4", "a,b,row\n1,2,0\n3,4,1"],
  ["CRLF and blank lines", "\r\n  \r\na;b\r\n\r\n1;2\r\n\r\n\r\n3;4\r\n\r\n", "\r\n  \r\na;b;row\r\n\r\n1;2;0\r\n\r\n\r\n3;4;1\r\n\r\n"],
  ["CR", "a\tb\r1\t2\r3\t4\r", "a\tb\trow\r1\t2\t0\r3\t4\t1\r"],
  [
    "quotes, and delimiters and line breaks in them",
    'a,"b, c"\n"1\n\n1", "x ""y"", z" \n2,5" pipe\n',
    'a,"b, c",row\n"1\n\n1", "x ""y"", z" ,0\n2,5" pipe,1\n',
  ],
  ["short records", "a,b,c\n1\n2,3,4\n", "a,b,c,row\n1,,,0\n2,3,4,1\n"],
  ["tabs with empty fields", "a\tb\n\t\n1\t\n", "a\tb\trow\n\t\t0\n1\t\t1\n"],
  ["comments", "# one\na,b\n# two\n1,2\n#3,4\n5,6\n", "# one\na,b,row\n# two\n1,2,0\n#3,4\n5,6,1\n", { comment: "#" }],
  ["a first line that says the delimiter", "sep=;\na;b\n1;2\n3;4\n", "sep=;\na;b;row\n1;2;0\n3;4;1\n"],
  ["lines that are skipped", "Title\na,b\nkm,h\n1,2\nTotal,2\n", "Title\na,b,row\nkm,h\n1,2,0\nTotal,2\n", { skip: [1, 3, 5] }],
  ["delimiters behind the last column", "a,b\n1,2,\n3,4,,\n", "a,b,row\n1,2,0,\n3,4,1,,\n"],
  ["names of rows", "a,b\nx,1,2\ny,3,4\nz,5,6\n", "a,b,row\nx,1,2,0\ny,3,4,1\nz,5,6,2\n"],
  ["names that are separated otherwise", "a;b;c\n1,2,3\n3,4,5\n5,6,7\n", "a;b;c;row\n1,2,3,0\n3,4,5,1\n5,6,7,2\n"],
  ["no header", "1,2\n3,4\n", "1,2,0\n3,4,1\n"],
  ["names that exist", "row,row_2\n1,2\n", "row,row_2,row_3\n1,2,0\n"],
];

for (const [what, text, expected, settings = {}] of cases)
  test(what, async () => {
    const table = await read(text, settings);
    assert.equal(appendColumns(text, table, [row], settings), expected);
  });

test("cells that need quotes get them, and equal names are made different", async () => {
  const cells = ["plain", "a,b", 'say "x"', " blank", "two\nlines", ""];
  const text = `a,b\n${cells.map((_, index) => `${index},0\n`).join("")}`;
  const column = { name: "c", cell: (index: number) => cells[index]! };
  const result = appendColumns(text, await read(text), [column, column]);
  const table = await read(result);
  assert.deepEqual(
    table.columns.map(({ name }) => name),
    ["a", "b", "c", "c_2"],
  );
  const [, , added] = table.columns;
  assert.ok(added?.kind === "category");
  assert.deepEqual(
    [...added.codes].map((code) => added.texts[code] ?? ""),
    cells,
  );
});
