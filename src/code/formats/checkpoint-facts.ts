// The little that is read of a checkpoint file by who does not go on from it: what it trains, how far it is,
// its curve and remembered moments. Everything else in it is the engine's.

import type { HealthMark } from "../../model/health-mark.ts";
import { parseHealthMarks } from "../../model/run-record.ts";
import type { Experiment } from "../../model/schema.ts";
import { isOfMoment, momentsAmong, type StoredMoment } from "./moments.ts";
import { type CheckpointTensor, readCheckpoint } from "./checkpoint.ts";
import { storedExperiment } from "./weights.ts";

export interface CheckpointFacts {
  /** The document it was trained with; undefined if it names none. */
  readonly experiment: Experiment | undefined;
  /** Finished epochs; undefined if it does not say. */
  readonly epoch: number | undefined;
  /** Absent from one that the command line wrote. */
  readonly curve: CheckpointTensor | undefined;
  /** What was found to be sick. */
  readonly health: readonly HealthMark[];
  /** In the order of their epochs. */
  readonly moments: readonly StoredMoment[];
}

function isWanted(name: string): boolean {
  return name === "progress" || name === "curve" || isOfMoment(name);
}

/**
 * @param file its name, for the sentence that says what is wrong
 * @throws ProblemError if the bytes are damaged, or a file of weights only
 */
export function readCheckpointFacts(bytes: Uint8Array, file: string): CheckpointFacts {
  const { tensors, metadata } = readCheckpoint(bytes, file, isWanted);
  const of = (name: string): CheckpointTensor | undefined => tensors.find((tensor) => tensor.name === name);
  // The second number of its progress (training/progress.ts).
  const epoch = of("progress")?.data[1] ?? -1;
  return {
    experiment: storedExperiment(metadata),
    epoch: Number.isSafeInteger(epoch) && epoch >= 0 ? epoch : undefined,
    curve: of("curve"),
    health: parseHealthMarks(metadata["health"] ?? "[]"),
    moments: momentsAmong(tensors),
  };
}
