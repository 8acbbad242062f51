// Exported models in TensorFlow.js itself, beside what `perceptron predict` says of the same rows.

import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import "@tensorflow/tfjs-backend-cpu";
import * as core from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import type { ExportedFile, ExportInput } from "../../../src/code/exporter.ts";
import { tfjs, writeTfjs } from "../../../src/code/tfjs/tfjs.ts";
import { decodeAs } from "../../../src/data/encoding.ts";
import { predictedText } from "../../fixtures/code/predicted.ts";
import { fileCases } from "../../fixtures/code/inference/cases.ts";
import { assertSameCsv } from "../../fixtures/code/inference/compare.ts";
import { csvOf, everyLayer, mixed, mixedRows, numberRows, predicted, ready, type Ready, unfilled } from "../../fixtures/code/networks.ts";

// It greets people in Node, and asks them to install something.
core.env().set("IS_TEST", true);

type Rows = readonly Readonly<Record<string, string>>[];

interface Companion {
  readonly load: (tf: object, address: core.io.IOHandler) => Promise<unknown>;
  readonly predict: (row: Readonly<Record<string, string>>) => Readonly<Record<string, string | number>> | null;
  readonly predictCsv: (text: string) => string;
  readonly selfCheck: () => boolean;
}

function inputOf(network: Ready, more: Partial<ExportInput> = {}): ExportInput {
  const { experiment } = network;
  const summary = { dialect: { encoding: "utf-8" } } as ExportInput["summary"];
  return { experiment, summary, trained: network, name: "a.perceptron", stem: "model", csv: "a.csv", language: "en", options: {}, ...more };
}

/** The files as a server would send them. */
function served(files: readonly ExportedFile[]): core.io.IOHandler {
  const fetchFunc: typeof fetch = (address) => {
    const file = files.find(({ name }) => address === `http://localhost/${name}`);
    return Promise.resolve(file === undefined ? new Response(null, { status: 404 }) : new Response(file.content as BodyInit));
  };
  return core.io.browserHTTPRequest("http://localhost/model.json", { fetchFunc });
}

const folder = mkdtempSync(join(tmpdir(), "perceptron-tfjs-"));
let modules = 0;

after(() => rmSync(folder, { recursive: true }));

async function open(network: Ready, more: Partial<ExportInput> = {}): Promise<Companion> {
  return opened(await writeTfjs(inputOf(network, more)));
}

async function opened(files: readonly ExportedFile[]): Promise<Companion> {
  const path = join(folder, `${modules++}.mjs`);
  writeFileSync(path, files.find(({ name }) => name === "model.mjs")?.content ?? "");
  const companion = (await import(pathToFileURL(path).href)) as Companion;
  await companion.load({ ...core, loadLayersModel }, served(files));
  return companion;
}

async function compare(network: Ready, rows: Rows, about: string): Promise<void> {
  const { predict } = await open(network);
  const truth = await predicted(network, rows);
  for (const [row, values] of rows.entries()) {
    const answers = predict(values);
    for (const [name, cells] of truth) {
      const [value, cell] = [answers?.[name], cells[row]];
      const where = `${about}: ${name}, row ${row}: ${value} instead of ${cell}`;
      if (typeof value === "number") assert.ok(Math.abs(value - Number(cell)) <= 1e-5 * Math.max(1, Math.abs(Number(cell))), where);
      else assert.equal(value, cell, where);
    }
  }
}

const outputs = { columns: ["t", "u", "v"], kind: "number" } as const;
const inside = (layer: object) => [{ type: "Linear", out_features: 6 }, layer, { type: "Linear", out_features: 3 }];
const refused = new Set(['{"type":"Step"}', '{"type":"Softplus","beta":2.5,"threshold":3}']);

test("every layer gives in TensorFlow.js what it gives here, or is refused by name", async () => {
  for (const layer of everyLayer) {
    const network = ready({ layers: inside(layer), target: outputs });
    const about = JSON.stringify(layer);
    const problems = tfjs.refuses(inputOf(network));
    if (refused.has(about) || /"dim":(0|-2)|track_running_stats/.test(about)) {
      assert.deepEqual([problems.length, problems[0]?.path], [1, ["layers", 1]], about);
      const { type } = layer as { type: string };
      assert.ok(problems[0]?.message.text.includes(type) || problems[0]?.message.args.includes(type), about);
    } else {
      assert.deepEqual(problems, [], about);
      await compare(network, numberRows(), about);
    }
  }
});

test("ends of Hardtanh on one side of zero, and large values of Threshold", async () => {
  for (const layer of [
    { type: "Hardtanh", min_val: 0.5, max_val: 2 },
    { type: "Hardtanh", min_val: -2, max_val: -0.5 },
    { type: "Hardtanh", min_val: 0, max_val: 1 },
    { type: "Threshold", threshold: 0.1, value: 20 },
  ])
    await compare(ready({ layers: inside(layer), target: outputs }), numberRows(), JSON.stringify(layer));
});

test("every kind of column, as a row and as a CSV", async () => {
  const target = { columns: ["t"], kind: "category", classes: ["a", "b", "c"] } as const;
  for (const features of [mixed, unfilled]) {
    const network = ready({ layers: inside({ type: "BatchNorm1d" }), features, target, loss: { type: "CrossEntropyLoss" } });
    await compare(network, mixedRows, "mixed");
    const companion = await open(network);
    const truth = await predicted(network, mixedRows);
    const lines = companion.predictCsv(csvOf(mixedRows)).trimEnd().split("\n");
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(",").at(-4) ?? ""),
      [...(truth.get("prediction") ?? [])].map((cell) => cell ?? ""),
    );
  }
});

test("weights of more than one shard", async () => {
  const layers = [
    { type: "Linear", out_features: 1100 },
    { type: "ReLU" },
    { type: "Linear", out_features: 1000 },
    { type: "Linear", out_features: 1 },
  ];
  const network = ready({ layers });
  const files = await writeTfjs(inputOf(network));
  assert.deepEqual(
    files.map(({ name }) => name),
    ["model.json", "model-shard1of2.bin", "model-shard2of2.bin", "model.mjs"],
  );
  await opened(files);
});

test("the row of the self-check", async () => {
  const network = ready({ layers: [{ type: "Linear", out_features: 1 }] });
  const [row = {}] = numberRows();
  const text = (await predicted(network, [row])).get("prediction")?.[0] ?? "";
  const check = { values: row, answers: [{ column: "t", text }] };
  assert.equal((await open(network, { check })).selfCheck(), true);
  const other = { values: row, answers: [{ column: "t", text: String(Number(text) + 0.5) }] };
  assert.equal((await open(network, { check: other })).selfCheck(), false);
});

test("the samples and CSVs that people have", async () => {
  for (const { name, input, weights, csvs } of await fileCases()) {
    if (tfjs.refuses(input).length > 0) continue;
    const files = await tfjs.write({ ...input, stem: "model" });
    const { predictCsv: write, selfCheck } = await opened(files);
    assert.ok(input.check === undefined || selfCheck(), name);
    for (const [key, csv] of Object.entries(csvs)) {
      const text = decodeAs(csv, isUtf8(Buffer.from(csv)) ? "utf-8" : input.summary.dialect.encoding).text.replace(/^\ufeff/, "");
      // Bytes and their mark are the caller's.
      const expected = (await predictedText(weights, key, csv)).replace(/^\ufeff/, "");
      assertSameCsv(write(text), expected, `${name} ${key}`);
    }
  }
});
