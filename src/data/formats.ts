// What kind of file can be read, by its first bytes, whatever its name says: text, text compressed by gzip,
// or Parquet.

import { message } from "../model/message.ts";
import { type Allowance, Budget } from "./budget.ts";
import { withHead } from "./encoding.ts";
import { ProblemError } from "../model/problem.ts";
import { fileError, type CsvLocation } from "./problems.ts";
import type { Source } from "./types.ts";

/**
 * What gzip may unpack to. It cannot stand for more than 1032 times its bytes; tables of mostly zeros come to
 * a hundred.
 */
const UNPACKED: Allowance = { always: 2 ** 27, times: 200 };

/** Bytes that are unpacked at a time, so that it is known what became of which. */
const SLICE = 2 ** 14;
/** Bytes of content from which on it is asked whether a file goes on as it began. */
const EARLY = 2 ** 22;

export type FileFormat = "text" | "gzip" | "parquet";

export async function formatOf(source: Source): Promise<FileFormat> {
  for await (const head of withHead(source.chunks(), 4)) {
    if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
    return String.fromCharCode(...head.subarray(0, 4)) === "PAR1" ? "parquet" : "text";
  }
  return "text";
}

/**
 * The content of a gzip file, in pieces.
 * @param again the content once more. If it unpacks so far that it may be too much, all of it is counted
 *   first: that takes a tenth of the
 * time of reading it as a table
 * @throws ProblemError if it is damaged, or its content does not end
 */
export async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
  location: CsvLocation,
  again?: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream("gzip");
  const reader = stream.readable.getReader();
  const writer = stream.writable.getWriter();
  let failure: unknown;
  let isWanted = true;
  const budget = new Budget(location, UNPACKED);
  let fed = 0;
  let unpacked = 0;
  let isCounted = again === undefined;
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of chunks) {
        if (!isWanted) return;
        budget.grow(chunk.length);
        for (let start = 0; start < chunk.length; start += SLICE) {
          const slice = chunk.slice(start, start + SLICE);
          fed += slice.length;
          await writer.write(slice);
        }
      }
      await writer.close();
    } catch (error) {
      failure = error;
      await writer.abort(error).catch(() => undefined);
    }
  };
  const isFed = feed();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(async () => {
        await isFed;
        // What the source itself had to say, such as that it was cancelled, comes before what became of its
        // bytes.
        throw failure instanceof ProblemError ? failure : damaged(location);
      });
      if (done) break;
      budget.spend(value!.length);
      unpacked += value!.length;
      if (!isCounted && unpacked > Math.max(EARLY, UNPACKED.times * fed)) {
        isCounted = true;
        for await (const piece of again!()) void piece;
      }
      yield value!;
    }
  } finally {
    isWanted = false;
    await reader.cancel().catch(() => undefined);
    await isFed;
  }
}

function damaged(location: CsvLocation): ProblemError {
  return fileError(
    "damaged-gzip",
    location,
    message("{0} is compressed by gzip, but damaged or incomplete. Compress it again, or choose another file.", location.file),
  );
}
