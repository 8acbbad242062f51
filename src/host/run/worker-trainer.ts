// What VS Code gives the trainers of a document: a worker thread, its CSVs, and what the settings say.

import * as vscode from "vscode";
import type { TrainerFactory } from "../../session/trainer.ts";
import { workerTrainers } from "../../session/worker-trainer.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { chosenEngine } from "../engine/engine-settings.ts";
import { offerInstall } from "../engine/offer-install.ts";
import { sourceReferences } from "../data/sources.ts";
import type { WorkerFactory } from "../worker-client.ts";

/**
 * Trainers of a document's runs.
 * @param isAlone whether this machine trains by itself, as each trial of a sweep
 */
export function documentTrainers(document: vscode.Uri, startWorker: WorkerFactory, isAlone = false): TrainerFactory {
  return workerTrainers({
    failed: (error) => void offerInstall(error),
    start: startWorker,
    sources: (file) => sourceReferences(document, file),
    options: async () => {
      const engine = await chosenEngine(document, isAlone);
      const threads = vscode.workspace.getConfiguration("perceptron").get<number | null>("threads");
      return { encodingHint: encodingHint(document), ...(engine ? { engine } : {}), ...(threads ? { threads } : {}) };
    },
  });
}
