// A page's worker: CSVs come as bytes, because there is no disk, and a network has one thread. Threads need
// shared memory, which a page has only if it is isolated (`crossOriginIsolated`), and VS Code's are not.

import { bytesSource } from "../../data/sources.ts";
import type { Source } from "../../data/types.ts";
import { openNetwork } from "../../engine/open.ts";
import { runnableBuilds } from "../../engine/simd/kernels.ts";
import type { SourceReference } from "../../protocol/worker.ts";
import type { WorkerPorts } from "../ports.ts";

export const webPorts: WorkerPorts = {
  readSources: async (_, sources) => sources.map(sourceOf),
  readSource: async (source) => sourceOf(source),
  versionOf: async (source) => [source.name, hashOf(bytesOf(source))],
  engineFor: () => ({ build: runnableBuilds()[0] ?? "reference", threads: 1 }),
  openNetwork,
  turn,
};

function sourceOf(source: SourceReference): Source {
  return bytesSource(source.name, bytesOf(source));
}

function bytesOf(source: SourceReference): Uint8Array {
  if ("bytes" in source) return source.bytes;
  throw new Error(`A page has no disk to read ${source.path} from.`);
}

/** FNV-1a: bytes that crossed a channel are a new array each time, even if they say the same. */
function hashOf(bytes: Uint8Array): number {
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);
}

/** A message to oneself comes behind those that wait; a timer would wait four milliseconds more. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
