// Parquet files that claim what they do not hold: each is refused at once with the one sentence, whatever the
// number is that lies. Written by hand, and the three of test/fixtures/hostile.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync, constants, deflateRawSync } from "node:zlib";
import { library } from "../../../src/data/parquet/library.ts";
import { readTable } from "../../../src/data/read.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import type { Storage } from "../../../src/data/storage.ts";
import type { Source } from "../../../src/data/types.ts";
import { storageOf } from "../../../src/worker/node/storage.ts";
import {
  BYTE_ARRAY,
  DELTA_BINARY_PACKED,
  DELTA_BYTE_ARRAY,
  INT32,
  int,
  list,
  long,
  page,
  type ParquetClaims,
  parquetFile,
  PLAIN,
  RLE_DICTIONARY,
  run,
  secondPage,
  sized,
  structure,
  text,
} from "../../fixtures/data/parquet-file.ts";
import { cells, source, thrown } from "../../fixtures/data/tables.ts";

const int32 = (...values: number[]): number[] => [...new Uint8Array(Int32Array.from(values).buffer)];
const words = (...values: string[]): number[] => values.flatMap((value) => sized([...Buffer.from(value)]));
const plain = (...values: number[]): number[] => page("data", values.length, PLAIN, int32(...values));
const three: ParquetClaims = { type: INT32, rows: 3, pages: [plain(1, 2, 3)] };
const read = (claims: ParquetClaims) => readTable([source(parquetFile(claims), "x.parquet")]);

const whole: [string, ParquetClaims, string[]][] = [
  ["plain numbers", three, ["1", "2", "3"]],
  ["pages", { ...three, pages: [plain(1), plain(2, 3)] }, ["1", "2", "3"]],
  [
    "gaps",
    { ...three, isOptional: true, pages: [page("data", 3, PLAIN, [...sized([...run(1, 1), ...run(1, 0), ...run(1, 1)]), ...int32(1, 3)])] },
    ["1", ".", "3"],
  ],
  [
    "a dictionary",
    {
      type: BYTE_ARRAY,
      rows: 3,
      pages: [page("dictionary", 2, PLAIN, words("a", "b")), page("data", 3, RLE_DICTIONARY, [1, ...run(2, 1), ...run(1, 0)])],
    },
    ["b", "b", "a"],
  ],
  [
    "a second version's page",
    { ...three, isOptional: true, pages: [secondPage(3, 1, PLAIN, [...run(2, 1), ...run(1, 0)], int32(4, 5))] },
    ["4", "5", "."],
  ],
  [
    "nothing but gaps",
    { ...three, rows: 1000, isOptional: true, pages: [page("data", 1000, PLAIN, sized(run(1000, 0)))] },
    Array.from({ length: 1000 }, () => "."),
  ],
];

for (const [what, claims, expected] of whole)
  test(`reads ${what}`, async () => {
    const { columns } = await read(claims);
    assert.deepEqual(columns.map(cells), [expected]);
  });

test("a file that does not fit into memory is read a column of a group of rows at a time, into a file", async () => {
  const asked: number[] = [];
  const files = ["snappy", "zstd", "brotli", "snappy"].map((codec, index): Source => {
    const own = bytesSource(`${index}.parquet`, readFileSync(`test/fixtures/data/values.${codec}.parquet`));
    return Object.assign({}, own, { read: async (start: number, end: number) => (asked.push(end - start), own.read!(start, end)) });
  });
  const whole = await readTable(files);
  const size = files[0]!.size!;
  assert.ok(asked.length > 8 && Math.max(...asked) < size, `never all of a file: ${asked.join()} of ${size}`);
  let removed = 0;
  // Chunks of a few rows, of which the ends lie within files.
  const disk = storageOf(whole.columns.length * 3, whole.columns.length * 8 * 2);
  const storage: Storage = {
    ...disk,
    create: async (...given) => {
      const file = await disk.create(...given);
      return { ...file, append: (some) => file.append(some), read: (...to) => file.read(...to), remove: () => (removed++, file.remove()) };
    },
  };
  const stored = await readTable(files, {}, { storage });
  assert.ok(stored.columns.every((column) => column.stored !== undefined));
  assert.deepEqual(stored.columns.map(cells), whole.columns.map(cells));
  assert.deepEqual([stored.rows, stored.lines, stored.problems], [whole.rows, whole.lines, whole.problems]);
  stored.release?.();
  assert.equal(removed, 1);
});

