// Reading a document: every kind of mistake gets its sentence and its place; nothing throws.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { documentText, parseDocument, readDataOnly } from "../../../src/model/document.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import { layers } from "../../../src/model/layers.ts";
import { losses } from "../../../src/model/losses.ts";
import { format } from "../../../src/model/message.ts";
import { parseLayers } from "../../../src/code/reading/parse-layers.ts";
import { TextPositions } from "../../../src/model/text-positions.ts";
import { optimizers } from "../../../src/model/optimizers.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { documentJsonSchema } from "../../../src/model/schema.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { nonsense } from "../../fixtures/sense.ts";

const valid = `{
  "format": 1,
  "data": { "file": "binary.csv", "target": "pass", "split": { "train": 0.8, "validation": 0.1, "test": 0.1 } },
  "layers": [
    { "type": "Linear", "out_features": 1 },
    { "type": "Sigmoid" }
  ],
  "training": { "loss": { "type": "BCELoss" }, "optimizer": { "type": "SGD", "lr": 0.0001 } }
}
`;

const facts = { inputs: ["x", "y", "z"], targets: ["pass"], classes: ["False", "True"] };

/** `line:column sentence` of every problem. */
function problems(text: string, data: typeof facts | undefined = facts): string[] {
  const { experiment, problems: found } = parseDocument(text);
  const positions = new TextPositions(text);
  return [...found, ...(experiment ? checkNetwork(experiment, data) : [])].map((problem) => {
    const { line, column } = positions.position(positions.range(problem.path).offset);
    return `${line}:${column} ${format(problem.message)}`;
  });
}

test("of a document whose training breaks the schema the data are known all the same, by its loss", () => {
  const broken = valid.replace('"lr": 0.0001', '"lr": -1').replace('"SGD"', '"SDG"');
  assert.equal(parseDocument(broken).experiment, undefined);
  const known = readDataOnly(JSON.parse(broken));
  assert.deepEqual([known?.data.target, known?.training.loss.type], ["pass", "BCELoss"]);
  assert.equal(readDataOnly(JSON.parse(broken.replace('"BCELoss"', '"BCE"'))), undefined, "how the target is read is not known");
});

test("a valid document has no problem and gets PyTorch's defaults", () => {
  assert.deepEqual(problems(valid), []);
  const { experiment } = parseDocument(valid);
  assert.deepEqual(experiment?.layers[0], { type: "Linear", out_features: 1, bias: true, init: "default" });
  assert.deepEqual(experiment?.training.optimizer, {
    type: "SGD",
    lr: 0.0001,
    momentum: 0,
    dampening: 0,
    weight_decay: 0,
    nesterov: false,
  });
  assert.equal(experiment?.training.epochs, 100);
  assert.equal(experiment?.training.batch_size, 32);
  assert.equal(experiment?.training.threshold, 0.5);
  assert.deepEqual(experiment?.data.columns, {});
  assert.equal(experiment?.data.missing, "drop");
});

test("the example of docs/format.md is valid", () => {
  const example = /```json\n([\s\S]*?)```/.exec(readFileSync("docs/format.md", "utf8"))?.[1] ?? "";
  assert.ok(example.length > 100);
  assert.deepEqual(problems(example), []);
});

