// Encoded rows as files that the runner maps into memory, in a folder of their own that is removed with the
// run. Inputs that lie in a file already are mapped from there.

import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeScratchFolder } from "../../disk/scratch.ts";
import type { PreparedExperiment } from "../../training/experiment.ts";
import { splitRows } from "../../training/batches.ts";
import { hasClasses, metricPlan, type WrittenRows } from "../plan.ts";

const NAME = "perceptron-rows";
/** Bytes that are written at once. */
const PIECE = 2 ** 24;

/** Files of a run, until they are removed. */
export interface RowFolder extends WrittenRows {
  remove(): Promise<void>;
}

/** Writes the rows of an experiment. @throws the file system's error if there is no room */
export async function writeRows({ experiment, encoded, split }: PreparedExperiment): Promise<RowFolder> {
  const { training } = experiment;
  const folder = await makeScratchFolder(NAME);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const isInMemory = encoded.inputs instanceof Float32Array;
    const inputs = isInMemory ? join(folder, "inputs.f32") : encoded.inputs.path;
    const targets = join(folder, "targets.f32");
    if (isInMemory) await write(inputs, encoded.inputs);
    await write(targets, encoded.targets);
    return {
      files: {
        inputs,
        targets,
        rows: encoded.rows,
        width: encoded.inputNames.length,
        target_width: encoded.targetWidth,
        classes: hasClasses(training.loss),
      },
      split: splitRows(split),
      metric: metricPlan(training.loss, training.threshold, encoded),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function write(path: string, values: Float32Array): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const file = await open(path, "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length; at += PIECE) await file.writeFile(bytes.subarray(at, at + PIECE));
  } finally {
    await file.close();
  }
}
