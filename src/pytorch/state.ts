// A run's state between the runner and a checkpoint file. The file is one of the built-in engine's kind, with
// the same names for what both know: weights, what the optimizer remembers, the best weights, and how far the
// run is. What PyTorch alone needs, as its random numbers, goes by names of its own.

import { type CheckpointTensor, listTensor, readList, type RunCheckpoint } from "../training/checkpoint.ts";
import { checkDataMark, DATA_MARK, dataMark } from "../training/data-mark.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import { progressTensor, readProgress } from "../training/progress.ts";
import { isOfPyTorch } from "../training/taken-over.ts";
import type { RunState } from "./conversation.ts";
import type { StateFields } from "./messages.ts";
import { pack, unpackState } from "./tensors.ts";

/** Of the tensors of a checkpoint, those that the runner reads. */
const READ = /^(model|best|optimizer|pytorch|generator|order)(\.|$)/;

/** The tensors of a checkpoint file. */
export function checkpointTensors({ fields, payload }: RunState, prepared: PreparedExperiment): CheckpointTensor[] {
  const { epoch, steps, seconds, lr, best_loss: best, worse, plateau, pass } = fields;
  const progress = progressTensor({
    phase: pass ? "training" : "between",
    epochs: epoch,
    steps,
    position: pass ? Math.min(pass.batch * prepared.experiment.training.batch_size, passEnd(prepared)) : 0,
    sum: pass?.sum ?? 0,
    seen: pass?.seen ?? 0,
    trainLoss: 0,
    epochLr: pass?.lr ?? lr,
    lr,
    momentum: 0,
    isOverEarly: false,
    seconds,
  });
  return [
    ...unpackState(fields.tensors, payload),
    progress,
    listTensor("early_stopping", Float64Array.of(best ?? Infinity, worse)),
    listTensor(
      "scheduler",
      Float64Array.from(plateau ?? [], (value) => value ?? Infinity),
    ),
    listTensor(DATA_MARK, dataMark(prepared.encoded)),
  ];
}

/** What a run goes on from. */
export interface Resumed {
  readonly fields: StateFields;
  readonly payload: Uint8Array;
  /** Whether the built-in engine has made it. */
  readonly isOfBuiltin: boolean;
}

/** @throws ProblemError if it is none that a run can go on from, or was made with other rows */
export function resumedState(checkpoint: RunCheckpoint, prepared: PreparedExperiment): Resumed {
  checkDataMark(checkpoint, prepared.encoded);
  const { epochs, steps, seconds, lr } = readProgress(checkpoint);
  const { packed, payload } = pack(checkpoint.tensors.filter(({ name }) => READ.test(name)));
  const [best = Infinity, worse = 0] = readList(checkpoint, "early_stopping", Float64Array);
  const fields: StateFields = {
    tensors: packed,
    epoch: epochs,
    steps,
    seconds,
    lr,
    best_loss: finite(best),
    worse,
    plateau: plateauOf(readList(checkpoint, "scheduler", Float64Array)),
    pass: passOf(checkpoint, prepared),
  };
  return { fields, payload, isOfBuiltin: !isOfPyTorch(checkpoint) };
}

function passOf(checkpoint: RunCheckpoint, prepared: PreparedExperiment): StateFields["pass"] {
  const { phase, position, sum, seen, trainLoss, epochLr } = readProgress(checkpoint);
  const { batch_size: size } = prepared.experiment.training;
  if (phase === "training") return { batch: Math.ceil(position / size), sum, seen, lr: epochLr };
  if (phase !== "validation") return null;
  // PyTorch goes over the validation rows from their beginning.
  const end = passEnd(prepared);
  return { batch: Math.ceil(end / size), sum: trainLoss * end, seen: end, lr: epochLr };
}

/** Rows that a pass over the training rows sees. */
function passEnd({ experiment, split }: PreparedExperiment): number {
  const { batch_size: size, drop_last: drops } = experiment.training;
  const { length } = split.train;
  return drops ? length - (length % size) : length;
}

/** Of other schedulers nobody reads it: they are where so many epochs have brought them. */
function plateauOf(state: Float64Array): StateFields["plateau"] {
  const [best = Infinity, bad = 0, wait = 0] = state;
  return state.length === 3 ? [finite(best), bad, wait] : null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
