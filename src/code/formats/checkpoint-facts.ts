// The little that is read of a checkpoint file by who does not go on from it: what it trains, how far it is,
// and its curve. Everything else in it is the engine's.

import type { Experiment } from "../../model/schema.ts";
import { type CheckpointTensor, readCheckpoint } from "./checkpoint.ts";
import { storedExperiment } from "./weights.ts";

export interface CheckpointFacts {
  /** The document it was trained with; undefined if it names none. */
  readonly experiment: Experiment | undefined;
  /** Finished epochs; undefined if it does not say. */
  readonly epoch: number | undefined;
  /** Absent from one that the command line wrote. */
  readonly curve: CheckpointTensor | undefined;
}

/**
 * @param file its name, for the sentence that says what is wrong
 * @throws ProblemError if the bytes are damaged, or a file of weights only
 */
export function readCheckpointFacts(bytes: Uint8Array, file: string): CheckpointFacts {
  const { tensors, metadata } = readCheckpoint(bytes, file, (name) => name === "progress" || name === "curve");
  const of = (name: string): CheckpointTensor | undefined => tensors.find((tensor) => tensor.name === name);
  // The second number of its progress (training/progress.ts).
  const epoch = of("progress")?.data[1] ?? -1;
  return {
    experiment: storedExperiment(metadata),
    epoch: Number.isSafeInteger(epoch) && epoch >= 0 ? epoch : undefined,
    curve: of("curve"),
  };
}
