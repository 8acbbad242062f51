// Templates on the CSVs they are for: put into a document as one edit they have no problem, and they learn,
// or cannot, as they say.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inspectTable } from "../../../src/data/inspect.ts";
import { readTable } from "../../../src/data/read.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import type { Source } from "../../../src/data/types.ts";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { documentText, parseDocument } from "../../../src/model/document.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import { format } from "../../../src/model/message.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import { starterExperiment } from "../../../src/model/starter.ts";
import { targetFacts, type Template, templateEdit, templates } from "../../../src/model/templates.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { describeData } from "../../../src/training/describe.ts";
import { prepareExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { EpochResult } from "../../../src/training/types.ts";

const csvs = readdirSync("samples").filter((name) => name.endsWith(".csv"));
const sourceOf = (name: string): Source => bytesSource(name, readFileSync(`samples/${name}`));

/** The starter's document of a CSV. */
async function starterText(csv: string, target?: string): Promise<string> {
  return documentText(starterExperiment(csv, inspectTable(await readTable([sourceOf(csv)])), target));
}

function parsed(text: string): Experiment {
  const { experiment, problems } = parseDocument(text);
  assert.deepEqual(problems, [], text);
  return experiment!;
}

/** A document with a template put into it. */
async function withTemplate(text: string, template: Template): Promise<string> {
  const before = parsed(text);
  const facts = targetFacts(await describeData(before, [sourceOf(String(before.data.file))]));
  return applyTextEdits(text, applyEdit(text, templateEdit(template, facts, before.layers.length)));
}

const byId = (id: string): Template => templates.find((template) => template.id === id)!;

for (const template of templates) {
  test(`${format(template.name)} has no problem on any CSV it fits`, async () => {
    let fitting = 0;
    for (const csv of csvs) {
      const text = await starterText(csv);
      const before = parsed(text);
      if (!template.fits(targetFacts(await describeData(before, [sourceOf(csv)])))) continue;
      fitting++;
      const after = parsed(await withTemplate(text, template));
      assert.deepEqual(checkNetwork(after, await describeData(after, [sourceOf(csv)])), [], csv);
      assert.deepEqual(after.data, before.data);
      assert.equal(after.training.seed, before.training.seed);
    }
    assert.ok(fitting > 0 || template.id === "regression", template.id);
  });
}

test("without data a template is a valid document", async () => {
  for (const template of templates) {
    const text = documentText({ ...parsed(await starterText("iris.csv")), layers: [{ type: "Identity" }] });
    const edit = templateEdit(template, targetFacts(undefined), 1);
    assert.deepEqual(checkNetwork(parsed(applyTextEdits(text, applyEdit(text, edit)))), [], template.id);
  }
});

test("a template leaves nothing of another network behind, and its layers a line each", async () => {
  const scheduler = { type: "OneCycleLR", max_lr: 0.1 } as const;
  const { format: version, data, layers, training } = parsed(await starterText("binary.csv"));
  const text = documentText({ format: version, data, layers, training: { ...training, seed: 7, scheduler, clip_grad_norm: 1 } });
  const after = await withTemplate(text, byId("xor-two-layers"));
  assert.match(after, /"layers": \[\n {4}\{ "type": "Linear", "out_features": 4 \},\n {4}\{ "type": "Tanh" \},\n/);
  const { training: now } = parsed(after);
  assert.deepEqual([now.scheduler, now.clip_grad_norm, now.seed, now.epochs], [undefined, undefined, 7, 50]);
});

/**
 * A CSV, its target if it is not the starter's, and what the last training loss must be below, or above.
 */
const learnt: Readonly<Record<string, readonly [string, string | undefined, { below: number; above?: number }]>> = {
  starter: ["iris.csv", undefined, { below: 0.1 }],
  perceptron: ["binary.csv", undefined, { below: 0.4 }],
  "logistic-regression": ["binary.csv", undefined, { below: 0.4 }],
  "softmax-regression": ["iris.csv", undefined, { below: 0.3 }],
  "small-mlp": ["penguins.csv", "Species", { below: 0.05 }],
  "deep-mlp": ["seattle-weather.csv", undefined, { below: 0.6 }],
  regression: ["seattle-weather.csv", "temp_max", { below: 12 }],
  "self-normalizing": ["iris.csv", undefined, { below: 0.2 }],
  "xor-one-layer": ["xor.csv", undefined, { below: 0.75, above: 0.6 }],
  "xor-two-layers": ["xor.csv", undefined, { below: 0.1 }],
};

for (const template of templates) {
  const [csv, target, { below, above = 0 }] = learnt[template.id]!;
  test(`${format(template.name)} on ${csv} ends with a loss between ${above} and ${below}`, async () => {
    const experiment = parsed(await withTemplate(await starterText(csv, target), template));
    // The pair shows the same whatever the seed is.
    for (const seed of template.id.startsWith("xor") ? [0, 1, 2, 3] : [0]) {
      const seeded = { ...experiment, training: { ...experiment.training, seed } };
      const results: EpochResult[] = [];
      const run = new TrainingRun(await prepareExperiment(seeded, [sourceOf(csv)]), { onEpoch: (result) => results.push(result) });
      run.advance(() => false);
      run.dispose();
      const loss = results.at(-1)!.trainLoss;
      assert.ok(loss < below && loss > above, `${loss} with seed ${seed}, from ${results[0]?.trainLoss}`);
    }
  });
}
