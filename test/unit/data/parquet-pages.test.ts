// Pages of very many rows, as a few bytes can claim them: their values come in pieces, and whoever wants to
// cancel is let in between two.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openParquet } from "../../../src/data/parquet/open.ts";
import { PIECE } from "../../../src/data/parquet/pages.ts";
import { readTable } from "../../../src/data/read.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import {
  BYTE_ARRAY,
  INT32,
  page,
  type ParquetClaims,
  parquetFile,
  PLAIN,
  RLE_DICTIONARY,
  run,
  secondPage,
  sized,
  varint,
} from "../../fixtures/data/parquet-file.ts";
import { thrown } from "../../fixtures/data/tables.ts";

const inMemory = (bytes: Uint8Array) => ({ size: bytes.length, read: async (start: number, end: number) => bytes.subarray(start, end) });

const numbers: Pick<ParquetClaims, "type" | "isOptional"> = { type: INT32, isOptional: true };
const word = page("dictionary", 1, PLAIN, sized([97]));

/** What a page of very many rows can be: gaps, one value of a dictionary, both, and numbers as they are. */
const large: Readonly<Record<string, ParquetClaims>> = {
  gaps: { ...numbers, rows: 2 ** 24, isOptional: true, pages: [page("data", 2 ** 24, PLAIN, sized(run(2 ** 24, 0)))] },
  "gaps of the second version": {
    ...numbers,
    rows: 2 ** 24,
    isOptional: true,
    pages: [secondPage(2 ** 24, 2 ** 24, PLAIN, run(2 ** 24, 0), [])],
  },
  "one text": {
    type: BYTE_ARRAY,
    rows: 2 ** 20,
    isOptional: true,
    pages: [word, page("data", 2 ** 20, RLE_DICTIONARY, [...sized(run(2 ** 20, 1)), 1, ...run(2 ** 20, 0)])],
  },
  "a gap and a text": {
    type: BYTE_ARRAY,
    rows: 2 ** 20,
    isOptional: true,
    pages: [word, page("data", 2 ** 20, RLE_DICTIONARY, [...sized([...run(2 ** 19, 0), ...run(2 ** 19, 1)]), 1, ...run(2 ** 19, 0)])],
  },
  "no gaps at all": {
    type: INT32,
    rows: 2 ** 16,
    pages: [
      page(
        "data",
        2 ** 16,
        PLAIN,
        Array.from({ length: 4 * 2 ** 16 }, () => 0),
      ),
    ],
  },
};

for (const [what, claims] of Object.entries(large))
  test(`whoever wants to cancel is let in within a page: ${what}`, async () => {
    const file = await openParquet(inMemory(parquetFile(claims)), { file: "x.parquet", path: [] });
    let rows = 0;
    let breaths = 0;
    for await (const { values } of file.pieces(
      Infinity,
      () => true,
      async () => void breaths++,
    )) {
      assert.ok(values.length <= PIECE, `${values.length} values are handed on at once`);
      rows += values.length;
    }
    assert.equal(rows, claims.rows);
    // Of levels each piece is a breath of its own.
    assert.ok(breaths >= (claims.isOptional ? rows / PIECE : 1), `${breaths} breaths`);
  });

test("a cancel is heard within a page", async () => {
  let asked = 0;
  const hooks = { isCancelled: () => ++asked > 3 };
  assert.match(await thrown(() => readTable([bytesSource("x.parquet", parquetFile(large["gaps"]!))], {}, hooks)), /^error cancelled /);
});

test("gaps and values stand where their levels say, in pages of both versions and across pieces", async () => {
  const count = 2 * PIECE + 8;
  // Packed: of each eight rows the first and the last have a value.
  const packed = [...varint((count / 8) * 2 + 1), ...Array.from({ length: count / 8 }, () => 0b1000_0001)];
  const values = Array.from({ length: count / 4 }, (_, index) => index);
  const bytes = [...new Uint8Array(Int32Array.from(values).buffer)];
  for (const one of [
    page("data", count, PLAIN, [...sized(packed), ...bytes]),
    secondPage(count, count - count / 4, PLAIN, packed, bytes),
  ]) {
    const file = await openParquet(inMemory(parquetFile({ ...numbers, rows: count, isOptional: true, pages: [one] })), {
      file: "x.parquet",
      path: [],
    });
    const read: unknown[] = [];
    for await (const piece of file.pieces(Infinity)) read.push(...Array.from(piece.values));
    let next = 0;
    assert.deepEqual(
      read,
      Array.from({ length: count }, (_, row) => (row % 8 === 0 || row % 8 === 7 ? next++ : null)),
    );
  }
});
