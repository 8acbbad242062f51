// Every sample and every template on the tables it is for, trained as it stands, is found healthy.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inspectTable } from "../../../../src/data/inspect.ts";
import { readTable } from "../../../../src/data/read.ts";
import { bytesSource } from "../../../../src/data/sources.ts";
import { documentText, parseDocument } from "../../../../src/model/document.ts";
import { applyEdit } from "../../../../src/model/edits.ts";
import { format } from "../../../../src/model/message.ts";
import { starterExperiment } from "../../../../src/model/starter.ts";
import { targetFacts, templateEdit, templates } from "../../../../src/model/templates.ts";
import { applyTextEdits } from "../../../../src/model/text-edits.ts";
import { describeData } from "../../../../src/training/describe.ts";
import { codesOf, watch } from "../../../harness/health.ts";

const files = readdirSync("samples");
const sourceOf = (name: string) => bytesSource(name, readFileSync(`samples/${name}`));

for (const name of files.filter((file) => file.endsWith(".perceptron"))) {
  test(`the sample ${name} is healthy`, async () => {
    const { experiment } = parseDocument(readFileSync(`samples/${name}`, "utf8"));
    const { findings } = await watch(experiment!, String(experiment!.data.file));
    assert.deepEqual(codesOf(findings), []);
  });
}

for (const csv of files.filter((file) => file.endsWith(".csv"))) {
  for (const template of templates) {
    test(`${format(template.name)} on ${csv} is healthy`, async () => {
      const text = documentText(starterExperiment(csv, inspectTable(await readTable([sourceOf(csv)])), undefined));
      const { experiment: before } = parseDocument(text);
      const facts = targetFacts(await describeData(before!, [sourceOf(csv)]));
      if (!template.fits(facts)) return;
      const edit = templateEdit(template, facts, before!.layers.length);
      const { experiment } = parseDocument(applyTextEdits(text, applyEdit(text, edit)));
      const { findings } = await watch(experiment!, csv);
      assert.deepEqual(codesOf(findings), []);
    });
  }
}
