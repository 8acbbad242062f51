// Node's files, threads and event loop for the worker.

import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { within } from "../../disk/wait.ts";
import type { SourceReference } from "../../protocol/worker.ts";
import type { WorkerPorts } from "../ports.ts";
import { pytorchPorts } from "./pytorch.ts";
import { nodeThreads } from "./reading-threads.ts";
import { PATIENCE, readSource, readSources } from "./read-sources.ts";
import { nodeStorage } from "./storage.ts";
import { engineFor, openThreaded } from "./threads.ts";

export const nodePorts: WorkerPorts = {
  readSources,
  readSource,
  versionOf,
  engineFor,
  openNetwork: openThreaded,
  pytorch: pytorchPorts,
  storage: nodeStorage,
  readingThreads: nodeThreads,
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};

async function versionOf(source: SourceReference, signal: AbortSignal): Promise<readonly unknown[]> {
  if ("bytes" in source) return [source.name, createHash("sha1").update(source.bytes).digest("hex")];
  const found = await within(stat(source.path), PATIENCE, signal).catch(() => undefined);
  return [source.name, source.path, found?.size, found?.mtimeMs];
}
