// The only place where CSVs are read from the disk, for the worker and the command line: in pieces, never as a whole.
// A file that is not there, or is none, becomes a problem of `data.file`.

import type { Stats } from "node:fs";
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
  if (!found.isFile()) return { name, chunks: () => readChunks(source.path, refuse) };
  const check = ({ size, mtimeMs }: Stats): void => {
    if (size !== found.size || mtimeMs !== found.mtimeMs) throw changed(name, path);
  };
  return { name, size: found.size, chunks: () => readChunks(source.path, refuse, check) };
}

/**
 * A file from its first byte on.
 * @param check looks at the file before and after, because one that is written meanwhile is neither what it was nor what it will be
 */
async function* readChunks(path: string, refuse: (error: unknown) => never, check?: (found: Stats) => void): AsyncIterable<Uint8Array> {
  const file = await open(path).catch(refuse);
  try {
    const chunk = new Uint8Array(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK).catch(refuse);
      if (bytesRead === 0) {
        check?.(await file.stat());
        return;
      }
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function changed(name: string, path: JsonPath): ProblemError {
  const sentence = message("{0} changed while it was read. Read it again once it is complete.", name);
  return new ProblemError({ severity: "error", code: "file-changed", message: sentence, path, file: name });
}

function explain(name: string, error: NodeJS.ErrnoException): [code: string, sentence: Message] {
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return ["file-not-found", message("There is no file {0}. Choose the CSV again.", name)];
    case "EISDIR":
      return ["file-is-folder", message("{0} is a folder, not a CSV. Choose the CSV again.", name)];
    default:
      return ["file-not-read", message("{0} could not be read: {1}. Choose the CSV again.", name, error.message)];
  }
}
