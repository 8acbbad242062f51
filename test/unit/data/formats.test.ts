// Files that are not plain text: gzip and Parquet by their first bytes, whatever their names say. The Parquet
// files were written by DuckDB 1.5.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { gunzip } from "../../../src/data/formats.ts";
import { previewTable, readTable } from "../../../src/data/read.ts";
import { encode } from "../../../src/data/encode.ts";
import { selectRows } from "../../../src/data/selection.ts";
import type { ProblemError } from "../../../src/model/problem.ts";
import { inPieces } from "../../fixtures/data/pieces.ts";
import { cells, loss, settings, source, thrown } from "../../fixtures/data/tables.ts";

const fixture = (name: string): Uint8Array => readFileSync(`test/fixtures/data/${name}`);
const text = `a,b\n${Array.from({ length: 500 }, (_, row) => `${row},"x\n${row % 3}"`).join("\n")}\n`;

test("a gzip file is the table of its content, wherever its pieces end", async () => {
  const { dialect, ...plain } = await readTable([source(text)]);
  const zipped = gzipSync(text);
  for (let cut = 0; cut < zipped.length; cut += 7)
    assert.deepEqual(await readTable([inPieces(zipped, [cut])]), { ...plain, dialect: { ...dialect, format: "gzip" } });
});

test("gzip in another encoding, and of several members", async () => {
  const korean = await readTable([source(gzipSync(fixture("korean.euc-kr.csv")), "k.csv.gz")]);
  assert.deepEqual([korean.dialect.encoding, korean.columns[0]!.name], ["euc-kr", "이름"]);
  const members = await readTable([source(Buffer.concat([gzipSync("a,b\n1,2\n"), gzipSync("3,4\n")]))]);
  assert.deepEqual(members.columns.map(cells), [
    ["1", "3"],
    ["2", "4"],
  ]);
});

for (const codec of ["snappy", "zstd", "brotli"])
  test(`a Parquet file compressed by ${codec}`, async () => {
    const table = await readTable([source(fixture(`values.${codec}.parquet`), "values.parquet")]);
    assert.deepEqual([table.dialect.format, table.rows, table.problems], ["parquet", 3, []]);
    assert.deepEqual(
      table.columns.map((column) => [column.name, column.kind].concat(cells(column))),
      [
        ["n", "number", "1", "2", "."],
        ["d", "number", "0.5", ".", "-1e+300"],
        ["f", "number", "0.10000000149011612", "0.25", "3"],
        ["s", "category", 'é, "x"', "b", "."],
        ["b", "boolean", "True", "False", "."],
        ["day", "category", "2020-02-29", "1999-12-31", "."],
        ["at", "category", "2020-01-01 12:30:00", "2021-01-01", "."],
        ["m", "number", "1.25", "2.5", "."],
      ],
    );
  });

test("settings mean the same for Parquet: kinds, missing values, dates", async () => {
  const data = settings({
    file: "v.parquet",
    target: "f",
    features: ["n", "day"],
    columns: { n: { kind: "category" }, day: { encode: "date" } },
  });
  const table = await readTable([source(fixture("values.zstd.parquet"), "v.parquet")], data);
  const encoded = encode(selectRows(table, data, loss("MSELoss")), Uint32Array.of(0, 1));
  assert.deepEqual(encoded.inputNames, ["n = 1", "n = 2", "day.year", "day.month", "day.weekday", "day.day"]);
  assert.deepEqual([...encoded.inputs], [1, 0, 2020, 2, 5, 29, 0, 1, 1999, 12, 4, 31]);
  const own = await readTable([source(fixture("values.zstd.parquet"))], { columns: { s: { missing_values: ["b"] } } });
  assert.deepEqual(cells(own.columns[3]!), ['é, "x"', ".", "."]);
});

const refused: [string, Uint8Array, RegExp][] = [
  [
    "gzip that ends too early",
    gzipSync(text).subarray(0, 200),
    /^error damaged-gzip data\.file t\.csv:: t\.csv is compressed by gzip, but damaged/,
  ],
  ["gzip with a wrong byte", gzipSync(text).fill(0xff, 30, 60), /^error damaged-gzip /],
  ["gzip of nothing", gzipSync(""), /^error empty-file /],
  [
    "Parquet that ends too early",
    fixture("values.snappy.parquet").subarray(0, 500),
    /^error damaged-parquet data\.file t\.csv:: t\.csv is a Parquet file that cannot be read/,
  ],
  ["Parquet with wrong pages", Uint8Array.from(fixture("values.snappy.parquet")).fill(0xff, 4, 300), /^error damaged-parquet /],
];

for (const [what, bytes, problem] of refused)
  test(`refuses ${what}`, async () => {
    assert.match(await thrown(() => readTable([source(bytes)])), problem);
  });

test("gzip that unpacks without end is refused, and cancelled before", async () => {
  // Members are read one after the other as one file.
  const member = gzipSync(Buffer.alloc(2 ** 24, `${"a".repeat(1023)}\n`), { level: 9 });
  const bomb = Buffer.concat(Array.from({ length: 10 }, () => member));
  const refusal = /^error unpacks-too-far data\.file b\.csv\.gz:: b\.csv\.gz has [\d,]+ bytes/;
  assert.match(await thrown(() => readTable([source(bomb, "b.csv.gz")])), refusal);
  let asked = 0;
  const hooks = { isCancelled: () => ++asked > 3 };
  assert.match(await thrown(() => readTable([source(bomb, "b.csv.gz")], {}, hooks)), /^error cancelled /);
});

