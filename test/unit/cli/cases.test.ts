// Tables that people have, re-made as small inputs (test/fixtures/cases, each with a line that says what
// should happen): what `new` and `check` say of how each is read, in English as the command line prints it,
// and in Korean as the builder does. Which target is guessed is tested elsewhere.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findInTable } from "../../../src/data/findings/findings.ts";
import { readMendedFiles } from "../../../src/data/mend-reading.ts";
import { format } from "../../../src/model/message.ts";
import { type Problem, ProblemError } from "../../../src/model/problem.ts";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";
import { source } from "../../fixtures/data/tables.ts";

const bundle = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Record<string, string>;

interface Case {
  /** What both commands print together. */
  readonly says?: readonly RegExp[];
  readonly never?: readonly RegExp[];
  /** What the document's data has. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Words of the Korean sentences. */
  readonly korean?: readonly RegExp[];
  /** Whether `new` refuses, with this one sentence. */
  readonly refused?: RegExp;
}

const cases: Readonly<Record<string, Case>> = {
  "bike-rentals.cp949": {
    says: [/Column "Date" holds dates, as "01\/12\/2017" \(line 2 .*\), but no day is above 12/, /euc-kr/],
    korean: [/열 "Date".*일과 월 가운데/],
  },
  "caret-delimited": {
    refused: /^caret-delimited\.csv:1:1: error: No delimiter was found in caret-delimited\.csv: "\^" splits every line into 3\. .*\n$/,
    korean: [/구분자를 찾지 못했습니다.*3개/],
  },
  "cars-question-mark-horsepower": {
    says: [/Column "horsepower" is numbers but for "\?" in 3 of 130 rows \(first in line 34 /],
    never: [/horsepower.*(?:ordinal|order of its texts)/],
    korean: [/열 "horsepower".*130행 가운데 3행의 "\?"/],
  },
  "census-question-marks": {
    says: [/warning: Column "workclass" has "\?" in 6 of 120 rows .*mostly means missing/],
    korean: [/열 "workclass".*결측값/],
  },
  "comments-and-hash-line-inside-quotes": { says: [/60 rows/], data: { comment: "#" }, korean: [/주석/] },
  "credit-two-header-rows": {
    says: [/credit-two-header-rows\.csv:2:1: .*Line 2 .* is a second row of names or measures/, /X1: number/, /100 rows/],
    never: [/default payment next month(?!")/],
    data: { skip: [2] },
    korean: [/2번째 줄은 두 번째 이름 행이나 단위 행/],
  },
  "dates-in-many-formats": {
    says: [
      /Column "german" holds dates/,
      /Column "us" holds dates/,
      /Column "korean" holds dates/,
      /Column "iso" holds dates/,
      /Column "month" holds months/,
      /Column "yearmonth" holds months/,
      /Column "clock" holds times of day/,
    ],
    never: [/names rows rather/],
    korean: [/열 "german".*날짜/, /열 "clock".*시각/],
  },
  "dates-iso-daily": { says: [/Column "date" holds dates, as "2023-01-01"/], korean: [/열 "date".*날짜/] },
  "decimal-comma-quoted-in-comma-file": {
    says: [/Columns "len", "weight" are numbers with a decimal comma, as in "5,5" \(line 2 .*Set the decimal mark to ","/],
    korean: [/열 "len", "weight".*소수점이 쉼표/],
  },
  "digits-784": { says: [/60 rows/, /pixel783: number/], never: [/leading zeros/] },
  "excel-sep-hint-comma": {
    says: [/60 rows/, /temperature: number/, /humidity: number/, /state: category, 2/],
    never: [/fields instead of/, /error/],
  },
  "german-euro": {
    says: [/Column "Preis" .*is numbers written with " €", "\.", as in "58\.028,60 €" .*strip, thousands/, /decimal mark ","/],
    korean: [/열 "Preis".*숫자/],
  },
  "hash-comments": {
    says: [/Lines 1–3, 35 .* start with "#"/, /60 rows/],
    never: [/fields instead of/],
    data: { comment: "#" },
    korean: [/1–3, 35번째 줄은 "#"/],
  },
  "header-repeated-in-the-middle": {
    says: [/Line 32 .*repeats the names/, /len: number/, /wid: number/, /kind: category, 2 different/],
    data: { skip: [32] },
    korean: [/32번째 줄이 열 이름을 되풀이/],
  },
  "headerless-census": { says: [/120 rows/, /without a header/, /column1: number/, /column8: category/] },
  "house-prices-plain": { says: [/400 rows/] },
  "houses-na-is-a-level": {
    says: [
      /Column "Alley" has "NA" in 112 of 120 rows.*missing_values to \[\]/,
      /Column "BsmtQual" has "NA" in 69 of 120 rows.*missing_values to \[\]/,
    ],
    korean: [/열 "Alley".*범주의 하나/],
  },
  "infinity-and-missing-words": {
    says: [
      /Column "ratio" is numbers but for "-inf", "inf", "Infinity" in 5 of 90 rows \(first in line 9 /,
      /Column "level" is numbers but for .*"missing", "\?", "--", "None" in 10 of 90 rows \(first in line 6 /,
    ],
    korean: [/열 "ratio".*90행 가운데 5행/, /열 "level".*90행 가운데 10행/],
  },
  "iris.arff": { says: [/iris\.arff\.csv is an ARFF file/], never: [/fields instead of/], data: { header: false }, korean: [/ARFF 파일/] },
  "markdown-table": {
    says: [/is a Markdown table/, /a: number/, /b: number/, /kind: category, 2/],
    never: [/error/],
    korean: [/Markdown 표/],
  },
  passengers: { says: [/150 rows/] },
  "percent-currency-units": {
    says: [
      /Column "rate" .*numbers written with "%"/,
      /Column "price" .*numbers written with "\$", ",".*strip, thousands/,
      /Column "balance" .*parentheses/,
      /Column "term" .*" months"/,
      /Column "weight" .*" kg"/,
    ],
    never: [/names rows rather/],
    korean: [/열 "price".*숫자/],
  },
  "ranges-and-detection-limits": { says: [/60 rows/], never: [/warning|information|error/] },
  "report-title-and-total": {
    says: [
      /report-title-and-total\.csv:1:1: .*Line 1 .* has 1 field, but the names in line 3 and the 61 lines below them have 3, so it is a title/,
      /report-title-and-total\.csv:64:1: .*"Total"/,
      /60 rows/,
    ],
    never: [/fields instead of/],
    data: { skip: [1, 2, 64] },
    korean: [/1번째 줄은 필드가 1개/, /64번째 줄.*"Total"/],
  },
  "sensors-trailing-semicolons": {
    says: [
      /"CO\(GT\)" has -200 in 11 of 100 rows/,
      /"C6H6\(GT\)" has -200 in 8 of 100 rows/,
      /Column "Time" holds times of day/,
      /column9, column10/,
    ],
    korean: [/열 "CO\(GT\)".*-200/],
  },
  "single-quoted-fields": {
    refused: /^single-quoted-fields\.csv:2:1: error: Fields of single-quoted-fields\.csv are quoted with '.*\n$/,
    korean: [/작은따옴표/],
  },
  "target-minus-one-zero-one": { says: [/150 rows/] },
  "thousands-of-categories": { says: [/4,?000 rows/] },
  "trailing-comma-in-rows-only": {
    says: [
      /warning: 60 lines of trailing-comma-in-rows-only\.csv, the first of them line 2, have a delimiter behind the last column/,
      /kind: category, 2/,
    ],
    never: [/fields instead of/, /column5/],
    korean: [/60줄은 마지막 열 뒤에 구분자/],
  },
  "whitespace-columns.data": {
    refused:
      /^whitespace-columns\.data\.csv:1:1: error: No delimiter was found in .*: its fields, 6 in a line, seem to be separated by blanks\. .*\n$/,
    korean: [/공백으로 나뉜/],
  },
  "zip-and-phone-leading-zeros": {
    says: [
      /warning: Column "zip" is written with leading zeros, as "00747"/,
      /warning: Column "phone" is written with leading zeros.*80 different ones in 80 rows/,
    ],
    korean: [/열 "zip".*부호/],
  },
};

/** What is said of how a table is read, as the builder has it. */
async function found(name: string, bytes: Uint8Array): Promise<readonly Problem[]> {
  try {
    const { table, mended } = await readMendedFiles([source(bytes, name)], {});
    return [...mended, ...table.problems, ...findInTable(table, { columns: {}, features: undefined }).problems];
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    return [error.problem];
  }
}

for (const [stem, { says = [], never = [], data = {}, korean = [], refused }] of Object.entries(cases))
  test(stem, async () => {
    const name = `${stem}.csv`;
    const bytes = readFileSync(join("test/fixtures/cases", name));
    const folder = makeFolder({ [name]: bytes });
    const made = perceptron(folder, "new", name, "--out", "made.perceptron");
    if (refused === undefined) {
      assert.equal(made.status, 0, made.stderr);
      const checked = perceptron(folder, "check", "made.perceptron");
      assert.doesNotMatch(checked.stdout, / error: /);
      const printed = made.stderr + checked.stdout + checked.stderr;
      for (const pattern of says) assert.match(printed, pattern);
      for (const pattern of never) assert.doesNotMatch(printed, pattern);
      const document = JSON.parse(readFileSync(join(folder, "made.perceptron"), "utf8")) as { data: Record<string, unknown> };
      for (const [field, value] of Object.entries(data)) assert.deepEqual(document.data[field], value);
    } else {
      assert.match(made.stderr, refused);
      assert.equal(made.status, 1);
      assert.ok(!existsSync(join(folder, "made.perceptron")));
    }
    const sentences = (await found(name, bytes)).map(({ message }) => format(message, bundle));
    for (const pattern of korean)
      assert.ok(
        sentences.some((sentence) => pattern.test(sentence)),
        `${String(pattern)} in ${sentences.join("\n")}`,
      );
  });
