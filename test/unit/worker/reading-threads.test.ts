// Threads of Node that help to read: what they hand over is what one thread reads, and one that fails costs
// nothing but time.

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import type { ReadingThread, ReadingThreads } from "../../../src/data/pieces/threads.ts";
import { readTable } from "../../../src/data/read.ts";
import type { Source } from "../../../src/data/types.ts";
import { threadsOf } from "../../../src/worker/node/reading-threads.ts";
import { factsOf } from "../../fixtures/data/facts.ts";
import { source } from "../../fixtures/data/tables.ts";
import { eventually } from "../../harness/patience.ts";

const ROWS = 20_000;
/** Bytes of a piece, and of a chunk, which has some for each thread. */
const PIECE = 2 ** 12;
const CHUNK = 2 ** 15;
const rows = Array.from({ length: ROWS }, (_, row) =>
  [
    row,
    (row / 8).toFixed(row % 4),
    row % 9 === 0 ? "" : `t${row % 300}`,
    row % 2 === 0 ? '"a, ""b"""' : '"c\nd"',
    row % 7 ? "true" : "NA",
  ].join(","),
);
const text = `n,x,t,q,b\n${rows.join("\n")}\n`;

/** Real threads, and how often each was asked; a text of which most comes once all have started. */
function threaded(count: number): {
  readonly threads: ReadingThreads;
  readonly csv: Source;
  readonly asked: number[];
  readonly opened: ReadingThread[];
} {
  const real = threadsOf(count, 0, PIECE, resolve("dist", "worker-reader.js"));
  const opened: ReadingThread[] = [];
  const asked: number[] = [];
  const open: ReadingThreads["open"] = (settings) => {
    const helpers = real.open(settings).map((thread, index) => {
      asked[index] = 0;
      return {
        get isReady() {
          return thread.isReady;
        },
        read: async (piece: Parameters<ReadingThread["read"]>[0]) => {
          asked[index]! += 1;
          return thread.read(piece);
        },
        close: () => thread.close(),
      };
    });
    opened.push(...helpers);
    return helpers;
  };
  const whole = source(text);
  let hasBegun = false;
  const chunks = async function* () {
    for await (const chunk of whole.chunks())
      for (let from = 0; from < chunk.length; from += CHUNK) {
        if (from > CHUNK && !hasBegun) await eventually(() => assert.ok(opened.length > 0 && opened.every(({ isReady }) => isReady)));
        hasBegun ||= from > CHUNK;
        yield chunk.subarray(from, from + CHUNK);
      }
  };
  return { threads: { ...real, open }, csv: { ...whole, chunks }, asked, opened };
}

for (const count of [2, 4])
  test(`${count} threads read the table that one reads`, async () => {
    const { threads, csv, asked } = threaded(count);
    assert.equal(factsOf(await readTable([csv], {}, { threads })), factsOf(await readTable([source(text)])));
    assert.ok(asked.length === count - 1 && asked.every((times) => times > 0), asked.join(" "));
  });

test("a table is read again by one thread if another has failed", async () => {
  const { threads, csv, opened, asked } = threaded(2);
  const failing: ReadingThreads = {
    ...threads,
    open: (settings) =>
      threads.open(settings).map((thread, index) => ({
        get isReady() {
          return thread.isReady;
        },
        read: (piece) => {
          const read = thread.read(piece);
          if (asked[index] === 3) opened[index]!.close();
          return read;
        },
        close: () => thread.close(),
      })),
  };
  assert.equal(factsOf(await readTable([csv], {}, { threads: failing })), factsOf(await readTable([source(text)])));
  assert.ok(asked[0]! >= 3);
});
