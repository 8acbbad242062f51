// The registry of exporters and what is derived from it: the table in docs/exporting.md, Korean comments, and
// what the formats that only describe a network say.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Exporter } from "../../../src/code/exporter.ts";
import { exporters } from "../../../src/code/exporters.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { exportInput } from "../../fixtures/code/export-input.ts";
import { everyLayer, mixed, ready } from "../../fixtures/code/networks.ts";
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

/** Comments of a line in any language that code is exported in; of C and JavaScript also behind code. */
const COMMENT = /^\s*# (.+)$|"""(.+?)(?:"""|$)|\/\*\*? (.+?) \*\/|^(?:.*[;,{] )?\/\/ (.+)$|^ \* (.+)$/;

/** A layer, a column or a category, and code. */
const isNoSentence = (text: string): boolean => /^(?:\d+: )?\w+$|^fmt: o|^import \{|^node \S+ IN/.test(text);

test("in Korean every comment of code that predicts is Korean", async () => {
  const input = { ...(await exportInput(documents["fills of every kind"]!)), weightFile: new Uint8Array(), language: "ko" } as const;
  const english = new Set<string>();
  for (const layer of everyLayer) {
    const trained = ready({ layers: [{ type: "Linear", out_features: 6 }, layer], features: mixed });
    for (const [name, options] of [
      ["python", {}],
      ["python", { "no-numpy": true }],
      ["keras", {}],
      ["javascript", {}],
      ["c", {}],
      ["tfjs", {}],
    ] as const) {
      const own = { ...input, experiment: trained.experiment, trained, options };
      if (all[name]!.refuses(own).length > 0) continue;
      const texts = (await all[name]!.write(own))
        .filter((file) => /\.(?:py|m[jt]s|h)$/.test(file.name))
        .map(({ content }) => String(content));
      assert.ok(texts.length > 0, name);
      for (const line of texts.join("\n").split("\n")) {
        const said = COMMENT.exec(line)
          ?.slice(1)
          .find((part) => part !== undefined);
        if (said !== undefined && !/[가-힣]/.test(said)) english.add(said);
      }
    }
  }
  assert.deepEqual(
    [...english].filter((text) => !isNoSentence(text)),
    [],
  );
});

const commentsOf = (extension: string): RegExp =>
  extension === ".py" || extension === ".ipynb" ? /"""[\s\S]*?"""|^\s*# .*$/gm : /\/\*[\s\S]*?\*\/|^\s*\/\/ .*$/gm;

/**
 * Code without its comments and docstrings, and without line ends, which a comment of another length moves.
 */
function codeAlone(text: string, extension: string): string {
  return text.replaceAll(commentsOf(extension), "").replaceAll(/\s+/g, " ");
}

function codeOf(content: string, extension: string): string {
  if (extension !== ".ipynb") return content;
  const { cells } = JSON.parse(content) as { cells: { cell_type: string; source: string[] }[] };
  return cells.flatMap(({ cell_type: type, source }) => (type === "code" ? [source.join("")] : [])).join("\n");
}

test("in Korean every format does what it does in English, and what it says is Korean", async () => {
  const trained = ready({ layers: [{ type: "Linear", out_features: 6 }, { type: "GELU" }], features: mixed });
  const input = { ...(await exportInput(documents["fills of every kind"]!)), weightFile: new Uint8Array() };
  for (const [name, exporter] of Object.entries(all)) {
    const { extension, needsWeights } = exporter;
    const own = needsWeights ? { ...input, experiment: trained.experiment, trained } : input;
    const [english, translated] = await Promise.all((["en", "ko"] as const).map(async (language) => exporter.write({ ...own, language })));
    assert.deepEqual(
      translated?.map((file) => file.name),
      english?.map((file) => file.name),
    );
    const [first, other] = [english?.[0]?.content, translated?.[0]?.content];
    if (typeof first !== "string" || typeof other !== "string") continue;
    if (![".py", ".ipynb", ".mjs", ".h"].includes(extension)) {
      if (extension === ".md") assert.match(other, /[가-힣]{2}/, name);
      continue;
    }
    const [code, korean] = [codeOf(first, extension), codeOf(other, extension)];
    assert.equal(codeAlone(korean, extension), codeAlone(code, extension), name);
    assert.match((korean.match(commentsOf(extension)) ?? []).join("\n"), /[가-힣]{2}/, name);
  }
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
