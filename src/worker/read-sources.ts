// The worker's only touch of the disk: CSVs as bytes. A file that is not there, or is none, becomes a problem of `data.file`.

import { readFile } from "node:fs/promises";
import { type Message, message } from "../model/message.ts";
import { type JsonPath, ProblemError } from "../model/problem.ts";
import type { Source } from "../data/types.ts";
import type { SourceReference } from "../protocol/worker.ts";

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
  if ("bytes" in source) return source;
  try {
    return { name: source.name, bytes: await readFile(source.path) };
  } catch (error) {
    const [code, sentence] = explain(source, error as NodeJS.ErrnoException);
    throw new ProblemError({ severity: "error", code, message: sentence, path, file: source.name });
  }
}

function explain({ name }: SourceReference, error: NodeJS.ErrnoException): [code: string, sentence: Message] {
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
