// A run that PyTorch has begun and the built-in engine goes on with, at the same place: weights, what the
// optimizer and the scheduler remember, the order of the rows and the random numbers are handed over.

import type { Rates } from "../engine/kernel.ts";
import type { Network } from "../engine/network.ts";
import type { SchedulerCall } from "../engine/schedulers/scheduler.ts";
import { perBatch } from "../engine/schedulers/start.ts";
import { type Message, message } from "../model/message.ts";
import { GENERATOR_WORDS } from "../engine/random.ts";
import { listTensor, readList, type RunCheckpoint } from "./checkpoint.ts";
import { damaged } from "./checkpoint-check.ts";
import type { PreparedExperiment } from "./experiment.ts";
import { progressTensor, readProgress } from "./progress.ts";

/** The rows of the pass that goes on; absent between two epochs. */
const ORDER = "pytorch.order";
/** Words of PyTorch's generator, and of ours behind its state. */
const TORCH_WORDS = 1264;
const REST = 4;

/** Whether PyTorch has made a checkpoint. */
export function isOfPyTorch({ tensors }: RunCheckpoint): boolean {
  return tensors.some(({ name }) => name === "pytorch");
}

/** A run that has not begun. */
export interface Heir {
  readonly network: Network;
  readonly rates: Rates;
  readonly scheduler: SchedulerCall | undefined;
}

/**
 * The checkpoint as the built-in engine would have made it; its own are what they are.
 * @throws ProblemError if it is damaged
 */
export function takenOver(from: RunCheckpoint, { experiment, split }: PreparedExperiment, heir: Heir): RunCheckpoint {
  if (!isOfPyTorch(from)) return from;
  const { network, rates, scheduler } = heir;
  const progress = readProgress(from);
  const stored = new Set(from.tensors.map(({ name }) => name));
  // What PyTorch's optimizer has not begun to remember is as at the beginning.
  const memory = Object.entries(network.optimizerState).flatMap(([state, values]) =>
    network.parameters
      .map(({ name, shape, offset, data }) => ({
        name: `optimizer.${state}.${name}`,
        shape,
        data: values.slice(offset, offset + data.length),
      }))
      .filter(({ name }) => !stored.has(name)),
  );
  const { batch_size: size, drop_last: drops } = experiment.training;
  const batches = drops ? Math.floor(split.train.length / size) : Math.ceil(split.train.length / size);
  const steps = perBatch(experiment.training.scheduler) ? progress.epochs * batches + Math.ceil(progress.position / size) : progress.epochs;
  const remembered = replay(from, scheduler, steps);
  const own = [
    progressTensor({ ...progress, momentum: rates.momentum }),
    listTensor("scheduler", remembered),
    listTensor("generator", generatorWords(readList(from, "pytorch.random", Uint32Array, TORCH_WORDS))),
    listTensor("order", stored.has(ORDER) ? placesOf(readList(from, ORDER, Uint32Array), split.train) : split.train.map((_, at) => at)),
    listTensor("metrics", new Float64Array(0)),
  ];
  const names = new Set(own.map(({ name }) => name));
  return { tensors: [...own, ...memory, ...from.tensors.filter(({ name }) => !names.has(name))] };
}

/**
 * PyTorch's CPU generator as words of ours: 8 bytes for the seed, 4 each for the words that are left and
 * a mark, 8 for the next one, 8 for each word of the state, then a normal number that waits and whether it
 * does.
 * Source: `CPUGeneratorImplState` of PyTorch's CPUGeneratorImpl.cpp.
 */
function generatorWords(torch: Uint32Array): Uint32Array {
  const words = new Uint32Array(GENERATOR_WORDS);
  const size = GENERATOR_WORDS - REST;
  for (let at = 0; at < size; at++) words[at] = torch[6 + 2 * at]!;
  words[size] = Math.min(size, size + 1 - torch[2]!);
  words[size + 1] = torch[1260]!;
  words.set(torch.subarray(1256, 1258), size + 2);
  return words;
}

/** Where rows stand in their split. @throws ProblemError if one does not */
function placesOf(rows: Uint32Array, split: Uint32Array): Uint32Array {
  const places = new Map(Array.from(split, (row, place) => [row, place]));
  return rows.map((row) => {
    const place = places.get(row);
    if (place === undefined) throw damaged("order");
    return place;
  });
}

/** Brings a scheduler to where it is after so many steps. What it remembers then. */
function replay(from: RunCheckpoint, scheduler: SchedulerCall | undefined, steps: number): Float64Array {
  const remembered = readList(from, "scheduler", Float64Array);
  // ReduceLROnPlateau's depends on losses, and is told.
  if (scheduler === undefined || remembered.length > 0) return remembered;
  for (let step = 0; step < steps; step++) scheduler.step(0);
  return Float64Array.from(scheduler.state());
}

/** What a person should know of a run that another engine has begun. */
export function takenOverNote(): Message {
  return message(
    "Another engine began this run. It goes on with the same weights, the same order of rows and what the optimizer remembers; the metrics of the epoch it was in count only what comes now.",
  );
}
