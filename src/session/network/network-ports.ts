// What a session's trained network needs of the world: a worker that looks, evaluates and predicts, the
// document's CSVs for it, and the weight file that the last run left.

import type { StoredNetwork } from "../../code/formats/weights.ts";
import type { Experiment } from "../../model/schema.ts";
import type { SourceReference, TrainedNetworks } from "../../protocol/worker.ts";

/** A weight file's content with its name. */
export interface WeightFile extends StoredNetwork {
  readonly file: string;
}

export interface NetworkPorts {
  readonly worker: TrainedNetworks;
  /** What the worker knows the document by. */
  readonly document: string;
  /** The document's name without its extension, for sentences. */
  readonly stem: string;
  /** CSVs as the worker gets them. @throws ProblemError if one must not be read, or is not there */
  readonly sources: (file: Experiment["data"]["file"]) => Promise<readonly SourceReference[]>;
  /** The encoding that is likely if the bytes allow several. */
  readonly encodingHint: () => string | undefined;
  /** The document's weight file; undefined if there is none. @throws ProblemError if it cannot be read */
  readonly readWeights: () => Promise<WeightFile | undefined>;
  /** What tells the weight file from itself after another run; undefined if there is none. */
  readonly weightsVersion: () => Promise<string | undefined>;
  /**
   * The bytes of a weight file beside the document; undefined if the document has no place.
   * @param name of one under another name than the document's
   * @throws Error if it cannot be read
   */
  readonly weightBytes: (name: string | undefined) => Promise<Uint8Array | undefined>;
}
