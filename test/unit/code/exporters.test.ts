// The registry of exporters and what is derived from it: the table in docs/exporting.md, Korean comments, and
// what the formats that only describe a network say.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Exporter } from "../../../src/code/exporter.ts";
import { exporters } from "../../../src/code/exporters.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { exportInput } from "../../fixtures/code/export-input.ts";
import { readingDocuments } from "../../fixtures/code/reading-documents.ts";
import { trainingDocuments } from "../../fixtures/code/training-documents.ts";

const all: Readonly<Record<string, Exporter>> = exporters;
const files = { ...documents, ...readingDocuments, ...trainingDocuments };

test("docs/exporting.md has a row for every exporter, and the README names each", () => {
  const page = readFileSync("docs/exporting.md", "utf8");
  const readme = readFileSync("README.md", "utf8");
  for (const [name, { label, detail, extension }] of Object.entries(all)) {
    assert.ok(page.includes(`| \`${name}\` | ${label} | \`${extension}\` | ${detail.text} |`), name);
    assert.ok(readme.includes(`\`${name}\``), name);
  }
});

test("in Korean every comment and docstring of a script is Korean", async () => {
  const english = new Set<string>();
  for (const each of Object.values(files))
    for (const name of ["pytorch", "torchrun", "lightning"]) {
      const input = { ...(await exportInput(each)), language: "ko" } as const;
      if (all[name]!.refuses(input).length > 0) continue;
      const [{ content } = { content: "" }] = await all[name]!.write(input);
      for (const line of String(content).split("\n")) if (/^\s*(?:# |""")\S/.test(line) && !/[가-힣]/.test(line)) english.add(line.trim());
    }
  // Names of layers.
  for (const name of ["# first of all", "# by hand", "# first", "# c a\\u0000b \\u202e d"]) english.delete(name);
  assert.deepEqual([...english], []);
});

test("a name within a table or a diagram is text, whatever it holds", async () => {
  const input = await exportInput(documents["fills of every kind"]!);
  const layers = input.experiment.layers.map((layer) => ({ ...layer, name: 'a|b"]<b>_$\\' }));
  const odd = { ...input, name: "<img src=x>.perceptron", experiment: { ...input.experiment, layers } };
  const text = async (name: string, options = {}): Promise<string> => String((await all[name]!.write({ ...odd, options }))[0]!.content);
  assert.doesNotMatch(await text("card"), /(?<!\\)<img|(?<!\\)<b>/);
  assert.match(await text("summary"), /a\\\|b/);
  assert.doesNotMatch(await text("mermaid"), /a\|b"\]/);
  assert.match(await text("summary", { latex: true }), /\\_\\\$\\textbackslash\{\}/);
});
