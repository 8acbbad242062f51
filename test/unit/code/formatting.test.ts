// Exported Python is as Black leaves it, and clean under the usual rules of Ruff. Ruff's formatter, which
// does what Black does, is asked, because it runs in Node.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PositionEncoding, Workspace } from "@astral-sh/ruff-wasm-nodejs";
import type { Exporter, ExportInput } from "../../../src/code/exporter.ts";
import { exporters } from "../../../src/code/exporters.ts";
import { writePyTorch } from "../../../src/code/pytorch/pytorch.ts";
import type { ResolvedLayer } from "../../../src/model/layers.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { exportInput } from "../../fixtures/code/export-input.ts";
import { everyLayer, mixed, ready } from "../../fixtures/code/networks.ts";
import { randomDocument } from "../../fixtures/code/random-documents.ts";
import { readingDocuments } from "../../fixtures/code/reading-documents.ts";
import type { Files } from "../../fixtures/code/script.ts";
import { csv, document, linear, regression, rows } from "../../fixtures/code/tables.ts";
import { trainingDocuments } from "../../fixtures/code/training-documents.ts";
import { Chance } from "../../fuzz/chance.ts";

interface Finding {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: { readonly row: number };
}

const lint = { select: ["E", "F", "W", "I", "B", "UP", "SIM"] };
const ruff = new Workspace({ "line-length": 88, "target-version": "py39", lint }, PositionEncoding.Utf16);

/** @param isCell whether names may come from other cells */
function check(name: string, text: string, isCell = false): void {
  assert.equal(text, ruff.format(text), name);
  const findings = (ruff.check(text) as Finding[]).filter(({ code }) => !isCell || !["F821", "F401", "E402"].includes(code ?? ""));
  const lines = text.split("\n");
  const told = findings.map(({ code, message, start_location: { row } }) => `${name}: ${code} ${message} ${lines[row - 1]}`);
  assert.deepEqual(told, []);
}

async function written(format: keyof typeof exporters, input: ExportInput): Promise<string | undefined> {
  const exporter: Exporter = exporters[format];
  if (exporter.refuses(input).length > 0) return undefined;
  return String((await exporter.write(input))[0]?.content);
}

/** Names, texts and weights that fit on no line. */
const long = `${"a very long name of a column ".repeat(2)}it is`;
const unusual: Readonly<Record<string, Files>> = {
  "one long name": {
    "a.csv": csv([[long, "y"], ...rows((next) => [String(next()), String(next())])]),
    "a.perceptron": document({ target: "y", missing: "mean" }, [linear(1)], regression),
  },
  "many weights by hand": {
    "a.csv": csv([["a", "b", "y"], ...rows((next) => [String(next()), String(next()), String(next())])]),
    "a.perceptron": document(
      { target: "y" },
      [
        linear(12, {
          init: { weight: Array.from({ length: 12 }, (_, unit) => [unit / 7, -unit]), bias: Array.from({ length: 12 }, () => 0.125) },
        }),
        { type: "ReLU" },
        linear(1, { init: { weight: [Array.from({ length: 12 }, (_, unit) => unit / 3)] } }),
      ],
      regression,
    ),
  },
};

test("every training script is formatted, in both languages", async () => {
  const random = Array.from({ length: 20 }, (_, seed) => [`seed ${seed + 1}`, randomDocument(new Chance(seed + 1))] as const);
  const all = [...Object.entries({ ...documents, ...readingDocuments, ...trainingDocuments, ...unusual }), ...random];
  for (const [index, [name, files]] of all.entries()) {
    const input: ExportInput = { ...(await exportInput(files)), language: index % 2 === 0 ? "en" : "ko" };
    const { experiment, summary, csv: table, language } = input;
    if (index % 2 === 0)
      check(`${name}, with weights`, writePyTorch(experiment, summary, { csv: table, name: "a", language, weights: "a.safetensors" }).text);
    for (const format of ["pytorch", "torchrun", "lightning"] as const) {
      const text = await written(format, input);
      if (text !== undefined) check(`${name}, ${format}`, text);
    }
    // Its cells are the script's parts at another depth.
    if (index % 3 !== 0) continue;
    const { cells } = JSON.parse((await written("notebook", input))!) as { cells: { cell_type: string; id: string; source: string[] }[] };
    for (const { cell_type: type, id, source } of cells) if (type === "code") check(`${name}, cell ${id}`, `${source.join("")}\n`, true);
  }
});

test("every script that predicts is formatted, whatever its layers are", async () => {
  const input = await exportInput(documents["fills of every kind"]!);
  const networks = [everyLayer, ...everyLayer.map((layer) => [linear(6), layer])].map((layers) => layers as readonly ResolvedLayer[]);
  for (const [index, layers] of networks.entries()) {
    const trained = ready({ layers, ...(index % 2 === 0 ? { features: mixed } : {}) });
    const own: ExportInput = {
      ...input,
      experiment: trained.experiment,
      trained,
      weightFile: new Uint8Array(),
      language: index % 3 === 0 ? "ko" : "en",
    };
    for (const [format, options] of [
      ["python", {}],
      ["python", { "no-numpy": true }],
      ["keras", {}],
    ] as const) {
      const text = await written(format, { ...own, options });
      if (text !== undefined) check(`${JSON.stringify(layers.at(-1))}, ${format} ${JSON.stringify(options)}`, text);
    }
  }
});
