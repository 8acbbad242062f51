// What kind of file can be read, by its first bytes, whatever its name says: text, text compressed by gzip, or Parquet.

import { message } from "../model/message.ts";
import { type Allowance, Budget } from "./budget.ts";
import { withHead } from "./encoding.ts";
import { ProblemError } from "../model/problem.ts";
import { fileError, type Place } from "./problems.ts";
import type { Source } from "./types.ts";

/** What gzip may unpack to. It cannot stand for more than 1032 times its bytes; tables of mostly zeros come to a hundred. */
const UNPACKED: Allowance = { always: 2 ** 27, times: 200 };

export type FileFormat = "text" | "gzip" | "parquet";

export async function formatOf(source: Source): Promise<FileFormat> {
  for await (const head of withHead(source.chunks(), 4)) {
    if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
    return String.fromCharCode(...head.subarray(0, 4)) === "PAR1" ? "parquet" : "text";
  }
  return "text";
}

/** The content of a gzip file, in pieces. @throws ProblemError where it is damaged, or its content does not end */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, place: Place): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream("gzip");
  const reader = stream.readable.getReader();
  const writer = stream.writable.getWriter();
  let failure: unknown;
  let isWanted = true;
  const budget = new Budget(place, UNPACKED);
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of chunks) {
        if (!isWanted) return;
        budget.grow(chunk.length);
        if (chunk.length > 0) await writer.write(new Uint8Array(chunk));
      }
      await writer.close();
    } catch (error) {
      failure = error;
      await writer.abort(error).catch(() => undefined);
    }
  };
  const fed = feed();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(async () => {
        await fed;
        // What the source itself had to say, such as that it was cancelled, comes before what became of its bytes.
        throw failure instanceof ProblemError ? failure : damaged(place);
      });
      if (done) break;
      budget.spend(value!.length);
      yield value!;
    }
  } finally {
    isWanted = false;
    await reader.cancel().catch(() => undefined);
    await fed;
  }
}

function damaged(place: Place): ProblemError {
  return fileError(
    "damaged-gzip",
    place,
    message("{0} is compressed by gzip, but damaged or incomplete. Compress it again, or choose another file.", place.file),
  );
}
