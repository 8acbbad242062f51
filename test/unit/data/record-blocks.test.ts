// Plain records are read many at a time, by a kernel. It changes no table: each is read with it from the
// first record on, and without, and must be the same to the last bit, with the same sentences.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readTable } from "../../../src/data/read.ts";
import type { ReadSettings } from "../../../src/data/read-settings.ts";
import type { ReadingThreads } from "../../../src/data/pieces/threads.ts";
import { RecordKernel } from "../../../src/data/kernel/record-kernel.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { Chance } from "../../fuzz/chance.ts";
import { mutateBytes } from "../../fuzz/mutate.ts";
import { moreOddTables } from "../../fixtures/data/more-odd-tables.ts";
import { oddTables, refusedTables } from "../../fixtures/data/odd-tables.ts";
import { factsOf } from "../../fixtures/data/facts.ts";
import { inProcessThreads } from "../../fixtures/data/in-process-threads.ts";
import { inPieces } from "../../fixtures/data/pieces.ts";

const encoder = new TextEncoder();

async function outcome(
  bytes: Uint8Array,
  cuts: readonly number[],
  settings: ReadSettings,
  worth: number,
  threads?: ReadingThreads,
): Promise<unknown> {
  try {
    return factsOf(await readTable([inPieces(bytes, cuts)], settings, { threads }, worth));
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
}

/** Numbers of threads, by turns. */
const THREADS = [2, 3, 1, 4, 7];
let turn = 0;
/** Pieces that were read by threads to their end, and all of them. */
const read = { whole: 0, all: 0 };

/** Reads with and without the kernel, and with threads, as a whole and in pieces. */
async function compare(bytes: Uint8Array, settings: ReadSettings = {}, cuts: readonly number[] = []): Promise<void> {
  const plain = await outcome(bytes, cuts, settings, Infinity);
  assert.deepEqual(await outcome(bytes, cuts, settings, 0), plain);
  turn += 1;
  const count = THREADS[turn % THREADS.length]!;
  const piece = Math.ceil(bytes.length / (2 + (turn % 12)));
  const worth = turn % 8 === 0 ? 0 : Infinity;
  const threads = inProcessThreads(count, piece, worth, (taken, length) => {
    read.all += 1;
    if (taken === length) read.whole += 1;
  });
  assert.deepEqual(await outcome(bytes, cuts, settings, worth, threads), plain, `${count} threads, pieces of ${piece} bytes`);
}

/** Cells of every kind that a table may have, most of them plain. */
const cellsOf: Readonly<Record<string, (chance: Chance) => string>> = {
  whole: (chance) => String(chance.below(2000) - 1000),
  few: (chance) => chance.pick(["0", "1", "2"]),
  decimals: (chance) => (chance.below(20_000) / 1000 - 10).toFixed(chance.below(4)),
  written: (chance) =>
    chance.pick(["1.50", "+2", ".5", "5.", "007", "1e3", "2E-2", "-0", "-0.0", "12345678901234567890", "0.1234567890123456789"]),
  large: (chance) => chance.pick(["2147483647", "-2147483648", "99999999999", "0.000001", "3", "123456.789012", "1e308", "1e400"]),
  long: (chance) => String(chance.below(1_000_000) / 7),
  missing: (chance) => chance.pick(["", "NA", "null", " ", '""', "1", "2.5", " 3 ", "\t4", '"5"', '" 6 "', "nan"]),
  text: (chance) =>
    chance.pick(["a", "b c", " d ", '"e, f"', '"g ""h"" i"', '"j\nk"', "한글", '"l"', 'm"n', '"o" ', "", "NA", "x".repeat(40)]),
  many: (chance) => `id${chance.below(100_000)}`,
  boolean: (chance) => chance.pick(["true", "FALSE", "True", "false"]),
  turning: (chance) => (chance.once(90) ? "n.d." : String(chance.below(50))),
  none: () => "",
};

function tableOf(chance: Chance): { readonly bytes: Uint8Array; readonly settings: ReadSettings } {
  const delimiter = chance.pick([",", ",", ",", ";", "\t", "|"]);
  const end = chance.pick(["\n", "\n", "\r\n", "\r"]);
  const kinds = Array.from({ length: 2 + chance.below(6) }, () => chance.pick(Object.keys(cellsOf)));
  const header = kinds.map((kind, index) => `${kind}${index}`).join(delimiter);
  const rare = 1 + chance.below(60);
  const lines = Array.from({ length: 20 + chance.below(200) }, () => {
    const cells = kinds.map((kind) => cellsOf[kind]!(chance));
    if (!chance.once(rare)) return cells.join(delimiter);
    return chance.pick([
      "",
      "# note",
      cells.slice(1).join(delimiter),
      [...cells, ""].join(delimiter),
      `${cells.join(delimiter)} `,
      "\u001a",
    ]);
  });
  const decimal = delimiter !== "," && chance.once(2) ? ("," as const) : undefined;
  const text = [header, ...lines].join(end) + (chance.once(3) ? "" : end);
  const settings: ReadSettings = {
    ...(chance.once(3) ? { comment: "#" } : {}),
    ...(chance.once(6) ? { skip: [chance.below(30) + 2] } : {}),
    ...(chance.once(6) ? { columns: { [`${kinds[0]}0`]: { missing_values: ["0", "-1"] } } } : {}),
    ...(chance.once(6) ? { columns: { [`${kinds[1]}1`]: { kind: "category" } } } : {}),
    ...(decimal === undefined || chance.once(2) ? {} : { decimal }),
  };
  return { bytes: encoder.encode(decimal === undefined ? text : text.replaceAll(/(\d)\.(\d)/g, "$1,$2")), settings };
}

test("there is a kernel here, so that the rest says something", () => {
  assert.ok(RecordKernel.for(3));
});

test("random tables are the same with the kernel", async () => {
  const chance = new Chance(11);
  for (let round = 0; round < 300; round++) {
    const { bytes, settings } = tableOf(chance);
    await compare(bytes, settings, chance.once(3) ? [chance.below(bytes.length)] : []);
  }
});

test("mutated tables are the same with the kernel", async () => {
  const chance = new Chance(12);
  for (let round = 0; round < 600; round++) {
    const { bytes, settings } = tableOf(chance);
    await compare(mutateBytes(bytes, chance), settings);
  }
});

test("odd tables, wherever a piece ends, are the same with the kernel", async () => {
  for (const { text } of [...Object.values(oddTables), ...Object.values(moreOddTables)]) await compare(encoder.encode(text));
  for (const text of Object.values(refusedTables)) await compare(encoder.encode(typeof text === "string" ? text : JSON.stringify(text)));
  const { bytes, settings } = tableOf(new Chance(5));
  for (let cut = 1; cut < bytes.length; cut += 7) await compare(bytes, settings, [cut]);
});

test("a table with more rows than a block, more texts than the kernel learns and values that grow is the same", async () => {
  const chance = new Chance(13);
  const rows = Array.from({ length: 40_000 }, (_, row) =>
    [
      row,
      (row / 8).toFixed(3),
      row < 30_000 ? row % 7 : `${row}.${row}`,
      `id${row}`,
      chance.pick(["a", "b", "NA", "c"]),
      row * 1e5,
      "",
    ].join(","),
  );
  await compare(encoder.encode(`a,b,c,d,e,f,g\n${rows.join("\n")}\n`));
});

test("only the rows that are asked for are read", async () => {
  const { previewTable } = await import("../../../src/data/read.ts");
  const text = `a,b\n${Array.from({ length: 9000 }, (_, row) => `${row},x`).join("\n")}\n`;
  const preview = await previewTable([inPieces(encoder.encode(text), [])], {}, 4321);
  assert.equal(preview.rows, 4321);
  assert.equal(preview.lines.at(-1), 4322);
});

test("most pieces were read by threads", () => {
  assert.ok(read.whole > 1500 && read.whole > read.all / 2, JSON.stringify(read));
});
