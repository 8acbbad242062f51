// Documents that somebody has changed, as JSON and as text: each is read, its problems have places and
// sentences, their remedies can be carried out, and what can be trained on its table can be written as a
// script, in which nothing but what is seen stands.

import assert from "node:assert/strict";
import { exportPyTorch } from "../../../src/code/pytorch/pytorch.ts";
import { layersAsPyTorch } from "../../../src/code/pytorch/layers.ts";
import { readTable } from "../../../src/data/read.ts";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { parseDocument, readDataOnly } from "../../../src/model/document.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import type { JsonLayer } from "../../../src/model/edit.ts";
import { parseLayers } from "../../../src/code/reading/parse-layers.ts";
import { TextPositions } from "../../../src/model/text-positions.ts";
import { type Problem, ProblemError } from "../../../src/model/problem.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { describeTable } from "../../../src/training/describe.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { asBytes, fuzz } from "../../fuzz/driver.ts";
import { mutateBytes, mutateJson } from "../../fuzz/mutate.ts";
import { smallerBytes } from "../../fuzz/shrink.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { checkProblem } from "../../fixtures/data/hostile.ts";
import { source } from "../../fixtures/data/tables.ts";
import { trainingDocuments } from "../../fixtures/code/training-documents.ts";

const all = Object.values({ ...documents, ...trainingDocuments }).map((files) => {
  const document = files["a.perceptron"];
  return document instanceof Uint8Array ? (JSON.parse(new TextDecoder().decode(document)) as unknown) : document;
});

const csv = `${["x,z,y,kind", ...Array.from({ length: 30 }, (_, row) => `${row},${(row * 7) % 5},${row / 4},${"abc"[row % 3]!}`)].join("\n")}\n`;
const facts = { inputs: ["x", "z"], targets: ["y"], split: { train: 24, validation: 3, test: 3 } };

function make(chance: Chance): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(mutateJson(chance.pick(all), chance), undefined, chance.below(2)));
  return chance.once(4) ? mutateBytes(text, chance) : text;
}

async function check(bytes: Uint8Array): Promise<void> {
  const text = new TextDecoder().decode(bytes);
  const { json, experiment, problems } = parseDocument(text);
  const positions = new TextPositions(text);
  const found = [...problems, ...(experiment ? checkNetwork(experiment, facts) : [])];
  for (const problem of found) checkInDocument(text, positions, problem);
  readDataOnly(json);
  parseLayers(text);
  if (experiment === undefined) return;
  seen(layersAsPyTorch(experiment.layers as readonly JsonLayer[], 2));
  try {
    const table = await readTable([source(csv)], experiment.data);
    const summary = describeTable(experiment, table);
    for (const problem of summary.problems) checkInDocument(text, positions, problem);
    if (!found.some(({ severity }) => severity === "error"))
      seen(exportPyTorch(experiment, summary, { csv: experiment.data.file, name: text.slice(0, 50) }));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    checkInDocument(text, positions, error.problem);
  }
}

function checkInDocument(text: string, positions: TextPositions, problem: Problem): void {
  checkProblem(problem);
  const { offset, length } = positions.range(problem.path);
  assert.ok(offset >= 0 && offset + length <= text.length);
  positions.position(offset);
  for (const { edit } of problem.fixes ?? []) {
    try {
      applyTextEdits(text, applyEdit(text, edit));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}

/** Lines of a script are what they look like. */
function seen(script: string): void {
  assert.doesNotMatch(script, /(?!\n)[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u);
}

fuzz({ name: "document", rounds: 250, make, check, smaller: smallerBytes, ...asBytes });
