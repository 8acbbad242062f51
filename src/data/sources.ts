// Bytes that are in memory already as a source, and how reading tells what it has done and hears that it is
// to end.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { concatenated } from "./encoding.ts";
import type { ReadingThreads } from "./pieces/threads.ts";
import type { Storage } from "./storage.ts";
import type { Source } from "./types.ts";

/** Asked and told between two pieces of a file, and where a large one goes. */
export interface ReadHooks {
  /** Bytes that were read of all files, and how many there are, if that is known. */
  progressed?(done: number, total: number | undefined): void;
  /** Rows that were encoded, and written, of how many, if they do not fit into memory. */
  encoded?(done: number, total: number): void;
  /** Once it answers true, reading ends with a ProblemError of code `cancelled`. */
  isCancelled?(): boolean;
  /** Where what is read is kept if it does not fit into memory; without one it has to. */
  readonly storage?: Storage | undefined;
  /** Different texts of a column that are kept in memory, if not the usual number. */
  readonly mostTexts?: number;
  /** Threads that help to read what is large; without them one reads all. */
  readonly threads?: ReadingThreads | undefined;
  /** Whether another process reads encoded rows by the path of their file. */
  readonly sharesRows?: boolean;
}

/** Bytes of a piece. */
const CHUNK = 2 ** 20;
/** Milliseconds of work after which whoever waits is let in. */
const BREATH = 50;

export function bytesSource(name: string, bytes: Uint8Array): Source {
  return {
    name,
    size: bytes.length,
    chunks: async function* () {
      // In pieces too, so that reading can be cancelled between two.
      for (let start = 0; start < bytes.length; start += CHUNK) yield bytes.subarray(start, start + CHUNK);
    },
    read: async (start, end) => bytes.subarray(start, end),
  };
}

/** The pieces of a source as a whole. */
export async function allBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(new Uint8Array(chunk));
  return concatenated(pieces);
}

/** How far the reading of some files is. */
export class ReadProgress {
  /** Bytes of all files together; undefined if one does not say. */
  readonly total: number | undefined;
  /** Bytes that were read. */
  done = 0;
  /** Those of them in pieces before the present one. */
  before = 0;
  readonly #hooks: ReadHooks;
  #breathedAt = performance.now();

  constructor(sources: readonly Source[], hooks: ReadHooks) {
    const sizes = sources.map(({ size }) => size ?? NaN);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    this.total = Number.isNaN(total) ? undefined : total;
    this.#hooks = hooks;
  }

  /**
   * The pieces of a source; the hooks hear of each before it is handed out.
   * @throws ProblemError of code `cancelled` if the person does not want to wait any longer
   */
  async *watch(source: Source): AsyncGenerator<Uint8Array> {
    this.checkCancelled();
    for await (const chunk of this.breathing(source.chunks())) {
      this.goOn(chunk.length);
      yield chunk;
    }
  }

  /**
   * Tells that so many bytes more are read.
   * @throws ProblemError of code `cancelled` if the person does not want to wait any longer
   */
  goOn(bytes: number): void {
    this.checkCancelled();
    this.before = this.done;
    this.done += bytes;
    this.#hooks.progressed?.(this.done, this.total);
  }

  /**
   * Lets in whoever wants to cancel, now and then.
   * @throws ProblemError of code `cancelled` if the person does not want to wait any longer
   */
  async breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#breathedAt < BREATH) return;
    await new Promise<void>((go) => void setTimeout(go));
    this.#breathedAt = performance.now();
    this.checkCancelled();
  }

  /** The pieces; whoever wants to cancel is let in between two. */
  async *breathing(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      yield piece;
      await this.breathe();
    }
  }

  /** How many rows there will be at most, if so many were in the bytes before the present piece. */
  estimate(rows: number, before = this.before): number {
    return this.total === undefined || before === 0 ? rows : Math.ceil((1.15 * rows * this.total) / before);
  }

  /** @throws ProblemError of code `cancelled` if the person does not want to wait any longer */
  checkCancelled(): void {
    if (this.#hooks.isCancelled?.()) throw readingCancelled();
  }
}

/** What reading ends with if the person does not want to wait any longer. */
export function readingCancelled(): ProblemError {
  return new ProblemError({ severity: "error", code: "cancelled", path: ["data", "file"], message: message("Reading was cancelled.") });
}
