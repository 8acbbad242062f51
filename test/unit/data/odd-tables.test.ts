// Tables that are odd in one way each: what is said of them, once for each cause and in both languages, and
// what is left when the fixes are done.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readMendedFiles } from "../../../src/data/mend-reading.ts";
import type { Table } from "../../../src/data/table.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import { format } from "../../../src/model/message.ts";
import { type Problem, ProblemError } from "../../../src/model/problem.ts";
import type { ReadingChoice } from "../../../src/model/reading-choice.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { describeData } from "../../../src/training/describe.ts";
import { moreOddTables, moreRefusedTables } from "../../fixtures/data/more-odd-tables.ts";
import { oddTables, refusedTables } from "../../fixtures/data/odd-tables.ts";
import { source } from "../../fixtures/data/tables.ts";

const bundle = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Record<string, string>;

/** What is said of how a table's columns relate, which these tables are not made for. */
const besides = new Set([
  "class-missing-from-split",
  "unbalanced-classes",
  "many-categories",
  "identifier",
  "leak",
  "duplicated-rows",
  "not-two-classes",
]);

/** A document for a table: the last column with a value is the target, all others are features. */
function documentFor({ columns }: Table, reading: ReadingChoice): string {
  const used = columns.filter(({ distinct }) => distinct > 0);
  const target = used.at(-1)!;
  const features = used.slice(0, -1).map(({ name }) => name);
  return JSON.stringify({
    format: 1,
    data: {
      file: "t.csv",
      ...reading,
      target: target.name,
      ...(used.length === columns.length ? {} : { features }),
      split: { train: 0.8, validation: 0.1, test: 0.1 },
    },
    layers: [{ type: "Linear", out_features: target.kind === "category" ? target.distinct : 1 }],
    training: { loss: { type: target.kind === "category" ? "CrossEntropyLoss" : "MSELoss" }, optimizer: { type: "Adam" } },
  });
}

async function describe(document: string, csv: string) {
  const { experiment, problems } = parseDocument(document);
  assert.ok(experiment, JSON.stringify(problems));
  const summary = await describeData(experiment, [source(csv)]);
  return { ...summary, problems: summary.problems.filter(({ code }) => !besides.has(code)) };
}

function shortly({ code, line }: Problem): string {
  return `${code}@${line ?? ""}`;
}

/** In Korean as in English: every place of the sentence is filled, and every fix has a title. */
function assertSaid({ message, fixes = [] }: Problem): void {
  for (const said of [message, ...fixes.map(({ title }) => title)]) {
    const korean = bundle[said.text];
    assert.ok(korean, `no Korean: ${said.text}`);
    assert.match(format(said, bundle), /[가-힣]/);
    assert.doesNotMatch(format(said) + format(said, bundle), /\{\d\}|undefined|NaN/);
  }
}

for (const [what, { text, said, columns }] of Object.entries({ ...oddTables, ...moreOddTables }))
  test(what, async () => {
    const { table, reading, mended } = await readMendedFiles([source(text)], {});
    let document = documentFor(table, reading);
    let described = await describe(document, text);
    assert.deepEqual(
      [...mended, ...described.problems].map(shortly),
      said,
      described.problems.map(({ message }) => format(message)).join("\n"),
    );
    for (const problem of [...mended, ...described.problems]) assertSaid(problem);
    assert.deepEqual(
      described.problems.filter(({ severity }) => severity === "error"),
      [],
      "what new leaves has no error",
    );
    // Each fix takes its problem away.
    for (const { code, message, fixes = [] } of described.problems)
      for (const { edit, title } of fixes) {
        const left = (await describe(applyTextEdits(document, applyEdit(document, edit)), text)).problems;
        const again = left.filter((other) => other.code === code && other.message.args[0] === message.args[0]);
        assert.deepEqual(again, [], `"${format(title)}" leaves ${code}`);
      }
    for (let round = 0; round < 12; round++) {
      const edit = described.problems.find(({ fixes = [] }) => fixes.length > 0)?.fixes?.[0]?.edit;
      if (edit === undefined) break;
      document = applyTextEdits(document, applyEdit(document, edit));
      described = await describe(document, text);
    }
    assert.equal(described.columns.map(({ name, kind }) => `${name}:${kind[0]}`).join(" "), columns);
  });

for (const [what, { text, sentence }] of Object.entries({ ...refusedTables, ...moreRefusedTables }))
  test(what, async () => {
    const problems = await readMendedFiles([source(text)], {}).then(
      ({ table, mended }) => [...mended, ...table.problems],
      (error: unknown) => {
        assert.ok(error instanceof ProblemError);
        return [error.problem];
      },
    );
    assert.deepEqual(problems.length, 1, problems.map(({ message }) => format(message)).join("\n"));
    const [problem] = problems as [Problem];
    assert.equal(problem.severity, "error");
    assert.match(`${problem.line}: ${format(problem.message)}`, sentence);
    assertSaid(problem);
  });