/** What is replaced in the valid document, by what, and the sentence that must come of it. */
const mistakes: readonly (readonly [string, string, RegExp])[] = [
  ["Sigmoid", "Sigmoyd", /^6:15 Layer 2 has the unknown type "Sigmoyd"\. The nearest known one is Sigmoid/],
  ["Sigmoid", "Swish", /^6:15 Layer 2: Swish is SiLU\. Write that, or remove the layer\.$/],
  ['"Linear", "out_features": 1', '"Dense", "units": 1', /Layer 1: Dense is Linear with out_features\. Write that/],
  ["BCELoss", "binary_crossentropy", /Loss cannot be "binary_crossentropy"\. The nearest known one is BCELoss/],
  ['"lr": 0.0001', '"lr": "x"', /^8:84 Optimizer: lr is "x", but must be a number\.$/],
  [', "lr": 0.0001', "", /^8:71 Optimizer has no "lr"\. Add it\.$/],
  ['"SGD"', '"Sgd"', /Optimizer cannot be "Sgd"\. The nearest known one is SGD/],
  ["BCELoss", "BCEloss2", /Loss cannot be "BCEloss2"\. The nearest known one is BCELoss/],
  ['"format": 1', '"format": 2', /^2:13 This document has format 2, but this version reads formats up to 1\. Update Perceptron/],
  ['"format": 1,', "", /^1:1 The document has no "format"\. Add it: "format": 1\.$/],
  ['"out_features": 1', '"out_features": 1, "biass": true', /Linear 1 has the unknown field "biass"\. The nearest known one is "bias"/],
  ['"out_features": 1', '"out_features": 0', /^5:41 Linear 1: out_features is 0, but must be at least 1\.$/],
  ['"out_features": 1', '"out_features": 1.5', /Linear 1: out_features is 1\.5, but must be a whole number/],
  ['"target": "pass"', '"target": 3', /Target cannot be 3\. Use one of "column"/],
  ['"target"', '"taget"', /data has the unknown field "taget"\. The nearest known one is "target"/],
  ['"train": 0.8', '"train": 0.7', /The fractions of the split sum to 0\.9\./],
  ['"file": "binary.csv"', '"file": []', /CSV is empty\. Give it a value/],
  ['"loss": { "type": "BCELoss" }, ', "", /training has no "loss"\. Add it/],
  ['"layers": [', '"layers": [{},', /Layer 1 has no "type"\. Use one of Linear/],
  ['"layers": [', '"layers": [3,', /Layer 1 is 3, but must be an object in braces/],
  ['"training": {', '"training": { "shuffle": "yes",', /^\d+:\d+ shuffle is "yes", but must be true or false/],
  ['"training": {', '"training": { "scheduler": { "type": "StepLR" },', /Scheduler has no "step_size"\. Add it\./],
  [
    '"training": {',
    '"training": { "scheduler": { "type": "StepLr", "step_size": 2 },',
    /Scheduler cannot be "StepLr"\. The nearest known one is "?StepLR/,
  ],
  ['"training": {', '"training": { "early_stopping": { "patients": 2 },', /unknown field "patients"\. The nearest known one is "patience"/],
  ['"training": {', '"training": { "clip_grad_norm": 0,', /^\d+:\d+ clip_grad_norm is 0, but must be greater than 0/],
  ['"training": {', '"training": { "batch": 2,', /training has the unknown field "batch"\. The nearest known one is "batch_size"/],
  ['"training": {', '"training": { "threshold": 2,', /^\d+:\d+ threshold is 2, but must be at most 1/],
  ['"data": {', '"data": { "columns": { "x": { "kind": "numbr" } },', /x: Kind cannot be "numbr"\. Use "number", "boolean", "category"/],
  ['"SGD"', '"SGD", "lr": 3', /The field "lr" appears twice/],
  ['"SGD"', '"SGD", "nesterov": true', /Nesterov needs a momentum above 0/],
  [
    '"out_features": 1',
    '"in_features": 7, "out_features": 1',
    /^5:40 Linear 1 expects 7 inputs, but the data gives 3\. Set in_features to 3\.$/,
  ],
  [
    '"out_features": 1',
    '"out_features": 4',
    /The network gives 4 values per row, but BCELoss with pass needs 1\. Set out_features of Linear 1 to 1\.$/,
  ],
  ['"out_features": 1', '"out_features": 1, "init": { "weight": [[1, 2]] }', /Linear 1 needs a weight of 1 rows with 3 numbers each/],
  [
    '    { "type": "Sigmoid" }',
    '    { "type": "ReLU" }',
    /BCELoss needs values from 0 to 1, but ReLU 2 gives others\. Add a Sigmoid after it/,
  ],
  ['"BCELoss"', '"BCEWithLogitsLoss"', /BCEWithLogitsLoss contains the sigmoid already\. Remove Sigmoid 2/],
];

for (const [from, to, sentence] of mistakes) {
  test(to === "" ? `without ${from}` : to, () => {
    assert.ok(valid.includes(from));
    assert.ok(
      problems(valid.replace(from, to)).some((found) => sentence.test(found)),
      problems(valid.replace(from, to)).join("\n"),
    );
  });
}

