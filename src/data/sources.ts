// Bytes that are in memory already as a source, and how reading tells what it has done and hears that it is to end.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Source } from "./types.ts";

/** Asked and told between two pieces of a file. */
export interface ReadHooks {
  /** Bytes that were read of all files, and how many there are, where that is known. */
  progressed?(done: number, total: number | undefined): void;
  /** Once it answers true, reading ends with a ProblemError of code `cancelled`. */
  isCancelled?(): boolean;
}

export function bytesSource(name: string, bytes: Uint8Array): Source {
  return {
    name,
    size: bytes.length,
    chunks: async function* () {
      yield bytes;
    },
  };
}

/** Bytes of all sources together; undefined where one does not say. */
export function totalSize(sources: readonly Source[]): number | undefined {
  let total = 0;
  for (const { size } of sources) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}

/** @throws ProblemError of code `cancelled` where the person does not want to wait any longer */
export function checkCancelled(hooks: ReadHooks): void {
  if (hooks.isCancelled?.())
    throw new ProblemError({ severity: "error", code: "cancelled", path: ["data", "file"], message: message("Reading was cancelled.") });
}

/** The pieces of a source; `hooks` hear of each before it is handed out. */
export async function* watchedChunks(
  source: Source,
  hooks: ReadHooks,
  before: number,
  total: number | undefined,
): AsyncIterable<Uint8Array> {
  let done = before;
  checkCancelled(hooks);
  for await (const chunk of source.chunks()) {
    checkCancelled(hooks);
    done += chunk.length;
    hooks.progressed?.(done, total);
    yield chunk;
  }
}
