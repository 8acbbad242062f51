// The built-in engine as a trainer: a worker of its own that is given the CSVs of one document.

import type { Experiment } from "../model/schema.ts";
import { withOwn } from "../protocol/channel.ts";
import type { SourceReference, Training, TrainingObserver, TrainOptions } from "../protocol/worker.ts";
import type { Trainer, TrainerFactory, TrainerListener } from "./trainer.ts";

export interface TrainerPorts {
  /** Starts a worker when something is asked of it. */
  readonly start: (observer: Pick<TrainingObserver, "started" | "progressed" | "found" | "noted" | "preparing">) => TrainingThread;
  /** Where the document's CSVs are. @throws ProblemError if one must not be read, or is not there */
  readonly sources: (file: Experiment["data"]["file"]) => Promise<readonly SourceReference[]>;
  /** What the settings say of every run. */
  readonly options: () => Promise<Pick<TrainOptions, "encodingHint" | "threads" | "engine">>;
  /** Is told why a run failed, besides who waits for it. */
  readonly failed?: (error: unknown) => void;
}

/** A worker that only trains. */
export interface TrainingThread extends Training {
  /** Starts it before anything is asked of it. */
  warm(): void;
  /** Ends it at once. */
  dispose(): void;
}

/** Trainers of a document's runs. */
export function workerTrainers(ports: TrainerPorts): TrainerFactory {
  return (listener) => workerTrainer(ports, listener);
}

/** What only the ports know is added to a question; every other question goes on to the worker as it is. */
function workerTrainer({ start, sources: sourcesOf, options: settings, failed }: TrainerPorts, listener: TrainerListener): Trainer {
  const worker = start({
    started: async (started) => listener.started(started),
    progressed: async (_, results) => listener.progressed(results),
    found: async (findings) => listener.found?.(findings),
    noted: async (note) => listener.note?.(note),
    preparing: async (preparing) => listener.preparing?.(preparing),
  });
  let isStopped = false;
  const own: Pick<Trainer, "train" | "stop"> = {
    train: async (experiment, options) => {
      isStopped = false;
      const sources = await sourcesOf(experiment.data.file);
      const finished = worker.train(experiment, sources, { ...(await settings()), ...options });
      if (failed) finished.catch(failed);
      // A stop that came before the worker knew of the run has to be said again; one that cannot be told any
      // more is told by the call that is open.
      if (isStopped) await worker.stop().catch(() => undefined);
      return finished;
    },
    stop: async () => {
      isStopped = true;
      await worker.stop();
    },
  };
  return withOwn(worker, own);
}
