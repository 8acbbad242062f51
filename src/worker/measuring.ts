// Both engines with the first training rows of a document, for as long as it takes to tell which is the
// faster one here: copies that train for nobody, so that a person is told figures instead of a guess.

import type { Table } from "../data/table.ts";
import type { Experiment } from "../model/schema.ts";
import { ProblemError } from "../model/problem.ts";
import type { PyTorchEngine, TrainingObserver } from "../protocol/worker.ts";
import { networkPlan } from "../training/network-plan.ts";
import { encodeFirst, type PreparedExperiment, splitData } from "../training/experiment.ts";
import { TrainingRun } from "../training/run.ts";
import type { EngineTimes } from "../training/types.ts";
import type { WorkerPorts } from "./ports.ts";
import { type PyTorchPorts, type PyTorchRun, startPyTorch } from "./pytorch-run.ts";

/** Batches of an epoch of the copies. */
const BATCHES = 8;
/** Milliseconds that are measured of each, after the first epoch; and of a slice of the built-in engine's. */
const MEASURED = 2000;
const SLICE = 50;
/** More epochs than fit into that time. */
const ENDLESS = 1_000_000;

/**
 * Measures the built-in engine, then PyTorch: on a GPU if there is one, else with as many processes as the
 * built-in engine has threads.
 * @param signal ends it: somebody needs the machine
 * @returns undefined if one of them cannot train this, or there is no PyTorch
 */
export async function measureEngines(
  experiment: Experiment,
  table: Table,
  python: Pick<PyTorchEngine, "python" | "candidates">,
  ports: WorkerPorts,
  signal: AbortSignal,
): Promise<EngineTimes | undefined> {
  const { pytorch } = ports;
  if (pytorch === undefined) return undefined;
  // Nothing that ends a run early, or that looks at rows it has not.
  const { scheduler: _, early_stopping: __, ...training } = experiment.training;
  const own = { ...experiment, training };
  const prepared = { experiment: own, ...encodeFirst(splitData(own, table), BATCHES * training.batch_size) };
  const builtin = await ofBuiltin(prepared, ports, signal);
  if (builtin === undefined) return undefined;
  const { threads } = ports.engineFor(networkPlan(prepared));
  for (const [device, processes] of [
    ["cuda", 1],
    ["mps", 1],
    ["cpu", threads],
  ] as const) {
    try {
      const seconds = await ofPyTorch(prepared, { kind: "pytorch", ...python, device, processes }, pytorch, signal);
      if (seconds !== undefined) return { builtin, pytorch: seconds, device, processes };
    } catch (error) {
      // There is no such device, or no PyTorch.
      if (!(error instanceof ProblemError) || error.problem.code.startsWith("python-")) throw error;
    }
    if (signal.aborted) return undefined;
  }
  return undefined;
}

/** @returns seconds of a batch */
async function ofBuiltin(prepared: PreparedExperiment, ports: WorkerPorts, signal: AbortSignal): Promise<number | undefined> {
  const run = new TrainingRun(prepared, {
    onEpoch: () => {},
    open: (plan, generator) => ports.openNetwork(plan, generator),
    epochs: ENDLESS,
    countsMetrics: false,
  });
  try {
    let first: { readonly at: number; readonly steps: number } | undefined;
    while (!signal.aborted && run.isTraining) {
      const due = performance.now() + SLICE;
      run.advance(() => performance.now() >= due);
      const [now, { steps, epochs }] = [performance.now(), run];
      if (epochs > 0) first ??= { at: now, steps };
      if (first && now - first.at >= MEASURED && steps > first.steps) return (now - first.at) / 1000 / (steps - first.steps);
      await ports.turn();
    }
    return undefined;
  } finally {
    run.dispose();
  }
}

/**
 * @returns seconds of a batch
 * @throws ProblemError if it cannot be started
 */
async function ofPyTorch(
  prepared: PreparedExperiment,
  engine: PyTorchEngine,
  ports: PyTorchPorts,
  signal: AbortSignal,
): Promise<number | undefined> {
  let first: { readonly at: number; readonly epoch: number } | undefined;
  let seconds: number | undefined;
  const batches = Math.ceil(prepared.split.train.length / prepared.experiment.training.batch_size);
  const observer: TrainingObserver = {
    started: async () => {},
    reading: async () => {},
    progressed: async (_, results) => {
      const [now, epoch] = [performance.now(), results.at(-1)?.epoch ?? 0];
      if (signal.aborted) run.stop();
      first ??= { at: now, epoch };
      if (now - first.at < MEASURED || epoch === first.epoch) return;
      seconds ??= (now - first.at) / 1000 / (epoch - first.epoch) / batches;
      run.stop();
    },
  };
  const run: PyTorchRun = await startPyTorch(prepared, engine, { epochs: ENDLESS }, ports, observer);
  if (signal.aborted) run.stop();
  await run.finished;
  return seconds;
}
