// What a network asks of its batches and of memory: known only when the rows are counted.

import { trainingBytes } from "../cost.ts";
import { setFix, unsetFix } from "../fix.ts";
import { message } from "../message.ts";
import type { Problem } from "../problem.ts";
import type { Experiment } from "../schema.ts";
import { type Checked, problem } from "./rule.ts";

const BATCH_SIZE = ["training", "batch_size"];
const DROP_LAST = ["training", "drop_last"];

/** A training split that does not fill one batch trains nothing if what is not full is left out. */
export function checkFullBatch({ experiment: { training }, data }: Checked): Problem[] {
  const rows = data?.split?.train;
  if (rows === undefined || !training.drop_last || rows === 0 || rows >= training.batch_size) return [];
  const sentence = message(
    "{1} training rows do not fill a batch of {0}, and drop_last drops it. Set batch_size to at most {1}, or drop_last to false.",
    String(training.batch_size),
    String(rows),
  );
  // A batch that becomes a single row would be refused by BatchNorm1d.
  const fixes = [setFix(DROP_LAST, false), setFix(BATCH_SIZE, rows)].slice(rows === 1 ? 1 : 0);
  return [problem("error", "no-batches", BATCH_SIZE, sentence, fixes)];
}

/** Whether some training batch has one row. */
export function hasBatchOfOne({ training }: Experiment, rows: number): boolean {
  const size = training.batch_size;
  const last = training.drop_last ? (rows < size ? 0 : size) : rows % size || Math.min(size, rows);
  return last === 1;
}

/** BatchNorm1d needs two rows in every training batch, also in the last one. */
export function checkLastBatch({ experiment, layers, data }: Checked): Problem[] {
  const { training } = experiment;
  const rows = data?.split?.train;
  const index = layers.findIndex((layer) => layer.type === "BatchNorm1d");
  if (rows === undefined || index < 0 || !hasBatchOfOne(experiment, rows)) return [];
  const size = training.batch_size;
  if (size === 1) {
    const sentence = message("BatchNorm1d {0} needs at least two rows in a batch. Set batch_size to 2 or more.", index + 1);
    const sizes = Array.from({ length: 31 }, (_, smaller) => 32 - smaller);
    const better = sizes.find((other) => !hasBatchOfOne({ ...experiment, training: { ...training, batch_size: other } }, rows));
    return [problem("error", "batch-of-one", BATCH_SIZE, sentence, better === undefined ? [] : [setFix(BATCH_SIZE, better)])];
  }
  const sentence = message(
    "With {0} training rows and a batch_size of {1} the last batch has one row, but BatchNorm1d {2} needs two. Set drop_last to true, or change batch_size.",
    rows,
    size,
    index + 1,
  );
  const fixes = rows > size ? [setFix(DROP_LAST, true), setFix(BATCH_SIZE, size + 1)].slice(0, rows % (size + 1) === 1 ? 1 : 2) : [];
  return [problem("error", "batch-of-one", BATCH_SIZE, sentence, fixes)];
}

/** A OneCycleLR of fewer steps than the run has ends in an error in PyTorch. */
export function checkScheduleLength({ experiment: { training }, data }: Checked): Problem[] {
  const rows = data?.split?.train;
  const { scheduler, batch_size: size, epochs } = training;
  if (rows === undefined || scheduler?.type !== "OneCycleLR" || scheduler.total_steps === undefined) return [];
  const batches = training.drop_last ? Math.floor(rows / size) : Math.ceil(rows / size);
  const steps = epochs * batches;
  if (scheduler.total_steps >= steps) return [];
  const path = ["training", "scheduler", "total_steps"];
  const sentence = message(
    "OneCycleLR has {0} steps, but the run takes {1}. Leave out total_steps, or raise it to {1}.",
    String(scheduler.total_steps),
    String(steps),
  );
  return [problem("error", "schedule-length", path, sentence, [unsetFix(path), setFix(path, steps)])];
}

/** What a WebAssembly memory can hold. */
const MEMORY = 4 * 1024 ** 3;

/** A network that does not fit into memory is said before it is trained. */
export function checkMemory(checked: Checked): Problem[] {
  const { data, experiment, shapes } = checked;
  if (data?.split === undefined) return [];
  // The buffers take the largest batch of any split: validation may have more rows than training.
  const { train, validation = 0, test = 0 } = data.split;
  const batch = Math.min(experiment.training.batch_size, Math.max(train, validation, test));
  const bytes = trainingBytes(shapes, data.inputs.length, batch);
  if (bytes <= MEMORY) return [];
  const sentence = message(
    "Training takes about {0} GB of memory, but there are {1} GB for it. Make the layers or batch_size smaller.",
    Number((bytes / 1024 ** 3).toPrecision(3)),
    MEMORY / 1024 ** 3,
  );
  return [problem("error", "memory", ["layers"], sentence)];
}
