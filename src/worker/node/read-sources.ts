// The only place where CSVs are read from the disk, for the worker and the command line: in pieces, never as
// a whole, ordinary files only. A file that is not there, or is none, becomes a problem of `data.file`; so
// does a disk that does not answer.

import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { bytesSource } from "../../data/sources.ts";
import type { Source } from "../../data/types.ts";
import { openFile, statFile } from "../../disk/read-file.ts";
import { Impatient, within } from "../../disk/wait.ts";
import { fewAtATime } from "../../model/few-at-a-time.ts";
import { type Message, message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { JsonPath } from "../../model/json.ts";
import type { SourceReference } from "../../protocol/worker.ts";

/** Bytes of a piece. */
const CHUNK = 2 ** 20;
/** Milliseconds in which a disk must answer. One across a network takes seconds when it wakes up. */
export const PATIENCE = 30_000;

/**
 * The CSVs of a document, in order.
 * @param file the document's `data.file`, which decides where a problem is shown
 * @param signal ends reading if the person does not want to wait any longer
 */
export function readSources(
  file: string | readonly string[],
  sources: readonly SourceReference[],
  signal?: AbortSignal,
): Promise<Source[]> {
  const place = (index: number): JsonPath => (typeof file === "string" ? ["data", "file"] : ["data", "file", index]);
  return fewAtATime(sources, (source, index) => readSource(source, place(index), signal));
}

/** One CSV. @throws ProblemError at `path` if it cannot be read */
export async function readSource(source: SourceReference, path: JsonPath = ["data", "file"], signal?: AbortSignal): Promise<Source> {
  const { name } = source;
  if ("bytes" in source) return bytesSource(name, source.bytes);
  const ask = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await within(answer, PATIENCE, signal);
    } catch (error) {
      const [code, sentence] = explain(name, error as Error);
      throw new ProblemError({ severity: "error", code, message: sentence, path, file: name });
    }
  };
  const found = await ask(statFile(source.path));
  const check: Check = ({ size, mtimeMs }) => {
    if (size !== found.size || mtimeMs !== found.mtimeMs) throw changed(name, path);
  };
  return {
    name,
    size: found.size,
    chunks: () => readChunks(source.path, ask, check),
    read: (start, end) => readPart(source.path, ask, check, start, end),
  };
}

/** Looks whether a file is the one that was found. @throws ProblemError if it is not */
type Check = (found: Pick<Stats, "size" | "mtimeMs">) => void;
type Ask = <T>(answer: Promise<T>) => Promise<T>;

async function open(path: string, ask: Ask): ReturnType<typeof openFile> {
  const opening = openFile(path);
  return ask(opening).catch((error: unknown) => {
    // What is opened after all, once nobody waits for it any more, is closed.
    void opening.then(({ file }) => file.close()).catch(() => undefined);
    throw error;
  });
}

/** A file that does not answer is not closed before it does. */
async function close(file: FileHandle, isAnswering: boolean): Promise<void> {
  const closed = file.close();
  if (isAnswering) await closed;
  else closed.catch(() => undefined);
}

/** Bytes of a file. @param check as that of `readChunks` */
async function readPart(path: string, ask: Ask, check: Check, start: number, end: number): Promise<Uint8Array> {
  const { file, stats } = await open(path, ask);
  let isAnswering = true;
  try {
    check(stats);
    const part = new Uint8Array(end - start);
    for (let at = 0; at < part.length;) {
      isAnswering = false;
      const { bytesRead } = await ask(file.read(part, at, part.length - at, start + at));
      isAnswering = true;
      if (bytesRead === 0) check({ mtimeMs: stats.mtimeMs, size: start + at });
      at += bytesRead;
    }
    return part;
  } finally {
    await close(file, isAnswering);
  }
}

/**
 * A file from its first byte on.
 * @param check looks at the file before and after, because one that is written meanwhile is neither what it
 *   was nor what it will be
 */
async function* readChunks(path: string, ask: Ask, check: Check): AsyncIterable<Uint8Array> {
  const { file, stats } = await open(path, ask);
  let isAnswering = true;
  try {
    check(stats);
    const chunk = new Uint8Array(CHUNK);
    for (let length = 0; ;) {
      isAnswering = false;
      const { bytesRead } = await ask(file.read(chunk, 0, CHUNK));
      isAnswering = true;
      length += bytesRead;
      // It never ends if it grows as fast as it is read.
      if (bytesRead === 0 || length > stats.size) check(await ask(file.stat()));
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await close(file, isAnswering);
  }
}

function changed(name: string, path: JsonPath): ProblemError {
  const sentence = message("{0} changed while it was read. Read it again once it is complete.", name);
  return new ProblemError({ severity: "error", code: "file-changed", message: sentence, path, file: name });
}

function explain(name: string, error: NodeJS.ErrnoException): [code: string, sentence: Message] {
  if (error instanceof Impatient && error.why === "cancelled") return ["cancelled", message("Reading was cancelled.")];
  if (error instanceof Impatient)
    return ["file-silent", message("{0} could not be read, because its disk does not answer. Try again, or choose another CSV.", name)];
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return ["file-not-found", message("There is no file {0}. Choose the CSV again.", name)];
    case "EISDIR":
      return ["file-is-folder", message("{0} is a folder, not a CSV. Choose the CSV again.", name)];
    case "NOTAFILE":
      return ["file-not-ordinary", message("{0} is not an ordinary file, so it is not read. Choose the CSV again.", name)];
    default:
      return ["file-not-read", message("{0} could not be read: {1}. Choose the CSV again.", name, error.message)];
  }
}
