// The only place where CSVs are read from the disk, for the worker and the command line: in pieces, never as a whole.
// A file that is not there, or is none, becomes a problem of `data.file`.

import { open, stat } from "node:fs/promises";
import { type Message, message } from "../model/message.ts";
import { type JsonPath, ProblemError } from "../model/problem.ts";
import { bytesSource } from "../data/sources.ts";
import type { Source } from "../data/types.ts";
import type { SourceReference } from "../protocol/worker.ts";

/** Bytes of a piece. */
const CHUNK = 2 ** 20;

/**
 * The CSVs of a document, in order.
 * @param file the document's `data.file`, which decides where a problem is shown
 */
export function readSources(file: string | readonly string[], sources: readonly SourceReference[]): Promise<Source[]> {
  const place = (index: number): JsonPath => (typeof file === "string" ? ["data", "file"] : ["data", "file", index]);
  return Promise.all(sources.map((source, index) => readSource(source, place(index))));
}

/** One CSV. @throws ProblemError at `path` where it cannot be read */
export async function readSource(source: SourceReference, path: JsonPath = ["data", "file"]): Promise<Source> {
  const { name } = source;
  if ("bytes" in source) return bytesSource(name, source.bytes);
  const refuse = (error: unknown): never => {
    const [code, sentence] = explain(name, error as NodeJS.ErrnoException);
    throw new ProblemError({ severity: "error", code, message: sentence, path, file: name });
  };
  const found = await stat(source.path).catch(refuse);
  return { name, ...(found.isFile() ? { size: found.size } : {}), chunks: () => readChunks(source.path, refuse) };
}

/** A file from its first byte on. One that is written while it is read gives what it holds when its turn comes. */
async function* readChunks(path: string, refuse: (error: unknown) => never): AsyncIterable<Uint8Array> {
  const file = await open(path).catch(refuse);
  try {
    const chunk = new Uint8Array(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK).catch(refuse);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function explain(name: string, error: NodeJS.ErrnoException): [code: string, sentence: Message] {
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return ["file-not-found", message("There is no file {0}. Correct data.file, or choose another CSV.", name)];
    case "EISDIR":
      return ["file-is-folder", message("{0} is a folder, not a CSV. Correct data.file, or choose a CSV inside it.", name)];
    default:
      return ["file-not-read", message("{0} could not be read: {1}. Correct data.file, or choose another CSV.", name, error.message)];
  }
}
