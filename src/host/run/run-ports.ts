// What VS Code gives the runs of a document.

import * as vscode from "vscode";
import type { RunPorts } from "../../session/ports.ts";
import type { KeptWeights } from "../../training/types.ts";
import { logWarning } from "../log.ts";
import { offerToKeep } from "../runs/unkept-run.ts";
import type { WorkerFactory } from "../worker-client.ts";
import { runFiles, runHold } from "./run-files.ts";
import { systemClock } from "../../session/system-clock.ts";
import { documentTrainers } from "./worker-trainer.ts";

export function runPorts(document: vscode.TextDocument, startWorker: WorkerFactory, keep: RunPorts["keep"]): RunPorts {
  const { uri } = document;
  return {
    clock: systemClock,
    files: runFiles(uri),
    hold: runHold(uri),
    trainer: documentTrainers(uri, startWorker),
    text: () => document.getText(),
    watchesHealth: () => vscode.workspace.getConfiguration("perceptron", uri).get("health", true),
    stopKeeps: () => vscode.workspace.getConfiguration("perceptron", uri).get<KeptWeights>("stopKeeps", "last"),
    keep,
    offerToKeep,
    log: logWarning,
  };
}
