// Problems that the data room finds, mended in the document: each fix removes its problem and leaves no other
// error.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource } from "../../../src/data/sources.ts";
import type { DataSummary } from "../../../src/data/types.ts";
import { withDataFixes } from "../../../src/model/data-fixes.ts";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { documentText, parseDocument } from "../../../src/model/document.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import { format } from "../../../src/model/message.ts";
import type { Problem } from "../../../src/model/problem.ts";
import type { ExperimentInput } from "../../../src/model/schema.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { describeData } from "../../../src/training/describe.ts";
import { nonsense, nonsenseInData } from "../../fixtures/sense.ts";

/** Of `gaps` and `others` one is missing in every row. */
const csv = `height,weight,empty,kind,sex,few,gaps,others\n${Array.from(
  { length: 30 },
  (_, row) => `${row},${row * 2 + 1},,${"abc"[row % 3]},${"mf"[row % 2]},${row % 4},${row % 2 ? row : ""},${row % 2 ? "" : row}`,
).join("\n")}`;

function textOf(data: object, loss: string, layers: readonly object[] = [{ type: "Linear", out_features: 1 }]): string {
  const training = { loss: { type: loss }, optimizer: { type: "Adam" } };
  return documentText({ format: 1, data: { file: "a.csv", ...data }, layers, training } as ExperimentInput);
}

async function summaryOf(text: string): Promise<DataSummary> {
  const { experiment, problems } = parseDocument(text);
  assert.ok(experiment, JSON.stringify(problems));
  return describeData(experiment, [bytesSource("a.csv", new TextEncoder().encode(csv))]);
}

async function problemsOf(text: string): Promise<Problem[]> {
  const experiment = parseDocument(text).experiment!;
  const summary = await summaryOf(text);
  const data = summary.problems.map((problem) => withDataFixes(problem, experiment, summary.columns));
  return [...data, ...checkNetwork(experiment, summary.preprocessing ? summary : undefined)];
}

const hidden = [{ type: "Linear", out_features: 8, in_features: 1 }, { type: "Tanh" }];
const features = ["height"];
const three = [{ type: "Linear", out_features: 3 }];
const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
  ["unknown-column", "data.target", textOf({ target: "wieght", features }, "MSELoss"), ['Change "wieght" to "weight"']],
  ["unknown-column", "data.features.0", textOf({ target: "weight", features: ["heigth"] }, "MSELoss"), ['Change "heigth" to "height"']],
  ["unknown-column", "data.features.0", textOf({ target: "weight", features: ["something else"] }, "MSELoss"), []],
  [
    "unknown-column",
    "data.columns.hight",
    textOf({ target: "weight", features, columns: { hight: { normalize: "standard" } } }, "MSELoss"),
    ['Change "hight" to "height"'],
  ],
  ["feature-is-target", "data.features.1", textOf({ target: "weight", features: ["height", "weight"] }, "MSELoss"), ["Remove weight"]],
  ["repeated-feature", "data.features.1", textOf({ target: "weight", features: ["height", "height"] }, "MSELoss"), ["Remove height"]],
  ["empty-column", "data.features.1", textOf({ target: "weight", features: ["height", "empty"] }, "MSELoss"), ["Remove empty"]],
  [
    "several-targets",
    "data.target",
    textOf({ target: ["sex", "kind"], features }, "CrossEntropyLoss", [{ type: "Linear", out_features: 3 }]),
    ["Set target to sex", "Set target to kind"],
  ],
  [
    "normalize-without-number",
    "data.columns.sex.normalize",
    textOf({ target: "weight", features: ["sex"], columns: { sex: { normalize: "minmax" } } }, "MSELoss"),
    ["Remove normalize"],
  ],
  [
    "encode-without-category",
    "data.columns.height.encode",
    textOf({ target: "weight", features, columns: { height: { encode: "ordinal" } } }, "MSELoss"),
    ["Remove encode"],
  ],
  [
    "target-not-number",
    "data.target",
    textOf({ target: "kind", features }, "MSELoss", [...hidden, { type: "Linear", out_features: 1 }]),
    ['Learn "kind" as 3 classes'],
  ],
  [
    "target-not-number",
    "data.target",
    textOf({ target: "kind", features }, "MSELoss", [{ type: "Linear", out_features: 1 }, { type: "Tanh" }]),
    ['Learn "kind" as 3 classes'],
  ],
  [
    "not-two-classes",
    "data.target",
    textOf({ target: "weight", features }, "BCELoss", [...hidden, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }]),
    ['Learn "weight" as a number'],
  ],
  [
    "not-two-classes",
    "data.target",
    textOf({ target: "few", features }, "BCEWithLogitsLoss", [...hidden, { type: "Linear", out_features: 1 }]),
    ['Learn "few" as a number', 'Learn "few" as 4 classes'],
  ],
  [
    "missing-value",
    "data.features.0",
    textOf({ target: "kind", features: ["gaps"], missing: "error" }, "CrossEntropyLoss", three),
    ["Fill the gaps of all columns"],
  ],
  ["no-rows-left", "data", textOf({ target: "weight", features: ["gaps", "others"] }, "MSELoss"), ["Fill the gaps of all columns"]],
  [
    "not-two-classes",
    "data.target",
    textOf({ target: "kind", features }, "BCELoss", [...hidden, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }]),
    ['Learn "kind" as 3 classes'],
  ],
];

for (const [code, at, text, titles] of cases) {
  test(`${code} at ${at}: ${titles.join(", ") || "no fix"}`, async () => {
    const before = await problemsOf(text);
    const found = before.find((problem) => problem.code === code && problem.path.join(".") === at);
    assert.ok(found, JSON.stringify(before));
    assert.deepEqual(
      (found.fixes ?? []).map(({ title }) => format(title)),
      titles,
    );
    for (const { edit } of found.fixes ?? []) {
      const fixed = applyTextEdits(text, applyEdit(text, edit));
      const after = await problemsOf(fixed);
      assert.deepEqual(nonsense(text, fixed), []);
      assert.deepEqual(nonsenseInData(await summaryOf(text), await summaryOf(fixed)), []);
      assert.deepEqual(
        after.filter((problem) => problem.code === code || problem.severity === "error").map((problem) => format(problem.message)),
        [],
      );
    }
  });
}
