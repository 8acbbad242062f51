// The worker in the page itself, behind a channel as if it were in a thread: the real reading, training and
// context, on the engine's plain kernels, of CSVs that come as bytes.

import { bytesSource } from "../../src/data/sources.ts";
import type { Source } from "../../src/data/types.ts";
import { openNetwork } from "../../src/engine/open.ts";
import { memoryPorts, openChannel, withOwn } from "../../src/protocol/channel.ts";
import type { SourceReference, TrainingObserver, TrainingWorker } from "../../src/protocol/worker.ts";
import type { TrainingThread } from "../../src/session/worker-trainer.ts";
import type { WorkerPorts } from "../../src/worker/ports.ts";
import { createTrainingWorker } from "../../src/worker/training-worker.ts";

export interface PageWorker extends TrainingThread, Omit<TrainingWorker, keyof TrainingThread> {}

export function startWorker(observer: Partial<TrainingObserver> = {}): PageWorker {
  const [page, thread] = memoryPorts();
  const told: TrainingObserver = { started: async () => {}, progressed: async () => {}, reading: async () => {}, ...observer };
  const worker = createTrainingWorker(ports, () => back.remote);
  const back = openChannel<TrainingObserver, TrainingWorker>(thread, worker);
  const channel = openChannel<TrainingWorker, TrainingObserver>(page, told);
  return withOwn(channel.remote, {
    warm: () => {},
    dispose: () => {
      void worker.stop();
      channel.close();
      back.close();
    },
  });
}

const ports: WorkerPorts = {
  readSources: async (_, sources) => sources.map(sourceOf),
  readSource: async (source) => sourceOf(source),
  versionOf: async (source) => [source.name, hashOf(bytesOf(source))],
  engineFor: () => ({ build: "reference", threads: 1 }),
  openNetwork,
  turn: () => new Promise((resolve) => setTimeout(resolve)),
};

function sourceOf(source: SourceReference): Source {
  return bytesSource(source.name, bytesOf(source));
}

function bytesOf(source: SourceReference): Uint8Array {
  if ("bytes" in source) return source.bytes;
  throw new Error(`The page has no disk to read ${source.path} from.`);
}

/** FNV-1a: bytes that crossed a channel are a new array each time, even if they say the same. */
function hashOf(bytes: Uint8Array): number {
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);
}
