// Several files of one table that are odd: each is looked at, and lines are skipped only if they may go in
// every file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findInTable } from "../../../src/data/findings/findings.ts";
import { readMendedFiles } from "../../../src/data/mend-reading.ts";
import { readTable } from "../../../src/data/read.ts";
import { format } from "../../../src/model/message.ts";
import type { Problem } from "../../../src/model/problem.ts";
import { source } from "../../fixtures/data/tables.ts";

const bundle = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Record<string, string>;

/** Rows that differ from file to file. */
function rows(count: number, from = 0): string {
  return Array.from({ length: count }, (_, row) => `${(row + from) % 7},${(3 * row + from) % 11},${row % 2 ? "x" : "y"}`).join("\n");
}

const plain = `a,b,k\n${rows(30)}\n`;

async function said(
  ...texts: readonly string[]
): Promise<{ problems: readonly Problem[]; skip: readonly number[] | undefined; kinds: string }> {
  const sources = texts.map((text, index) => source(text, `${index + 1}.csv`));
  const { table, mended, reading } = await readMendedFiles(sources, {});
  const found = findInTable(table, { columns: {}, features: undefined, skip: reading.skip });
  const problems = [...mended, ...table.problems, ...found.problems];
  for (const { message } of problems) assert.match(format(message, bundle), /[가-힣]/, message.text);
  return { problems, skip: reading.skip, kinds: table.columns.map(({ kind }) => kind[0]).join("") };
}

function lines(problems: readonly Problem[]): string[] {
  return problems.map(({ file, line, fixes, message }) => `${file ?? ""}:${line ?? ""}${fixes ? "+" : ""} ${format(message)}`);
}

test("a row of units in each file is skipped in all", async () => {
  const { problems, skip, kinds } = await said(
    `a,b,k\ncm,kg,-\n${rows(20)}\n`,
    `a,b,k\ncm,kg,-\n${rows(30)}\n`,
    `a,b,k\nmm,g,-\n${rows(9)}\n`,
  );
  assert.deepEqual([skip, kinds], [[2], "nnc"]);
  assert.match(lines(problems)[0]!, /^1\.csv:2\+ Line 2 of 1\.csv is a second row of names/);
  assert.equal(problems.length, 1);
});

test("a row of units in one file only is named, and nothing is skipped in the others", async () => {
  const { problems, skip } = await said(plain, `a,b,k\ncm,kg,-\n${rows(30)}\n`);
  assert.equal(skip, undefined);
  assert.deepEqual(lines(problems).slice(0, 1), [
    "2.csv:2 2.csv has a second row of names or measures (line 2). Lines to skip count for every file, and line 2 of 1.csv is part of the table, so remove it from 2.csv itself.",
  ]);
});

test("a total below the last row of the longest file is skipped, another is named", async () => {
  const longest = await said(`a,b,k\n${rows(30)}\n99,330,Total\n`, `a,b,k\n${rows(20)}\n`);
  assert.deepEqual([longest.skip, longest.kinds], [[32], "nnc"]);
  const both = await said(`a,b,k\n${rows(30)}\n99,330,Total\n`, `a,b,k\n${rows(20)}\n99,330,Total\n`);
  assert.deepEqual(both.skip, [32]);
  assert.match(lines(both.problems).join("\n"), /^2\.csv:22 2\.csv has a total \(line 22\)\..* line 22 of 1\.csv is part of the table/m);
});

test("names that come again: in the same line of each file, and in one", async () => {
  const again = `a,b,k\n${rows(12)}\na,b,k\n${rows(9, 2)}\n`;
  assert.deepEqual((await said(again, again)).skip, [14]);
  const one = await said(plain, again);
  assert.equal(one.skip, undefined);
  assert.match(lines(one.problems)[0]!, /^2\.csv:14 2\.csv has the names of the columns again \(line 14\)/);
});

/** A table with a title and an empty line above it. */
function titled(title: string, count: number): string {
  return `${title}\n\na,b,k\n${rows(count)}\n`;
}

test("titles above the names of each file, whatever they say, and above those of one", async () => {
  const each = await said(titled("January", 20), titled("February", 30), titled("March", 9));
  assert.deepEqual([each.skip, each.kinds], [[1, 2], "nnc"]);
  assert.match(lines(each.problems)[0]!, /^1\.csv:1\+ Line 1 of 1\.csv has 1 field/);
  for (const [files, odd, other] of [
    [[plain, titled("February", 30)], 2, 1],
    [[titled("January", 30), plain], 1, 2],
  ] as const) {
    const { problems, skip } = await said(...files);
    assert.equal(skip, undefined);
    assert.match(
      lines(problems)[0]!,
      new RegExp(`^${odd}\\.csv:1 ${odd}\\.csv has a title \\(line 1–2\\)\\..* of ${other}\\.csv is part of the table`),
    );
  }
});

test("a remark below the table of the longest file is skipped", async () => {
  const { skip } = await said(`a,b,k\n${rows(30)}\nSource: office\n`, `a,b,k\n${rows(20)}\n`);
  assert.deepEqual(skip, [32]);
  const shorter = await said(`a,b,k\n${rows(30)}\n`, `a,b,k\n${rows(20)}\nSource: office\n`);
  assert.equal(shorter.skip, undefined);
  assert.match(lines(shorter.problems)[0]!, /^2\.csv:22 2\.csv has a remark below the table/);
});

test("what is alike in files that nobody mends for them is said once", async () => {
  const units = `a,b,k\ncm,kg,-\n${rows(20)}\n`;
  const table = await readTable(["1", "2", "3", "4", "5"].map((name) => source(units, `${name}.csv`)));
  const { problems } = findInTable(table, { columns: {}, features: undefined });
  assert.deepEqual(
    lines(problems).map((text) => text.replace(/ \(".*$/, "")),
    ["1.csv:2+ Line 2 of 1.csv is a second row of names or measures", ": The same is true of 4 more files: 2.csv, 3.csv, 4.csv, …"],
  );
});

test("files in which nothing is odd are not warned of", async () => {
  assert.deepEqual((await said(plain, `a,b,k\n${rows(20, 3)}\n`, `a,b,k\n${rows(3)}\n`)).problems, []);
});
