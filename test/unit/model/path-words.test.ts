// What is wrong with a document is said in the words of the builder: columns by their names, settings by
// their labels, nothing as a path.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseDocument } from "../../../src/model/document.ts";
import { format, type Translations } from "../../../src/model/message.ts";
import { pathInWords } from "../../../src/model/path-words.ts";
import type { JsonPath } from "../../../src/model/json.ts";
import { schemaProblem } from "../../../src/model/schema-problems.ts";
import { documentSchema } from "../../../src/model/schema.ts";

const korean = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Translations;

/** A document with every setting there is. */
const whole: unknown = {
  format: 1,
  data: {
    file: ["one", "two"],
    encoding: "utf-8",
    delimiter: ",",
    decimal: ".",
    header: true,
    comment: "#",
    skip: [1, 2],
    target: ["weight", "height"],
    features: ["age", "sex"],
    columns: {
      age: {
        kind: "number",
        missing: { constant: 1 },
        missing_values: ["?"],
        normalize: "none",
        encode: "ordinal",
        thousands: "'",
        strip: ["kg"],
        parentheses: true,
        date: "day-first",
      },
    },
    missing: "drop",
    normalize: "none",
    split: { train: 0.8, validation: 0.1, test: 0.1 },
  },
  layers: [
    { type: "Linear", out_features: 2, bias: true, init: { weight: [[1]], bias: [1] } },
    { type: "Dropout", p: 0.5 },
  ],
  training: {
    seed: 0,
    epochs: 1,
    batch_size: 1,
    shuffle: true,
    drop_last: false,
    loss: { type: "CrossEntropyLoss", label_smoothing: 0.1, weight: [1, 2] },
    optimizer: { type: "Adam", lr: 0.1, betas: [0.9, 0.99] },
    scheduler: { type: "MultiStepLR", milestones: [1, 2], gamma: 0.1 },
    clip_grad_norm: 1,
    early_stopping: { patience: 1, min_delta: 0 },
    threshold: 0.5,
  },
  tests: [{ type: "accuracy", at_least: 0.5, on: "test" }],
};

/** Every place below a value. */
function placesOf(value: unknown, at: JsonPath = []): JsonPath[] {
  if (typeof value !== "object" || value === null) return [at];
  const entries = Array.isArray(value) ? value.map((own, index) => [index, own] as const) : Object.entries(value);
  return [at, ...entries.flatMap(([step, own]) => placesOf(own, [...at, step]))];
}

/** The document with another value at a place, or without the place. */
function changed(value: unknown, [step, ...rest]: JsonPath, to: unknown): unknown {
  if (step === undefined) return to;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[step] = changed(copy[step], rest, to);
  return copy;
}

test("no sentence of the schema says a path, in either language", () => {
  const codes = new Set<string>();
  const said = new Set<string>();
  for (const path of placesOf(whole)) {
    const wrong = [undefined, null, 7.5, -3, "", "zzz", true, [], {}, [{}], { surplus: 1 }, { type: "zzz" }];
    for (const to of wrong) {
      const json = changed(whole, path, to);
      const result = documentSchema.safeParse(json);
      for (const { code, message } of result.error?.issues.flatMap((issue) => schemaProblem(issue, json)) ?? []) {
        codes.add(code);
        for (const text of [format(message), format(message, korean)]) said.add(text);
      }
    }
  }
  assert.deepEqual(
    [...said].filter((text) => /[a-z_\]]\.\w/i.test(text.replaceAll(/"[^"]*"/g, "“”"))),
    [],
  );
  assert.ok(said.size > 400, `only ${said.size} sentences were heard`);
  for (const code of [
    "missing-field",
    "wrong-type",
    "wrong-value",
    "too-small",
    "too-big",
    "unknown-field",
    "unknown-layer",
    "unknown-type",
  ])
    assert.ok(codes.has(code), code);
});

function words(...path: JsonPath): string {
  const place = pathInWords(path, whole);
  return typeof place === "object" ? format(place) : String(place);
}

test("columns have their names, settings the labels of their controls", () => {
  assert.equal(words("data", "columns", "age", "kind"), "age: Kind");
  assert.equal(words("data", "columns", "age", "missing", "constant"), "age: If a value is missing: constant");
  assert.equal(words("data", "features", 1), "sex");
  assert.equal(words("data", "features", 2), "Feature 3");
  assert.equal(words("data", "target", 0), "weight");
  assert.equal(words("data", "file", 1), "CSV 2");
  assert.equal(words("data", "skip", 1), "Lines to skip 2");
  assert.equal(words("data", "split", "train"), "Split: train");
  assert.equal(words("training", "optimizer", "betas", 1), "Optimizer: betas 2");
  assert.equal(words("training", "early_stopping", "patience"), "patience");
  assert.equal(words("training", "batch_size"), "batch_size");
  assert.equal(words("layers", 0, "init", "weight", 0), "Linear 1: init weight 1");
  assert.equal(words("tests", 0, "at_least"), "Test 1: at_least");
});

test("a problem keeps its path, for the line in the file", () => {
  const { problems } = parseDocument(JSON.stringify(changed(whole, ["data", "columns", "age", "kind"], "zzz")));
  assert.deepEqual(
    problems.map(({ path }) => path),
    [["data", "columns", "age", "kind"]],
  );
});
