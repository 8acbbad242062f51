// A document, its script, and the document that is read back from it: the two say the same, and their scripts
// are equal to the letter. Nothing is told as left out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importedDocument } from "../../../src/code/importing/document.ts";
import { importCode } from "../../../src/code/importing/import.ts";
import { tableFacts } from "../../../src/code/importing/table-facts.ts";
import { inspectTable } from "../../../src/data/inspect.ts";
import { readMendedFiles } from "../../../src/data/mend-reading.ts";
import type { ResolvedLayer } from "../../../src/model/layers.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import type { ScriptOptions } from "../../../src/code/pytorch/pytorch.ts";
import { comment } from "../../../src/code/pytorch/python.ts";
import { format } from "../../../src/model/message.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { randomDocument } from "../../fixtures/code/random-documents.ts";
import { readingDocuments } from "../../fixtures/code/reading-documents.ts";
import { experimentOf, type Files, scriptOf } from "../../fixtures/code/script.ts";
import { trainingDocuments } from "../../fixtures/code/training-documents.ts";
import { Chance } from "../../fuzz/chance.ts";

/** The files with the document that is read back from the script of theirs. */
async function readBack(script: string, files: Files): Promise<Files> {
  const code = importCode(script);
  assert.ok(code.isWhole, code.problems.map(({ message }) => format(message)).join("\n"));
  const sources = code.csv.map((name) => {
    const content = files[name];
    return bytesSource(name, content instanceof Uint8Array ? content : new TextEncoder().encode(content as string));
  });
  const { table, reading } = await readMendedFiles(sources, code.reading);
  const { text, problems } = importedDocument(code, {
    files: code.csv,
    facts: tableFacts(inspectTable(table), table.rows),
    reading,
  });
  assert.deepEqual(
    problems.map(({ line, message }) => `${line} ${format(message)}`),
    [],
  );
  return { ...files, "a.perceptron": JSON.parse(text) as object };
}

/** A layer as it comes back: its name on one line, and -1 for the last dimension. */
function asComment(layer: ResolvedLayer): object {
  const { name } = layer;
  const seen = name === undefined ? [] : comment(name).map((line) => line.slice(2));
  return { ...layer, ...("dim" in layer && layer.dim === 1 ? { dim: -1 } : {}), ...(seen.length > 0 ? { name: seen.join(" ") } : {}) };
}

/** The last dimension of rows is 1 or -1; what comes back is -1, the document's default. */
function lastDimension(script: string): string {
  return script.replaceAll("dim=1", "dim=-1").replaceAll("nn.GLU(dim=-1)", "nn.GLU()");
}

async function checkRoundTrip(files: Files, more: Partial<ScriptOptions> = {}): Promise<void> {
  const script = await scriptOf(files, more);
  const again = await readBack(script, files);
  assert.equal(lastDimension(await scriptOf(again, more)), lastDimension(script));
  const [own, other] = [experimentOf(files), experimentOf(again)];
  assert.deepEqual(other.training, own.training);
  assert.deepEqual(other.layers, own.layers.map(asComment));
  assert.deepEqual([other.data.file, other.data.target, other.data.split], [own.data.file, own.data.target, own.data.split]);
}

test("random documents come back from their scripts", async () => {
  const first = Number(process.env["PERCEPTRON_FUZZ_SEED"] ?? 1);
  for (let seed = first; seed < first + 150; seed++) {
    const files = randomDocument(new Chance(seed));
    try {
      // Every third script also predicts, and every third one speaks Korean.
      await checkRoundTrip(files, { language: seed % 3 === 1 ? "ko" : "en", ...(seed % 3 === 2 ? { weights: "a.safetensors" } : {}) });
    } catch (error) {
      throw new Error(`Seed ${seed}: ${JSON.stringify(files["a.perceptron"])}`, { cause: error });
    }
  }
});

test("documents of every kind come back from their scripts", async () => {
  for (const [name, files] of Object.entries({ ...documents, ...readingDocuments, ...trainingDocuments })) {
    try {
      await checkRoundTrip(files);
    } catch (error) {
      throw new Error(name, { cause: error });
    }
  }
});
