// Checkpoints of the command line: beside the weights that --save names lies a second file with everything a
// run goes on from. It is written now and then while the run goes on, under another name first, so a crash at
// any moment leaves the last good one.

import { existsSync } from "node:fs";
import { checkpointFile, isCheckpoint, readCheckpoint } from "../code/formats/checkpoint.ts";
import { message } from "../model/message.ts";
import type { Experiment } from "../model/schema.ts";
import type { RunCheckpoint } from "../training/checkpoint.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import { failure } from "./failure.ts";
import { readInput, writeWeights } from "./files.ts";
import { errorLine } from "./problem-lines.ts";

/** Milliseconds between two checkpoints of a run that goes on. */
const BETWEEN = 10_000;

/** Where the checkpoint of a weight file lies: `W.checkpoint.safetensors` beside `W.safetensors`. */
export function checkpointPath(weights: string): string {
  return weights.replace(/(\.safetensors)?$/, ".checkpoint.safetensors");
}

/** A checkpoint file. */
export interface ResumedFile {
  readonly bytes: Uint8Array;
  readonly checkpoint: RunCheckpoint;
}

/**
 * What --resume names: a checkpoint, or the weight file that it lies beside.
 * @throws ProblemError if it is neither
 */
export function readResume(path: string): ResumedFile {
  const bytes = readInput(path);
  if (isCheckpoint(bytes)) return { bytes, checkpoint: readCheckpoint(bytes, path) };
  const beside = checkpointPath(path);
  if (existsSync(beside)) {
    const own = readInput(beside);
    return { bytes: own, checkpoint: readCheckpoint(own, beside) };
  }
  throw failure(
    message("{0} is not a checkpoint, and there is no {1} beside it. Resume from a file that train --save wrote.", path, beside),
  );
}

/** Writes the checkpoints of one run. */
export class CheckpointWriter {
  readonly #path: string;
  readonly #experiment: Experiment;
  readonly #preprocessing: PreparedExperiment["encoded"]["preprocessing"];
  #due = performance.now() + BETWEEN;
  #isTold = false;

  constructor(weights: string, { experiment, encoded }: PreparedExperiment) {
    this.#path = checkpointPath(weights);
    this.#experiment = experiment;
    this.#preprocessing = encoded.preprocessing;
  }

  /** The file of a run of the built-in engine; undefined if it cannot go on. */
  bytesOf(checkpoint: RunCheckpoint | undefined): Uint8Array | undefined {
    return checkpoint && checkpointFile(this.#experiment, this.#preprocessing, checkpoint.tensors);
  }

  /**
   * Writes one if the last is old enough. If it cannot be written the run goes on, and the person hears
   * of it once.
   */
  async writeIfDue(state: () => Uint8Array | undefined | Promise<Uint8Array | undefined>, say: (line: string) => void): Promise<void> {
    if (performance.now() < this.#due) return;
    this.#due = Infinity;
    try {
      const bytes = await state();
      if (bytes) await this.write(bytes);
      this.#isTold = false;
    } catch (error) {
      if (!this.#isTold) say(errorLine(error));
      this.#isTold = true;
    } finally {
      this.#due = performance.now() + BETWEEN;
    }
  }

  /** Writes one now. @throws ProblemError if it cannot be written */
  async write(bytes: Uint8Array): Promise<void> {
    await writeWeights(this.#path, bytes);
  }
}
