// The built-in engine as a trainer: a worker that is given the CSVs of one document.

import * as vscode from "vscode";
import { withOwn } from "../../protocol/channel.ts";
import type { Trainer, TrainerFactory, TrainerListener } from "../../session/trainer.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { WorkerFactory } from "../worker-client.ts";

/** Trainers of a document's runs. */
export function workerTrainers(document: vscode.Uri, startWorker: WorkerFactory): TrainerFactory {
  return (listener) => workerTrainer(document, startWorker, listener);
}

/** What only the host knows is added to a question; every other question goes on to the worker as it is. */
function workerTrainer(document: vscode.Uri, startWorker: WorkerFactory, listener: TrainerListener): Trainer {
  const worker = startWorker({
    started: async (started) => listener.started(started),
    progressed: async (_, results) => listener.progressed(results),
  });
  let isStopped = false;
  const own: Pick<Trainer, "train" | "stop"> = {
    train: async (experiment, options) => {
      isStopped = false;
      const sources = await sourceReferences(document, experiment.data.file);
      const threads = vscode.workspace.getConfiguration("perceptron").get<number | null>("threads");
      const hint = encodingHint(document);
      const finished = worker.train(experiment, sources, { encodingHint: hint, ...(threads ? { threads } : {}), ...options });
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
