// Threads that help to read a large CSV: together with the one that reads it there is one for each core. They
// are started for one table and ended with it.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { PieceSettings, ReadPiece } from "../../data/pieces/piece.ts";
import type { ReadingThread, ReadingThreads } from "../../data/pieces/threads.ts";
import { nodeStorage } from "./storage.ts";

/** Bytes that take longer to read than threads to start. */
const WORTH = 2 ** 24;
/** Bytes of a piece: of many more of them the caches are too small, of fewer too many messages are sent. */
const PIECE = 2 ** 20;
/** More than that wait for the thread that adds their rows. */
const MOST = 8;

export const nodeThreads: ReadingThreads = threadsOf();

/** What a computer gives to read large files with. */
export const nodeReading = { storage: nodeStorage, threads: nodeThreads } as const;

/**
 * @param most the most threads, this one among them; the machine's cores if nothing is said
 * @param file the bundle that they run; the one beside this one if nothing is said
 */
export function threadsOf(
  most: number = Math.min(availableParallelism(), MOST),
  worth = WORTH,
  piece = PIECE,
  file?: string,
): ReadingThreads {
  return {
    worth,
    piece,
    open: (settings) => Array.from({ length: most - 1 }, () => openThread(settings, file ?? join(__dirname, "worker-reader.js"))),
  };
}

function openThread(settings: PieceSettings, file: string): ReadingThread {
  const worker = new Worker(file, { workerData: settings });
  worker.unref();
  let isReady = false;
  worker.on("online", () => (isReady = true));
  /** What waits for the pieces that were given, the first of them first. */
  const waiting: { readonly resolve: (read: ReadPiece) => void; readonly reject: (error: unknown) => void }[] = [];
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(error);
    worker.unref();
  };
  worker.on("message", (read: ReadPiece) => {
    waiting.shift()?.resolve(read);
    if (waiting.length === 0) worker.unref();
  });
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("The thread has ended.")));
  return {
    get isReady() {
      return isReady && failure === undefined;
    },
    read: (piece) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        waiting.push({ resolve, reject });
        // Whoever waits for the table waits for its threads.
        worker.ref();
        const { bytes, room } = piece;
        worker.postMessage(piece, room === undefined ? [bytes.buffer] : [bytes.buffer, room]);
      }),
    close: () => void worker.terminate(),
  };
}
