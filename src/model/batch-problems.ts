// What a network asks of its batches and of memory: known only when the rows are counted.

import type { JsonLayer } from "./edits.ts";
import { message } from "./message.ts";
import type { Problem } from "./problem.ts";
import type { Experiment } from "./schema.ts";
import { traceShapes } from "./shapes.ts";

/** BatchNorm1d needs two rows in every training batch, also in the last one. */
export function checkLastBatch({ layers, training }: Experiment, trainRows: number): Problem[] {
  const index = layers.findIndex((layer) => layer.type === "BatchNorm1d");
  const size = training.batch_size;
  const last = training.drop_last ? (trainRows < size ? 0 : size) : trainRows % size || Math.min(size, trainRows);
  if (index < 0 || last !== 1) return [];
  const path = ["training", "batch_size"];
  if (size === 1) {
    const sentence = message("BatchNorm1d {0} needs at least two rows in a batch. Set batch_size to 2 or more.", index + 1);
    return [{ severity: "error", code: "batch-of-one", path, message: sentence }];
  }
  const sentence = message(
    "With {0} training rows and a batch_size of {1} the last batch has one row, but BatchNorm1d {2} needs two. Set drop_last to true, or change batch_size.",
    trainRows,
    size,
    index + 1,
  );
  return [{ severity: "error", code: "batch-of-one", path, message: sentence }];
}

/** A OneCycleLR of fewer steps than the run has ends in an error in PyTorch. */
export function checkScheduleLength({ training }: Experiment, trainRows: number): Problem[] {
  const { scheduler, batch_size: size, epochs } = training;
  const batches = training.drop_last ? Math.floor(trainRows / size) : Math.ceil(trainRows / size);
  const steps = epochs * batches;
  if (scheduler?.type !== "OneCycleLR" || scheduler.total_steps === undefined || scheduler.total_steps >= steps) return [];
  const path = ["training", "scheduler", "total_steps"];
  const sentence = message(
    "OneCycleLR has {0} steps, but the run takes {1}. Leave out total_steps, or raise it to {1}.",
    scheduler.total_steps,
    steps,
  );
  return [{ severity: "error", code: "schedule-length", path, message: sentence }];
}

const FLOAT = 4;
/** What a WebAssembly memory can hold. */
const MEMORY = 4 * 1024 ** 3;

/**
 * Bytes that training takes besides the data: parameters, gradients, a copy, the optimizer's state, and the values and gradients between layers for
 * one batch.
 */
export function trainingBytes({ layers, training }: Experiment, inputs: number, rows: number): number {
  const shapes = traceShapes(layers as readonly JsonLayer[], inputs);
  const parameters = shapes.reduce((sum, shape) => sum + (shape.parameters ?? 0), 0);
  const widths = shapes.reduce((sum, shape) => sum + (shape.outFeatures ?? 0), inputs);
  // At most three more arenas: Adam's with AMSGrad.
  return FLOAT * (6 * parameters + 3 * widths * Math.min(rows, training.batch_size));
}

/** A network that does not fit into memory is said before it is trained. */
export function checkMemory(experiment: Experiment, inputs: number, rows: number): Problem[] {
  const bytes = trainingBytes(experiment, inputs, rows);
  if (bytes <= MEMORY) return [];
  const sentence = message(
    "Training takes about {0} GB of memory, but there are {1} GB for it. Make the layers or batch_size smaller.",
    Number((bytes / 1024 ** 3).toPrecision(3)),
    MEMORY / 1024 ** 3,
  );
  return [{ severity: "error", code: "memory", path: ["layers"], message: sentence }];
}
