// Weight files: the bytes of the safetensors format, back and forth, and what stands in the metadata.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../src/code/safetensors.ts";
import { weightFile } from "../../src/code/weights.ts";
import { parseDocument } from "../../src/model/document.ts";
import { ProblemError } from "../../src/model/problem.ts";
import { documents } from "../fixtures/code/documents.ts";
import { experimentOf, summaryOf } from "../fixtures/code/script.ts";

const tensors = [
  { name: "0.weight", shape: [2, 3], data: Float32Array.of(1, -2.5, 1e-38, NaN, -0, Infinity) },
  { name: "0.bias", shape: [2], data: new Float32Array([9, 8, 7, 6]).subarray(1, 3) },
  { name: "2.weight", shape: [], data: Float32Array.of(4) },
];

test("the layout is that of the format", () => {
  const bytes = writeSafetensors(tensors, { key: "값" });
  const view = new DataView(bytes.buffer);
  const length = Number(view.getBigUint64(0, true));
  assert.equal((8 + length) % 8, 0);
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  assert.match(text, /^\{.*\} *$/);
  assert.deepEqual(JSON.parse(text), {
    __metadata__: { key: "값" },
    "0.weight": { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] },
    "0.bias": { dtype: "F32", shape: [2], data_offsets: [24, 32] },
    "2.weight": { dtype: "F32", shape: [], data_offsets: [32, 36] },
  });
  assert.equal(bytes.length, 8 + length + 36);
  assert.deepEqual([...bytes.subarray(8 + length, 8 + length + 8)], [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);
  assert.equal(view.getFloat32(8 + length + 24, true), 8);
});

function bits({ name, shape, data }: StoredTensor): unknown[] {
  return [name, shape, [...new Uint32Array(data.buffer, data.byteOffset, data.length)]];
}

test("what is written is read again, bit for bit", () => {
  const { tensors: read, metadata } = readSafetensors(writeSafetensors(tensors, { a: "b" }), "w.safetensors");
  assert.deepEqual(metadata, { a: "b" });
  assert.deepEqual(read.map(bits), tensors.map(bits));
});

/** A file with this header and eight bytes of tensors. */
function header(json: unknown): Uint8Array {
  const text = new TextEncoder().encode(typeof json === "string" ? json : JSON.stringify(json));
  const bytes = new Uint8Array(8 + text.length + 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

test("other bytes are refused with a sentence", () => {
  const good = writeSafetensors(tensors, {});
  const wrong: Record<string, Uint8Array> = {
    empty: new Uint8Array(),
    "x,y": new TextEncoder().encode("x,y\n1,2\n3,4\n"),
    "cut short": good.subarray(0, good.length - 1),
    "no JSON": header("{oops"),
    "a list": header([1]),
    "no entry": header({ w: 3 }),
    "another size": header({ w: { dtype: "F32", shape: [3], data_offsets: [0, 8] } }),
    "beyond the end": header({ w: { dtype: "F32", shape: [2], data_offsets: [4, 12] } }),
    "another type": header({ w: { dtype: "F16", shape: [4], data_offsets: [0, 8] } }),
  };
  for (const [name, bytes] of Object.entries(wrong))
    assert.throws(
      () => readSafetensors(bytes, "w.safetensors"),
      (error: unknown) => error instanceof ProblemError && error.problem.file === "w.safetensors",
      name,
    );
});

test("the metadata holds the document and the fitted preprocessing, every number as it is", () => {
  const files = documents["fills of every kind"]!;
  const experiment = experimentOf(files);
  const preprocessing = summaryOf(files).preprocessing!;
  const { metadata } = readSafetensors(weightFile(experiment, { tensors, preprocessing }), "w");
  const kept = JSON.parse(metadata["perceptron"]!) as { document: unknown; preprocessing: unknown };
  assert.deepEqual(kept.preprocessing, preprocessing);
  assert.deepEqual(parseDocument(JSON.stringify(kept.document)).experiment, experiment);
});