/** A mistake of the schema, and the titles of what mends it. */
const mended: readonly (readonly [string, string, readonly string[]])[] = [
  ["Sigmoid", "Sigmoyd", ['Change "Sigmoyd" to "Sigmoid"', "Remove layer 2"]],
  ["Sigmoid", "Convolution", ["Remove layer 2"]],
  ["Sigmoid", "swish", ['Change "swish" to "SiLU"', "Remove layer 2"]],
  ['"Linear", "out_features": 1', '"Dense", "units": 1, "activation": "relu"', ['Change "Dense" to "Linear"', "Remove layer 1"]],
  ["Sigmoid", "BatchNormalization", ['Change "BatchNormalization" to "BatchNorm1d"', "Remove layer 2"]],
  ["BCELoss", "mse", ['Change "mse" to "MSELoss"']],
  ['"lr": 0.0001', '"lr": "1e-3"', ["Set lr to 0.001"]],
  ['"lr": 0.0001', '"lr": "fast"', []],
  ['"training": {', '"training": { "shuffle": "True",', ["Set shuffle to true"]],
  [', "lr": 0.0001', "", ["Add lr: 0.01"]],
  ['"SGD"', '"Sgd"', ['Change "Sgd" to "SGD"']],
  ["BCELoss", "BCELos", ['Change "BCELos" to "BCELoss"']],
  ['"format": 1,', "", ["Add format: 1"]],
  ['"out_features": 1', '"out_features": 1, "biass": true', ['Change "biass" to "bias"', "Remove biass"]],
  ['"out_features": 1', '"out_features": 1, "in_feature": 3, "in_features": 3', ["Remove in_feature"]],
  ['"out_features": 1', '"out_features": 0', ["Set out_features to 1"]],
  ['"loss": { "type": "BCELoss" }, ', "", ["Add loss: BCELoss"]],
  [', "optimizer": { "type": "SGD", "lr": 0.0001 }', "", ["Add optimizer: Adam"]],
  [', "test": 0.1', "", ["Add test: 0.1"]],
  ['"training": {', '"training": { "scheduler": { "type": "StepLR" },', ["Add step_size: 8"]],
  ['"training": {', '"training": { "early_stopping": { "patients": 2, "patience": 3 },', ["Remove patients"]],
  ['"training": {', '"training": { "early_stopping": {},', ["Add patience: 10"]],
  ['"training": {', '"training": { "clip_grad_norm": 0,', []],
  ['"training": {', '"training": { "threshold": 2,', []],
  ['"training": {', '"training": { "threshold": 40,', ["Set threshold to 0.4"]],
  ['"out_features": 1 }', '"out_features": 1 }, { "type": "Dropout", "p": 50 }', ["Set p to 0.5"]],
  ['"out_features": 1 }', '"out_features": 1 }, { "type": "Dropout", "p": 1.5 }', []],
  ['"train": 0.8,', '"train": 80,', ["Set train to 0.8"]],
  ['"train": 0.8, "validation": 0.1, "test": 0.1', '"validation": 0.5, "test": 0.5', []],
  ['"training": {', '"training": { "batch": 2,', ['Change "batch" to "batch_size"', "Remove batch"]],
  ['"data": {', '"data": { "columns": { "x": { "kind": "numbr" } },', ['Change "numbr" to "number"']],
  ['"SGD"', '"SGD", "lr": 3', ["Remove the first lr"]],
];

for (const [from, to, titles] of mended) {
  test(`${to || `without ${from}`}: ${titles.join(", ") || "no fix"}`, () => {
    const text = valid.replace(from, to);
    const [problem] = parseDocument(text).problems;
    assert.deepEqual(
      (problem?.fixes ?? []).map(({ title }) => format(title)),
      titles,
    );
    for (const { title, edit } of problem?.fixes ?? []) {
      const fixed = applyTextEdits(text, applyEdit(text, edit));
      const left = parseDocument(fixed).problems.filter(
        ({ code, path }) => code === problem?.code && String(path) === String(problem.path),
      );
      assert.deepEqual(left, [], `${format(title)} leaves ${fixed}`);
      assert.deepEqual(nonsense(text, fixed), [], format(title));
    }
  });
}

test("sizes that do not fit between two layers are said on the layer", () => {
  const text = valid.replace(
    '{ "type": "Sigmoid" }',
    '{ "type": "ReLU" }, { "type": "Linear", "in_features": 8, "out_features": 1 }, { "type": "Sigmoid" }',
  );
  assert.deepEqual(problems(text), ["6:60 Linear 3 expects 8 inputs, but the layer before gives 1. Set in_features to 1."]);
});

test("what is no JSON is said with line and column, and cut at every place it never throws", () => {
  assert.deepEqual(parseDocument(valid.slice(0, -20)).json, undefined);
  const [problem] = parseDocument(valid.replace('"layers"', "layers")).problems;
  assert.equal(problem?.code, "not-json");
  assert.equal(problem?.line, 4);
  for (let length = 0; length < valid.trimEnd().length; length++) {
    assert.ok(problems(valid.slice(0, length)).length > 0, `cut at ${length}`);
  }
});