/** Bytes of content that are handed on, and the code of the problem that ended it. */
async function unpackedOf(bytes: Uint8Array): Promise<[length: number, code?: string]> {
  let length = 0;
  const one = source(bytes, "b.csv.gz");
  const place = { file: one.name, path: [] };
  try {
    for await (const piece of gunzip(one.chunks(), place, () => gunzip(one.chunks(), place))) length += piece.length;
    return [length];
  } catch (error) {
    return [length, (error as ProblemError).problem.code];
  }
}

test("gzip that unpacks too far is refused before most of it is read as a table, and what is only packed well is read", async () => {
  const member = gzipSync(Buffer.alloc(2 ** 24, `${"a".repeat(1023)}\n`), { level: 9 });
  const [length, code] = await unpackedOf(Buffer.concat(Array.from({ length: 10 }, () => member)));
  assert.equal(code, "unpacks-too-far");
  assert.ok(length < 2 ** 25, `${length} bytes were read before`);
  // Hundreds of times its size, but less than is always allowed.
  assert.deepEqual(await unpackedOf(Buffer.concat([member, member, member, member])), [2 ** 26]);
});

test("Parquet and text are no files of one table", async () => {
  const parquet = source(fixture("values.snappy.parquet"), "a.parquet");
  assert.match(await thrown(() => readTable([parquet, source("a,b\n1,2\n")])), /^error different-formats /);
  assert.equal((await readTable([parquet, parquet])).rows, 6);
});

test("a preview reads no more than it needs", async () => {
  let pieces = 0;
  const endless = {
    name: "endless.csv",
    chunks: async function* () {
      yield new TextEncoder().encode("a,b\n");
      for (;;) {
        pieces += 1;
        yield new TextEncoder().encode("1,x\n".repeat(1000));
      }
    },
  };
  const table = await previewTable([endless], {}, 200);
  assert.deepEqual([table.rows, table.columns.map(({ kind }) => kind)], [200, ["number", "category"]]);
  assert.ok(pieces < 5, `${pieces}`);
  assert.equal((await previewTable([source(gzipSync(text))], {}, 7)).rows, 7);
  assert.equal((await previewTable([source(fixture("values.zstd.parquet"))], {}, 2)).rows, 2);
  assert.equal((await previewTable([source("a;b\n1;2\n")], {}, 7)).rows, 1);
});

/** What people choose instead of a CSV: by its first bytes, whatever it is called. */
const foreign: Readonly<Record<string, readonly [bytes: string, kind: string, says: RegExp][]>> = {
  workbooks: [
    [
      "PK\u0003\u0004\u0014\0\u0006\0\b\0\0\0!\0................\u0013\0\0\0[Content_Types].xml",
      "sales.xlsx",
      /is a workbook, .* save the sheet as CSV/,
    ],
    [
      "PK\u0003\u0004\u0014\0\0\b\0\0....................mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK",
      "sales.ods",
      /is a workbook/,
    ],
    ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sales.csv", /is a workbook/],
  ],
  JSON: [
    ['[\n  {"a": 1, "b": 2},\n  {"a": 3, "b": 4}\n]\n', "rows.json", /is JSON, not a CSV\. .*read_json\("…"\)\.to_csv/],
    ['{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n', "rows.jsonl", /is JSON, .*lines=True/],
    ['\xef\xbb\xbf{"data": [[1, 2], [3, 4]]}', "rows.csv", /is JSON/],
  ],
  arrays: [
    ["\x93NUMPY\u0001\0v\0{'descr': '<f8', }", "x.npy", /is a NumPy array.*numpy\.load/],
    ["PK\u0003\u0004\u0014\0\0\0\0\0..................\u0005\0\0\0x.npy", "x.npz", /is a NumPy array/],
    ["\x89HDF\r\n\u001a\n", "x.h5", /is an HDF5 file.*read_hdf/],
  ],
  "tables of other programs": [
    ["ARROW1\0\0\xff\xff", "t.feather", /is a Feather \(Arrow\) file.*read_feather/],
    ["SQLite format 3\0\u0010\0", "t.sqlite", /is an SQLite database.*sqlite3 -header -csv/],
    ["\x80\u0004\x95\0\0", "t.pkl", /is a Python pickle.*trust/],
  ],
  "packed files": [
    ["PK\u0003\u0004\u0014\0\0\0\b\0..................\u0008\0\0\0data.csv", "data.zip", /is a packed archive.*Unpack it/],
    ["7z\xbc\xaf'\u001c\0\u0004", "data.7z", /is a packed archive/],
    ["%PDF-1.7\n%\xe2\xe3", "data.pdf", /is a PDF/],
  ],
};

for (const [what, files] of Object.entries(foreign))
  test(`${what} are told as what they are, with the way to a CSV`, async () => {
    for (const [bytes, name, says] of files) {
      const said = await thrown(() => readTable([source(Buffer.from(bytes, "latin1"), name)]));
      assert.match(said, says);
      assert.ok(said.includes(` ${name}:1: ${name} is `), said);
    }
  });

test("a CSV is one whatever it is called, and whatever brackets it starts with", async () => {
  for (const [text, name, width] of [
    ["a,b\n1,2\n3,4\n", "rows.json", 2],
    ["a,b\n1,2\n3,4\n", "sales.xlsx", 2],
    ["[m],{s}\n1,2\n3,4\n", "t.csv", 2],
    ['{"a"},b\n1,2\n3,4\n', "t.csv", 2],
  ] as const)
    assert.equal((await readTable([source(text, name)])).columns.length, width, text);
});
