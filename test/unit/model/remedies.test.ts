// Documents as people write them, with something wrong in them: what is said names the remedy that helps, in
// English and Korean, and the first fix does what it says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesSource } from "../../../src/data/sources.ts";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import { format, type Translations } from "../../../src/model/message.ts";
import type { Problem } from "../../../src/model/problem.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { describeData } from "../../../src/training/describe.ts";

const korean = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Translations;
const folder = "test/fixtures/documents";

/** What is said of the layers and the training of a document with its CSV. */
async function problemsOf(text: string): Promise<readonly Problem[]> {
  const { experiment, problems } = parseDocument(text);
  if (experiment === undefined) return problems;
  const file = String(experiment.data.file);
  const summary = await describeData(experiment, [bytesSource(file, readFileSync(`${folder}/${file}`))]);
  return [...problems, ...checkNetwork(experiment, summary)];
}

/** A document, what is said of it, the first fix, and what has to stand in the document then. */
const cases: readonly (readonly [name: string, says: RegExp, fix: string, then: RegExp])[] = [
  ["dense", /^Layer 1: Dense is Linear with out_features\./, 'Change "Dense" to "Linear"', /"type": "Linear",\s+"out_features": 8/],
  ["swish", /^Layer 2: Swish is SiLU\./, 'Change "Swish" to "SiLU"', /"type": "SiLU"/],
  [
    "nll-with-softmax",
    /^NLLLoss expects .* Replace it with LogSoftmax, or remove it and use CrossEntropyLoss\.$/,
    "Replace Softmax 4 with LogSoftmax",
    /"LogSoftmax"\s*\}\s*\]/,
  ],
  ["plateau-max", /^With mode max the rate falls while the loss does/, "Set mode to min", /"mode": "min"/],
];

/** The same mistakes in other words: a document that is changed so, and what is said then. */
const others: readonly (readonly [name: string, from: string, to: string, says: RegExp])[] = [
  ["dense", '"Dense"', '"dense"', /^Layer 1: dense is Linear with out_features\./],
  ["dense", '"Dense"', '"FullyConnected"', /^Layer 1: FullyConnected is Linear with out_features\./],
  ["dense", '"Dense"', '"BatchNormalization"', /^Layer 1: BatchNormalization is BatchNorm1d\./],
  ["swish", '"Swish"', '"hard_swish"', /^Layer 2: hard_swish is Hardswish\./],
  ["swish", '"Swish"', '"LeakyRelu"', /^Layer 2: LeakyRelu is LeakyReLU\./],
  ["swish", '"Swish"', '"Logistic"', /^Layer 2: Logistic is Sigmoid\./],
  ["nll-with-softmax", '"Softmax"', '"Softmin"', /^NLLLoss expects .*which Softmin 4 does not give/],
  ["nll-with-softmax", '"Softmax"', '"Sigmoid"', /^NLLLoss expects .*which Sigmoid 4 does not give/],
  [
    "nll-with-softmax",
    '{\n   "type": "Softmax"\n  }',
    '{ "type": "Softmax" }, { "type": "LogSoftmax" }',
    /^LogSoftmax 5 takes the softmax of Softmax 4/,
  ],
  ["plateau-max", '"BCEWithLogitsLoss"', '"MSELoss"', /^With mode max the rate falls/],
];

for (const [name, says, fix, then] of cases) {
  test(`${name}.perceptron: ${fix}`, async () => {
    const text = readFileSync(`${folder}/${name}.perceptron`, "utf8");
    const found = (await problemsOf(text)).find((problem) => says.test(format(problem.message)));
    assert.ok(found);
    assert.match(format(found.message, korean), /[가-힣]/);
    const [first] = found.fixes ?? [];
    assert.equal(format(first!.title), fix);
    const mended = applyTextEdits(text, applyEdit(text, first!.edit));
    assert.match(mended, then);
    assert.deepEqual(
      (await problemsOf(mended)).filter(({ code, severity }) => severity === "error" || code === found.code).map(({ code }) => code),
      [],
    );
  });
}

for (const [name, from, to, says] of others) {
  test(`${name}.perceptron with ${to.replaceAll(/\s+/g, " ")}`, async () => {
    const text = readFileSync(`${folder}/${name}.perceptron`, "utf8");
    assert.ok(text.includes(from));
    const sentences = (await problemsOf(text.replace(from, to))).map(({ message }) => format(message));
    assert.ok(
      sentences.some((sentence) => says.test(sentence)),
      sentences.join("\n"),
    );
  });
}
