// Messages out of bytes in pieces of any size, and what is no message.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageReader, NoMessage, type Received } from "../../../src/pytorch/message-reader.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function readAll(stream: Uint8Array, size: number): Received[] {
  const received: Received[] = [];
  const reader = new MessageReader((one) => received.push(one));
  for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size));
  return received;
}

test("the same messages come, however the stream is cut", () => {
  const stream = Uint8Array.from([
    ...bytes('{"type":"started","note":"가"}\n{"type":"answer","bytes":3}\n'),
    // A payload may look like the end of a line.
    10,
    123,
    10,
    ...bytes('{"type":"done","bytes":0}\n'),
  ]);
  const whole = readAll(stream, stream.length);
  assert.deepEqual(
    whole.map(({ message, payload }) => [message.type, [...payload]]),
    [
      ["started", []],
      ["answer", [10, 123, 10]],
      ["done", []],
    ],
  );
  for (const size of [1, 2, 7]) assert.deepEqual(readAll(stream, size), whole, `pieces of ${size}`);
});

test("what is no message ends the conversation, with its beginning", () => {
  for (const line of ["Segmentation fault", "[]", "7", '{"kind":"done"}', '{"type":"done","bytes":-1}', '{"type":"done","bytes":1e12}'])
    assert.throws(
      () => readAll(bytes(`${line}\n`), 5),
      (error) => error instanceof NoMessage && line.startsWith(error.beginning),
      line,
    );
  assert.throws(() => readAll(new Uint8Array(2 ** 24 + 2).fill(97), 2 ** 20), NoMessage);
});
