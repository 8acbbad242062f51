// What VS Code gives the sweeps of a document.

import { availableParallelism } from "node:os";
import * as vscode from "vscode";
import type { SweepPorts } from "../../session/sweep/document-sweep.ts";
import { logWarning } from "../log.ts";
import { systemClock } from "../../session/system-clock.ts";
import { documentTrainers } from "../run/worker-trainer.ts";
import { SweepFile } from "./sweep-file.ts";
import type { WorkerFactory } from "../worker-client.ts";

export function sweepPorts(document: vscode.Uri, startWorker: WorkerFactory): SweepPorts {
  const file = new SweepFile(document);
  return {
    clock: systemClock,
    trainer: documentTrainers(document, startWorker),
    load: () => file.load(),
    save: (kept) => file.save(kept),
    lanes: () =>
      Math.min(vscode.workspace.getConfiguration("perceptron").get<number | null>("threads") ?? Infinity, availableParallelism()),
    log: logWarning,
  };
}