test("a mistake in JSON is said by its line and by what is missing", () => {
  const said = (from: string, to: string): string => problems(valid.replace(from, to))[0] ?? "";
  const at = valid.split("\n").findIndex((line) => line.includes('"layers": [')) + 1;
  assert.match(said('"layers": [', '"layers" ['), new RegExp(`Line ${at} is not valid JSON: a colon is missing at column 12`));
  assert.match(said('"layers": [', '"layers": ,'), new RegExp(`Line ${at} is not valid JSON: a value is missing at column 13`));
  assert.match(said('"layers"', "layers"), new RegExp(`Line ${at} is not valid JSON at column 3`));
  assert.match(
    said('{ "type": "Sigmoid" }', '{ "type": "Sigmoid"'),
    /Line \d+ is not valid JSON: a comma is missing|a closing \} is missing/,
  );
  assert.match(said('"training": {', '"training": { 5'), /is not valid JSON: a name in double quotes is missing/);
  assert.match(problems('{ "layers": [ { "type": "ReLU" }')[0] ?? "", /Line 1 is not valid JSON: a closing \] is missing/);
  assert.match(problems('{ "format": 1')[0] ?? "", /Line 1 is not valid JSON: a closing \} is missing/);
  assert.match(problems(" \n")[0] ?? "", /The document is empty\. Undo, or make a new network\./);
});

test("a merge conflict is said with its first line, whatever JSON would say", () => {
  const ours = '    { "type": "Linear", "out_features": 1 },';
  const text = valid.replace('"layers": [', `"layers": [\n<<<<<<< HEAD\n${ours}\n=======\n${ours}\n>>>>>>> other`);
  const [problem, ...others] = parseDocument(text).problems;
  assert.deepEqual([problem?.code, others.length], ["merge-conflict", 0]);
  assert.equal(text.split("\n")[problem!.line! - 1], "<<<<<<< HEAD");
  assert.equal(parseDocument(valid.replace('"Sigmoid"', '"<<<<<<<"')).problems[0]?.code, "unknown-layer");
});

test("anything that is JSON but no document is answered with sentences", () => {
  for (const text of ["[]", "3", "null", '"x"', "{}", '{"format":1,"data":null,"layers":{},"training":[]}']) {
    assert.ok(problems(text).length > 0, text);
    for (const sentence of problems(text)) assert.doesNotMatch(sentence, /undefined|\[object|Invalid/);
  }
});

test("what is nested deeper than any document is said with its place; quotes hold brackets that nest nothing", () => {
  for (const open of ["[", '{"a":', "[[{}],"]) {
    const text = open.repeat(50_000);
    const [problem] = parseDocument(text).problems;
    assert.equal(problem?.code, "nested-too-deep");
    assert.equal(new TextPositions(text).range(["layers", 3]).offset, 0);
    assert.throws(() => applyEdit(text, { op: "remove", at: 0 }), ProblemError);
    assert.deepEqual(parseLayers(text).layers, []);
  }
  const name = "[{".repeat(200);
  assert.deepEqual(problems(valid.replace('"Sigmoid"', `"Sigmoid", "name": ${JSON.stringify(`${name}\\"[`)}`)), []);
});

test("__proto__ is no field: it would be lost without a word", () => {
  const text = valid.replace('"target": "pass"', '"target": "pass", "columns": { "__proto__": { "kind": "category" } }');
  assert.match(problems(text)[0]!, /^3:\d+ A field cannot be called "__proto__"\. Remove it/);
  assert.equal(parseDocument(text).experiment, undefined);
});

test("a written document reads back as it was", () => {
  const input = JSON.parse(valid) as Parameters<typeof documentText>[0];
  assert.equal(JSON.stringify(parseDocument(documentText(input)).json), JSON.stringify(input));
  assert.match(documentText(input), /\n {4}\{ "type": "Linear", "out_features": 1 \},\n/);
});

test("the JSON schema names every record of the registries", () => {
  const schema = JSON.stringify(documentJsonSchema());
  for (const type of [...Object.keys(layers), ...Object.keys(losses), ...Object.keys(optimizers)]) {
    assert.ok(schema.includes(`"const":"${type}"`), type);
  }
  assert.ok(schema.includes('"additionalProperties":false'));
});
