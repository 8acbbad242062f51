// The C header against `perceptron predict`: every layer, loss and way of encoding, the samples and the CSVs
// of test/fixtures/cases, under the address sanitizer. Headers share a program, each with a prefix of its
// own; some are compiled as they are.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fieldsOf, resultsOf, rowStatements } from "../../src/code/c/c.ts";
import { c } from "../../src/code/c/exporter.ts";
import { planOf } from "../../src/code/inference/input.ts";
import { bytesSource } from "../../src/data/sources.ts";
import { isMissing, numberAt, type Table } from "../../src/data/table.ts";
import { Predictor } from "../../src/training/predict.ts";
import { makeFolder } from "../fixtures/code/command-line.ts";
import { columnCases, fileCases, type InferenceCase, layerCases, lossCases } from "../fixtures/code/inference/cases.ts";

const FLAGS = ["-Wall", "-Wextra", "-Werror", "-std=c99", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
const ROWS = 12;

const groups = { layers: layerCases, losses: lossCases, columns: columnCases, files: fileCases };

interface Part {
  readonly name: string;
  readonly header: string;
  readonly main: string;
  readonly call: string;
  /** What each row has to print: the status, then a number per column. */
  readonly expected: readonly (readonly number[])[];
}

function valuesOf(table: Table, row: number): Record<string, string> {
  return Object.fromEntries(
    table.columns.map((column) => {
      if (isMissing(column, row)) return [column.name, ""];
      if (column.kind === "category") return [column.name, column.texts[column.codes[row]!]!];
      const value = numberAt(column, row);
      return [column.name, column.kind === "boolean" ? String(value === 1) : String(value)];
    }),
  );
}

async function partOf({ name, input, weights, csvs }: InferenceCase, index: number): Promise<Part> {
  assert.deepEqual(c.refuses(input), []);
  const [file] = await c.write(input);
  const plan = planOf(input);
  const fields = fieldsOf(plan);
  const results = resultsOf(plan, fields);
  const expected: number[][] = [];
  const rows: string[] = [];
  const prints = plan.columns.map(({ answer, probabilityOf }) => {
    const to = `answer.${results[answer]!.name}`;
    return `printf(" %.9g", (double)${probabilityOf === undefined ? to : `${to}_probability[${probabilityOf}]`});`;
  });
  const show = "show_perceptron_row";
  for (const [key, csv] of Object.entries(csvs)) {
    const { table, columns, answerOf } = await new Predictor(weights).predict([bytesSource(key, csv)]);
    for (let row = 0; row < Math.min(ROWS, table.rows); row++) {
      rows.push(...rowStatements(fields, valuesOf(table, row)), `${show}(&row);`);
      const answer = answerOf[row]!;
      const cell = (at: number): number => {
        const { classes } = results[plan.columns[at]!.answer]!;
        const text = columns[at]!.cell(answer);
        return plan.columns[at]!.probabilityOf === undefined && classes.length > 0 ? classes.indexOf(text) : Number(text);
      };
      expected.push(answer < 0 ? [1] : [0, ...columns.map((_, at) => cell(at))]);
    }
  }
  const main = [
    `static void ${show}(const perceptron_row *row) {`,
    "  perceptron_answer answer;",
    "  int status = predict(row, &answer);",
    '  printf("%d", status);',
    `  if (status == 0) { ${prints.join(" ")} }`,
    '  printf("\\n");',
    "}",
    "static void run_perceptron_rows(void) {",
    "  perceptron_row row;",
    ...rows.map((line) => `  ${line}`),
    "}",
  ].join("\n");
  const own = (text: string): string =>
    text
      .replaceAll("perceptron_", `p${index}_`)
      .replaceAll("PERCEPTRON_", `P${index}_`)
      .replaceAll(/\bpredict\(/g, `predict_${index}(`);
  return { name, header: own(String(file!.content)), main: own(main), call: own("run_perceptron_rows();"), expected };
}

function compile(folder: string, source: string, ...flags: readonly string[]): string {
  const program = join(folder, "program");
  const { status, stderr } = spawnSync(process.env["PERCEPTRON_COMPILER"] ?? "gcc", [...FLAGS, ...flags, source, "-o", program, "-lm"], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr.slice(0, 3000));
  return program;
}

for (const [group, make] of Object.entries(groups))
  test(`${group}: the header answers as prediction does`, async (context) => {
    const cases = await make();
    const parts = await Promise.all(cases.map(partOf));
    const text = [
      "#include <stdio.h>",
      ...parts.flatMap(({ header, main }) => [header, main]),
      "int main(void) {",
      ...parts.map(({ call }) => `  ${call}`),
      "  return 0;",
      "}",
    ].join("\n");
    const run = spawnSync(compile(makeFolder({ "all.c": text }), "all.c"), { encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr.slice(0, 3000));
    const lines = run.stdout.trimEnd().split("\n");
    for (const { name, expected } of parts) {
      const printed = lines.splice(0, expected.length);
      await context.test(name, () => {
        for (const [index, row] of expected.entries()) {
          const own = (printed[index] ?? "").split(" ").map(Number);
          const isSame = own.length === row.length && own.every((value, at) => isClose(value, row[at]!));
          assert.ok(isSame, `${own.join(" ")} instead of ${row.join(" ")}`);
        }
      });
    }
    assert.deepEqual(lines, []);
    for (const { name, input } of cases.slice(0, 3))
      await context.test(`${name} checks itself`, async () => {
        const [file] = await c.write(input);
        const folder = makeFolder({ "model.h": file!.content });
        const checked = spawnSync(compile(folder, "model.h", "-x", "c", "-DPERCEPTRON_SELF_CHECK"), { encoding: "utf8" });
        assert.deepEqual([checked.stdout, checked.stderr, checked.status], ["ok\n", "", 0]);
      });
  });

function isClose(value: number, other: number): boolean {
  return Object.is(value, other) || Math.abs(value - other) <= 1e-5 * Math.max(1, Math.abs(other));
}
