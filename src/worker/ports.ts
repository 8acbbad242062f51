// What the worker needs of the platform it runs on: files, threads and a turn of its event loop.
// `worker/node` gives those of Node.

import type { ReadingThreads } from "../data/pieces/threads.ts";
import type { Storage } from "../data/storage.ts";
import type { Source } from "../data/types.ts";
import type { Network, NetworkPlan } from "../engine/network.ts";
import type { Generator } from "../engine/random.ts";
import type { JsonPath } from "../model/json.ts";
import type { EngineUsed, SourceReference } from "../protocol/worker.ts";
import type { PyTorchPorts } from "./pytorch-run.ts";

export interface WorkerPorts {
  /**
   * The CSVs of a document, in order.
   * @param file the document's `data.file`, which decides where a problem is shown
   * @param signal ends reading if the person does not want to wait any longer
   * @throws ProblemError if one cannot be read
   */
  readSources(file: string | readonly string[], sources: readonly SourceReference[], signal?: AbortSignal): Promise<Source[]>;
  /** One CSV. @throws ProblemError at `path` if it cannot be read */
  readSource(source: SourceReference, path: JsonPath): Promise<Source>;
  /** What tells a file from itself after a change. One that is not there is said to be so by who reads it. */
  versionOf(source: SourceReference, signal: AbortSignal): Promise<readonly unknown[]>;
  /** What a network is computed with. @param most the most threads; the machine's cores if nothing is said */
  engineFor(plan: NetworkPlan, most?: number): EngineUsed;
  /** Plans a network for as many threads as it is worth. */
  openNetwork(plan: NetworkPlan, generator: Generator, most?: number): Network;
  /** PyTorch as another engine; absent if no process can be started here, as in a page. */
  readonly pytorch?: PyTorchPorts;
  /** A disk for what does not fit into memory; absent if there is none, as in a page. */
  readonly storage?: Storage;
  /** Threads that help to read large CSVs; absent where there are none, as in a page. */
  readonly readingThreads?: ReadingThreads;
  /** One turn of the event loop, in which messages arrive. */
  turn(): Promise<void>;
}
