// What VS Code gives the sweeps of a document.

import * as vscode from "vscode";
import type { SweepPorts } from "../../session/sweep/document-sweep.ts";
import { engineChoice } from "../engine/engine-settings.ts";
import { logWarning } from "../log.ts";
import { platform } from "../platform.ts";
import { systemClock } from "../../session/system-clock.ts";
import { documentTrainers } from "../run/worker-trainer.ts";
import { SweepFile } from "./sweep-file.ts";
import type { WorkerFactory } from "../worker-client.ts";

export function sweepPorts(document: vscode.Uri, startWorker: WorkerFactory): SweepPorts {
  const file = new SweepFile(document);
  return {
    clock: systemClock,
    trainer: documentTrainers(document, startWorker, true),
    load: () => file.load(),
    save: (kept) => file.save(kept),
    // A trial takes a core, or as many as PyTorch's processes.
    lanes: () => {
      const most = vscode.workspace.getConfiguration("perceptron").get<number | null>("threads") ?? Infinity;
      return Math.max(1, Math.floor(Math.min(most, platform().cores) / (engineChoice(document)?.processes ?? 1)));
    },
    log: logWarning,
  };
}