const dictionary = page("dictionary", 2, PLAIN, words("a", "b"));
const deltas = (...head: number[]): number[] => [...head, 0, 0, 0, 0, 0, 0, 0, 0];
const gzip = [...deflateRawSync(Buffer.alloc(4))];

const lies: [string, ParquetClaims][] = [
  ["2⁴⁰ rows", { ...three, rows: 2n ** 40n }],
  ["2⁴⁰ rows of a group", { ...three, groupRows: 2n ** 40n, values: 3 }],
  ["2⁶³ rows", { ...three, rows: -(2n ** 62n) }],
  ["100 rows and holds 3", { ...three, rows: 100 }],
  ["100 rows and 3 values", { ...three, rows: 100, values: 3 }],
  ["more rows than its groups", { ...three, rows: 100, groupRows: 3 }],
  ["3 rows and holds 2", { ...three, pages: [plain(1, 2)] }],
  ["3 values of a page with 2", { ...three, pages: [page("data", 3, PLAIN, int32(1, 2))] }],
  ["2³⁰ values of a page", { ...three, rows: 2 ** 30, pages: [page("data", 2 ** 30, PLAIN, int32(1, 2))] }],
  ["2³⁰ values of a dictionary", { ...three, type: BYTE_ARRAY, pages: [page("dictionary", 2 ** 30, PLAIN, words("a"))] }],
  ["a page that goes on beyond the file", { ...three, pages: [plain(1, 2, 3).with(2, 0xfe)] }],
  [
    "a value repeated 2³⁰ times",
    { ...three, isOptional: true, pages: [page("data", 3, PLAIN, [...sized(run(2 ** 30, 1)), ...int32(1, 2, 3)])] },
  ],
  [
    "an index repeated 2³⁰ times",
    { type: BYTE_ARRAY, rows: 3, pages: [dictionary, page("data", 3, RLE_DICTIONARY, [1, ...run(2 ** 30, 1)])] },
  ],
  [
    "an index that is in no dictionary",
    { type: BYTE_ARRAY, rows: 3, pages: [dictionary, page("data", 3, RLE_DICTIONARY, [2, ...run(3, 2)])] },
  ],
  ["indices without a dictionary", { type: BYTE_ARRAY, rows: 3, pages: [page("data", 3, RLE_DICTIONARY, [1, ...run(3, 1)])] }],
  [
    "indices of no bits, endlessly",
    { type: BYTE_ARRAY, rows: 3, pages: [dictionary, secondPage(3, 0, RLE_DICTIONARY, [], [0, 0xff, 0xff, 0xff, 0xff, 0x0f])] },
  ],
  [
    "levels that are longer than their page",
    { ...three, isOptional: true, pages: [page("data", 3, PLAIN, [...sized(run(3, 1), 2 ** 31), ...int32(1, 2, 3)])] },
  ],
  ["levels that are too few", { ...three, isOptional: true, pages: [page("data", 3, PLAIN, [...sized(run(2, 1)), ...int32(1, 2, 3)])] }],
  ["blocks of no differences", { ...three, pages: [page("data", 3, DELTA_BINARY_PACKED, deltas(128, 1, 0, 3, 2))] }],
  [
    "blocks of differences that go back",
    { ...three, pages: [page("data", 3, DELTA_BINARY_PACKED, deltas(128, 1, 0xfb, 0xff, 0xff, 0xff, 0x0f, 3, 2))] },
  ],
  [
    "texts that begin with 2³⁰ letters of nothing",
    { type: BYTE_ARRAY, rows: 1, pages: [page("data", 1, DELTA_BYTE_ARRAY, [128, 1, 4, 1, 0x80, 0x80, 0x80, 0x80, 8, 128, 1, 4, 1, 0])] },
  ],
  ["a page that unpacks to 2³⁰ bytes", { ...three, codec: 2, pages: [page("data", 3, PLAIN, gzip, 2 ** 30)] }],
  ["a page packed by nothing known", { ...three, codec: 99 }],
  ["a column that begins after the file", { ...three, meta: { 9: long(2 ** 40) } }],
  ["a column of -1 bytes", { ...three, meta: { 7: long(-1) } }],
  ["a list of 2³¹ columns", { ...three, meta: { 2: list([int(0)], 2 ** 31 - 1) } }],
  ["a number without end", { ...three, meta: { 5: [6, Array.from({ length: 20 }, () => 0x80)] } }],
  [
    "a decimal number of 64 kB in its statistics",
    { ...three, schema: { 6: int(5) }, meta: { 12: structure({ 1: text(Array.from({ length: 2 ** 16 }, () => 7)) }) } },
  ],
  [
    "a decimal number of 64 kB",
    { type: BYTE_ARRAY, rows: 1, schema: { 6: int(5) }, pages: [page("data", 1, PLAIN, sized(Array.from({ length: 2 ** 16 }, () => 7)))] },
  ],
  ["a column of another name", { ...three, meta: { 3: list([text("y")]) } }],
];

