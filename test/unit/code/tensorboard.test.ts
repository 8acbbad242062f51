// TensorBoard event files, read back by a reader that shares nothing with the writer, and checked against
// bytes that TensorBoard itself wrote.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventFile, eventFileName, eventFileStart, eventRecord, scalarsOf } from "../../../src/code/formats/tensorboard.ts";

/** CRC-32C bit by bit, then TensorFlow's mask. */
function masked(data: Uint8Array): number {
  let remainder = 0xffffffffn;
  for (const byte of data) {
    remainder ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1n ? (remainder >> 1n) ^ 0x82f63b78n : remainder >> 1n;
  }
  const checksum = remainder ^ 0xffffffffn;
  return Number((((checksum >> 15n) | (checksum << 17n)) + 0xa282ead8n) & 0xffffffffn);
}

type Field = [number: number, value: number | Uint8Array];

/** Fields of a message, by the encoding's four types. */
function fields(data: Uint8Array): Field[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = data[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  while (at < data.length) {
    const key = varint();
    const [field, type] = [key >> 3, key & 7];
    if (type === 0) found.push([field, varint()]);
    else if (type === 1) found.push([field, view.getFloat64((at += 8) - 8, true)]);
    else if (type === 5) found.push([field, view.getFloat32((at += 4) - 4, true)]);
    else {
      const length = varint();
      found.push([field, data.subarray(at, (at += length))]);
    }
  }
  return found;
}

function records(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const found: Uint8Array[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    assert.equal(view.getUint32(at + 8, true), masked(file.subarray(at, at + 8)), "check sum of the length");
    const data = file.subarray(at + 12, at + 12 + length);
    assert.equal(view.getUint32(at + 12 + length, true), masked(data), "check sum of the data");
    found.push(data);
    at += 16 + length;
  }
  return found;
}

const text = (data: unknown): string => new TextDecoder().decode(data as Uint8Array);

test("every scalar of every step is there again, with right check sums", () => {
  const steps = [1, 127, 128, 300, 10_000, 3_000_000_000].map((step, index) => ({
    step,
    wallTime: 1_700_000_000.25 + index,
    scalars: { "loss/train": 1 / step, "loss/validation": index === 2 ? NaN : -index, 정확도: 0.5 },
  }));
  const [start, ...events] = records(eventFile(steps)).map(fields);
  assert.deepEqual(
    start!.map(([field, value]) => [field, typeof value === "number" ? value : text(value)]),
    [
      [1, 1_700_000_000.25],
      [3, "brain.Event:2"],
    ],
  );
  assert.equal(events.length, steps.length);
  for (const [index, { step, wallTime, scalars }] of steps.entries()) {
    const [wall, count, summary] = events[index]!;
    assert.deepEqual([wall, count, summary![0]], [[1, wallTime], [2, step], 5]);
    const values = fields(summary![1] as Uint8Array).map(([, value]) => fields(value as Uint8Array));
    assert.deepEqual(
      values.map(([name, value]) => [text(name![1]), value![1]]),
      Object.entries(scalars).map(([name, value]) => [name, Math.fround(value)]),
    );
  }
});

/**
 * What TensorBoard 2.21's `RecordWriter` writes of Event(wall_time, file_version), and of Event(wall_time,
 * step, summary) with two simple_values.
 */
const written = {
  start: "1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe9",
  step: "3800000000000000a3797d570900006040fc54d94110ac022a2a0a110a0a6c6f73732f747261696e150000003e0a150a0e61636375726163792f747261696e150000803f84232b51",
};

test("the bytes are those that TensorBoard writes", () => {
  assert.equal(Buffer.from(eventFileStart(1_700_000_000.25)).toString("hex"), written.start);
  const step = { step: 300, wallTime: 1_700_000_001.5, scalars: { "loss/train": 0.125, "accuracy/train": 1 } };
  assert.equal(Buffer.from(eventRecord(step)).toString("hex"), written.step);
});

test("an epoch's scalars are named by metric and pass", () => {
  const metrics = { train: { accuracy: 0.5 }, validation: { accuracy: 0.25 } };
  assert.deepEqual(scalarsOf({ trainLoss: 1, validationLoss: 2, lr: 0.1, metrics, gradientNorm: 3 }), {
    "loss/train": 1,
    "accuracy/train": 0.5,
    "accuracy/validation": 0.25,
    "loss/validation": 2,
    lr: 0.1,
    gradient_norm: 3,
  });
  assert.deepEqual(scalarsOf({ trainLoss: 1, lr: 0.1 }), { "loss/train": 1, lr: 0.1 });
});

test("a file grows by its steps", () => {
  const step = { step: 1, wallTime: 5, scalars: { a: 1 } };
  assert.deepEqual(Buffer.from(eventFile([step])), Buffer.concat([eventFileStart(5), eventRecord(step)]));
  assert.equal(records(eventFile([])).length, 1);
});

test("the name is one that TensorBoard looks for", () => {
  assert.equal(eventFileName(1_700_000_000.9), "events.out.tfevents.1700000000.perceptron");
});
