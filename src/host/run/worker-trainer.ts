// What VS Code gives the trainers of a document: a worker thread, its CSVs, and what the settings say.

import * as vscode from "vscode";
import type { TrainerFactory } from "../../session/trainer.ts";
import { workerTrainers } from "../../session/worker-trainer.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { sourceReferences } from "../data/sources.ts";
import type { WorkerFactory } from "../worker-client.ts";

/** Trainers of a document's runs. */
export function documentTrainers(document: vscode.Uri, startWorker: WorkerFactory): TrainerFactory {
  return workerTrainers({
    start: (observer) => {
      const worker = startWorker(observer);
      return { training: worker, warm: () => worker.warm(), dispose: () => worker.dispose() };
    },
    sources: (file) => sourceReferences(document, file),
    options: () => {
      const threads = vscode.workspace.getConfiguration("perceptron").get<number | null>("threads");
      return { encodingHint: encodingHint(document), ...(threads ? { threads } : {}) };
    },
  });
}