const refusal = /^error damaged-parquet data\.file x\.parquet:: x\.parquet is a Parquet file that cannot be read: it is damaged,/;

for (const [what, claims] of lies)
  test(`refuses a file that claims ${what}`, async () => {
    assert.match(await thrown(() => read(claims)), refusal);
  });

for (const name of ["crash-3", "rowbomb", "unhandled-1"])
  test(`refuses ${name}.parquet`, async () => {
    const bytes = readFileSync(`test/fixtures/hostile/${name}.parquet`);
    assert.match(await thrown(() => readTable([source(bytes, "x.parquet")])), refusal);
  });

test("gaps without end are more than a small file may become", async () => {
  const pages = Array.from({ length: 2 }, () => page("data", 2 ** 24, PLAIN, sized(run(2 ** 24, 0))));
  const sentence = await thrown(() => read({ ...three, rows: 2 ** 25, isOptional: true, pages }));
  assert.match(
    sentence,
    /^error unpacks-too-far data\.file x\.parquet:: x\.parquet has \d+ bytes, but unpacks to more than 100 times as many\./,
  );
});

test("a text that stands in every row counts each time", async () => {
  const word = page("dictionary", 1, PLAIN, words("a".repeat(2 ** 16)));
  const claims = { type: BYTE_ARRAY, rows: 2 ** 14, pages: [word, page("data", 2 ** 14, RLE_DICTIONARY, [1, ...run(2 ** 14, 0)])] };
  assert.match(await thrown(() => read(claims)), /^error unpacks-too-far /);
});

test("reading is cancelled between two pages", async () => {
  const pages = Array.from({ length: 40 }, () => page("data", 2 ** 18, PLAIN, sized(run(2 ** 18, 0))));
  const bytes = parquetFile({ ...three, rows: 40 * 2 ** 18, isOptional: true, pages });
  let asked = 0;
  const hooks = { isCancelled: () => ++asked > 3 };
  assert.match(await thrown(() => readTable([bytesSource("x.parquet", bytes)], {}, hooks)), /^error cancelled /);
  assert.equal(asked, 4);
});

test("a Brotli page that goes on beyond the size that it claims is damaged, and takes no memory", async () => {
  const { compressors } = library;
  const zeros = 2 ** 26;
  const packed = new Uint8Array(brotliCompressSync(new Uint8Array(zeros), { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }));
  assert.ok(packed.length < 1_000);
  assert.throws(() => compressors["BROTLI"]!(packed, 1_000), /has not the size that it claims/);
  const text = new TextEncoder().encode("as it is claimed");
  assert.deepEqual(compressors["BROTLI"]!(new Uint8Array(brotliCompressSync(text)), text.length), text);
});
