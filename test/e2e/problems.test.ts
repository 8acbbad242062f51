// Mistakes where a person meets them: on the layer, in a sentence above the network, in Problems and on
// Train. Nothing is lost by them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

const session = await startSession();
const sample = readFileSync("samples/binary.perceptron", "utf8");

test("sizes that do not fit are told on the layer and in Problems, and its link leads to the layer", async () => {
  const text = sample.replace(
    '{ "type": "Linear", "out_features": 1 },',
    '{ "type": "Linear", "out_features": 8 },\n    { "type": "Linear", "in_features": 5, "out_features": 1 },',
  );
  const workbench = await session.open(["binary.csv"], { "sizes.perceptron": text });
  await workbench.openFile("sizes.perceptron");
  const builder = await openedBuilder(workbench);
  const sentence = /Linear.* expects 5 inputs/;
  await builder.region("Pipeline").getByText(sentence).waitFor();
  await workbench.runCommand("Problems: Focus on Problems View");
  const row = workbench.page.locator(".markers-panel .monaco-list-row", { hasText: sentence });
  await row.waitFor();
  await workbench.screenshot("e2e/problems/01-sizes");
  await row.getByText("size-mismatch").click();
  await eventually(async () => assert.equal(await builder.card(1).getAttribute("aria-current"), "true"));

  await builder.button("Train").click();
  await builder.frame.getByText("The network has errors. Correct them first.").waitFor({ state: "attached" });
  await workbench.screenshot("e2e/problems/02-train-refused");
  assert.deepEqual(readdirSync(workbench.folder).toSorted(), ["binary.csv", "sizes.perceptron"], "nothing was written");
});

const broken: Record<string, { readonly text: string; readonly csv?: string; readonly says: RegExp }> = {
  "a document that is no JSON": { text: sample.replace('"layers": [', '"layers": '), says: /JSON/ },
  "a document of a newer format": { text: sample.replace('"format": 1', '"format": 99'), says: /format 99.*Update/ },
  "an unknown layer": { text: sample.replace('"Sigmoid"', '"Sigmoyd"'), says: /Sigmoyd.*Sigmoid/ },
  "a CSV that is not there": { text: sample.replace('"binary.csv"', '"nothing.csv"'), says: /nothing\.csv/ },
  "a CSV that is a folder": { text: sample.replace('"binary.csv"', '"."'), says: /folder|directory/ },
  "an empty CSV": { text: sample.replace('"binary.csv"', '"bad.csv"'), csv: "", says: /empty/ },
  "a CSV with only a header": { text: sample.replace('"binary.csv"', '"bad.csv"'), csv: "x,y,z,pass\n", says: /no rows|row/ },
  "a CSV with a record that is too long": {
    text: sample.replace('"binary.csv"', '"bad.csv"'),
    csv: "x,y,z,pass\n1,2,3,True\n1,2,3,False,9\n4,5,6,True\n",
    says: /3/,
  },
  "a target that is no column": { text: sample.replace('"target": "pass"', '"target": "passed"'), says: /passed.*pass/ },
};

test("what is wrong with a document or its CSV is said in the builder and in Problems", async (t) => {
  const entries = Object.entries(broken).map(([name, { text, csv, says }], index) => {
    const files = {
      [`${index}.perceptron`]: text.replace("bad.csv", `${index}.csv`),
      ...(csv === undefined ? {} : { [`${index}.csv`]: csv }),
    };
    return { name, files, says, document: `${index}.perceptron` };
  });
  const workbench = await session.open(["binary.csv"], Object.assign({}, ...entries.map(({ files }) => files)) as Record<string, string>);
  await workbench.runCommand("Problems: Focus on Problems View");
  for (const { name, files, says, document } of entries) {
    await t.test(name, async () => {
      await workbench.openFile(document);
      const builder = await openedBuilder(workbench);
      await builder.frame.getByText(says).first().waitFor();
      await workbench.page.locator(".markers-panel .monaco-list-row", { hasText: says }).first().waitFor();
      await workbench.screenshot(`e2e/problems/${name.replaceAll(" ", "-")}`);
      assert.equal(readFileSync(join(workbench.folder, document), "utf8"), files[document], "the document was changed");
      await workbench.tab(document).click({ button: "middle" });
      await workbench.tab(document).waitFor({ state: "detached" });
    });
  }
  assert.deepEqual(workbench.complaints, [], "the builder complains in the console");
});
