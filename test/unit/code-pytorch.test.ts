// Exported scripts as text: golden ones to be read by people, the parts a document does not need, and what is refused.
// That the scripts run and print the same losses is shown in test/export. To renew the golden scripts: UPDATE_GOLDEN=1.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { exportPyTorch } from "../../src/code/pytorch.ts";
import { format } from "../../src/model/message.ts";
import { ProblemError } from "../../src/model/problem.ts";
import { documents } from "../fixtures/code/documents.ts";
import { experimentOf, type Files, scriptOf, summaryOf } from "../fixtures/code/script.ts";

function sample(name: string): Files {
  return { [`${name}.csv`]: readFileSync(`samples/${name}.csv`), "a.perceptron": readFileSync(`samples/${name}.perceptron`) };
}

const golden: Readonly<Record<string, string>> = {
  binary: scriptOf(sample("binary"), "binary.perceptron"),
  iris: scriptOf(sample("iris"), "iris.perceptron"),
  penguins: scriptOf(sample("penguins"), "penguins.perceptron"),
  fills: scriptOf(documents["fills of every kind"]!, "fills.perceptron"),
  "by-hand": scriptOf(documents["weights set by hand"]!, "by-hand.perceptron"),
};

for (const [name, script] of Object.entries(golden))
  test(`${name} is exported as in test/fixtures/code/${name}.py`, () => {
    const path = `test/fixtures/code/${name}.py`;
    if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(path, script);
    assert.equal(script, readFileSync(path, "utf8"));
  });

function has(name: string, pattern: RegExp): boolean {
  return pattern.test(scriptOf(documents[name]!));
}

test("a script has only what its document needs", () => {
  assert.ok(!has("no validation split, the last batch dropped", /validation/));
  assert.ok(has("no validation split, the last batch dropped", /drop_last=True/));
  assert.ok(!has("no test split, no shuffling", /test_|shuffle/));
  assert.ok(!has("training rows only", /evaluate|validation|test_/));
  assert.ok(!/get_dummies|standardize|fill_with|OWN_MISSING|import io|datetime|encoding=|factorize/.test(golden["binary"]!));
  assert.ok(has("no header, tabs", /sep="\\t",\s+header=None,\s+names=COLUMNS/));
  assert.ok(has("fractions whose sum is more than 1 in double precision", /\[0\.56, 0\.33, 1 - 0\.56 - 0\.33\]/));
  assert.ok(has("every layer without parameters", /# first of all\n {8}nn\.Linear\(2, 6\)/));
});

test("every script keeps to PEP 8's line length", () => {
  for (const [name, files] of Object.entries(documents))
    assert.deepEqual(
      scriptOf(files)
        .split("\n")
        .filter((line) => line.length > 79 || /[ \t]$/.test(line)),
      [],
      name,
    );
});

test("scripts import the standard library, torch and pandas", () => {
  const modules = new Set(
    Object.values(documents).flatMap((files) => [...scriptOf(files).matchAll(/^(?:import|from) (\w+)/gm)].map((match) => match[1])),
  );
  assert.deepEqual(modules, new Set(["argparse", "pathlib", "pandas", "torch", "datetime", "io"]));
});

test("the CSV's path is the one the script is told, the document's where it has several", () => {
  const files = documents["several files"]!;
  const experiment = experimentOf(files);
  const summary = summaryOf(files);
  const csvOf = (csv: string | readonly string[]) => /^CSV = .*$/m.exec(exportPyTorch(experiment, summary, { csv, name: "a" }))?.[0];
  assert.equal(csvOf(["../a.csv", "../more/b.csv"]), 'CSV = [FOLDER / "../a.csv", FOLDER / "../more/b.csv"]');
  assert.equal(csvOf("a.csv"), 'CSV = [FOLDER / "a.csv", FOLDER / "more/b.csv"]');
});

function refusal(files: Files): string {
  try {
    scriptOf(files);
  } catch (error) {
    if (error instanceof ProblemError) return `${error.problem.path.join(".")}: ${format(error.problem.message)}`;
    throw error;
  }
  return "no refusal";
}

function table(csv: string, data: object = {}): Files {
  return {
    "a.csv": csv,
    "a.perceptron": {
      format: 1,
      data: { file: "a.csv", target: "y", ...data },
      layers: [{ type: "Linear", out_features: 1 }],
      training: { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 } },
    },
  };
}

function rows(cell: string): string {
  return `c,y\n${`${cell},1\nb,2\n`.repeat(10)}`;
}

test("what a script would read otherwise is refused", () => {
  assert.match(refusal(table(rows('" a"'))), /^data\.columns\.c: Column "c" has the value " a" with blanks at its edge/);
  assert.match(
    refusal(table(rows('"a\n# b"'), { comment: "#" })),
    /^data\.columns\.c: Column "c" has a value with a line that starts with "#"/,
  );
  assert.equal(refusal(table(rows('"a\n# b"'))), "no refusal");
  assert.match(refusal(table(rows("a"), { columns: { c: { missing_values: ["- "] } } })), /has the value "- " with blanks/);
  const sigmoid = { ...table("x,y\n1,0\n2,1\n3,1\n"), "a.perceptron": { ...experimentOf(table("")), layers: [{ type: "Sigmoid" }] } };
  assert.match(refusal(sigmoid), /^layers: The network has no weights/);
  assert.match(refusal(table(rows("a"), { target: "nothing" })), /^data\.target: .*no column "nothing"/);
});

test("an encoding that Python does not have is refused", () => {
  const files = documents["several files"]!;
  const summary = summaryOf(files);
  assert.throws(
    () =>
      exportPyTorch(
        experimentOf(files),
        { ...summary, dialect: { ...summary.dialect, encoding: "x-user-defined" } },
        { csv: "a", name: "a" },
      ),
    (error: unknown) => error instanceof ProblemError && error.problem.code === "encoding-not-in-python",
  );
});
