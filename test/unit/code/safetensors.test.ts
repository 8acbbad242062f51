// Weight files: the bytes of the safetensors format, back and forth, and what stands in the metadata.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../../src/code/formats/safetensors.ts";
import { weightFile } from "../../../src/code/formats/weights.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { experimentOf, summaryOf } from "../../fixtures/code/script.ts";

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
  return [name, shape, data.constructor.name, [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]];
}

test("what is written is read again, bit for bit", () => {
  const { tensors: read, metadata } = readSafetensors(writeSafetensors(tensors, { a: "b" }), "w.safetensors");
  assert.deepEqual(metadata, { a: "b" });
  assert.deepEqual(read.map(bits), tensors.map(bits));
});

const mixed: StoredTensor[] = [
  { name: "odd", shape: [3], data: Float32Array.of(1, 2, 3) },
  { name: "words", shape: [2, 1], data: Uint32Array.of(0xfffffffe, 7) },
  { name: "empty", shape: [0, 4], data: new Float32Array() },
  { name: "count", shape: [], data: BigInt64Array.of(-(2n ** 62n)) },
  { name: "doubles", shape: [3], data: new Float64Array([9, 1 / 3, -0, Infinity, 9]).subarray(1, 4) },
];

test("every type comes back as its own array, and lies at a multiple of its size without holes", () => {
  const bytes = writeSafetensors(mixed, {});
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const { __metadata__: _, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
    string,
    { dtype: string; data_offsets: [number, number] }
  >;
  assert.deepEqual(
    Object.entries(header).map(
      ([
        name,
        {
          dtype,
          data_offsets: [begin, end],
        },
      ]) => [name, dtype, begin, end],
    ),
    [
      ["count", "I64", 0, 8],
      ["doubles", "F64", 8, 32],
      ["odd", "F32", 32, 44],
      ["words", "U32", 44, 52],
      ["empty", "F32", 52, 52],
    ],
  );
  assert.equal(bytes.length, 8 + length + 52);
  // Also from a place in memory where no array of numbers could begin.
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  for (const file of [bytes, shifted.subarray(1), Buffer.from(bytes)]) {
    const { tensors: read } = readSafetensors(file, "w");
    assert.deepEqual(
      read.map(bits),
      [3, 4, 0, 1, 2].map((index) => bits(mixed[index]!)),
    );
  }
});

test("what is read does not change with the bytes it was read from", () => {
  const bytes = writeSafetensors([{ name: "w", shape: [2], data: Float64Array.of(1, 2) }], {});
  const [tensor] = readSafetensors(bytes, "w").tensors;
  bytes.fill(0);
  assert.deepEqual(tensor!.data, Float64Array.of(1, 2));
});

test("tensors are read in the order of their bytes, whatever the order of the header", () => {
  const file = header({ b: { dtype: "U32", shape: [], data_offsets: [4, 8] }, a: { dtype: "U32", shape: [1], data_offsets: [0, 4] } });
  assert.deepEqual(
    readSafetensors(file, "w").tensors.map(({ name, shape }) => [name, shape]),
    [
      ["a", [1]],
      ["b", []],
    ],
  );
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
    "a hole": header({ w: { dtype: "F32", shape: [1], data_offsets: [4, 8] } }),
    "bytes of no tensor": header({ w: { dtype: "F32", shape: [1], data_offsets: [0, 4] } }),
    "sides below zero": header({ w: { dtype: "F32", shape: [-1, -2], data_offsets: [0, 8] } }),
    "two in one place": header({
      v: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
      w: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
    }),
    "metadata that is no text": header({ __metadata__: { a: 1 }, w: { dtype: "F64", shape: [1], data_offsets: [0, 8] } }),
    "another type": header({ w: { dtype: "I16", shape: [4], data_offsets: [0, 8] } }),
  };
  for (const [name, bytes] of Object.entries(wrong))
    assert.throws(
      () => readSafetensors(bytes, "w.safetensors"),
      (error: unknown) => error instanceof ProblemError && error.problem.file === "w.safetensors",
      name,
    );
});

test("the metadata holds the document and the fitted preprocessing, every number as it is", async () => {
  const files = documents["fills of every kind"]!;
  const experiment = experimentOf(files);
  const preprocessing = (await summaryOf(files)).preprocessing!;
  const { metadata } = readSafetensors(weightFile(experiment, { tensors, preprocessing }), "w");
  assert.deepEqual(Object.keys(metadata), ["perceptron"]);
  const kept = JSON.parse(metadata["perceptron"]!) as { document: unknown; preprocessing: unknown };
  assert.deepEqual(kept.preprocessing, preprocessing);
  assert.deepEqual(parseDocument(JSON.stringify(kept.document)).experiment, experiment);
});

test("the batches that BatchNorm1d counted are an int64, as in PyTorch", async () => {
  const files = documents["fills of every kind"]!;
  const counted = { name: "1.num_batches_tracked", shape: [], data: Float32Array.of(40) };
  const bytes = weightFile(experimentOf(files), {
    tensors: [tensors[0]!, counted],
    preprocessing: (await summaryOf(files)).preprocessing!,
  });
  const read = new Map(readSafetensors(bytes, "w").tensors.map(({ name, shape, data }) => [name, { shape, data }]));
  assert.deepEqual(read.get("1.num_batches_tracked"), { shape: [], data: BigInt64Array.of(40n) });
  assert.deepEqual(read.get("0.weight")?.data, tensors[0]!.data);
});
