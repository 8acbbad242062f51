// The commands, each a thin line over a function. One that fails says why in a sentence; none fails silently.
// What writes code is loaded with the first export.

import * as vscode from "vscode";
import type { TrainingWorker } from "../protocol/worker.ts";
import { openBuilder } from "./builder/builder-editor.ts";
import type { CodeBeside } from "./code/code-beside.ts";
import type { CodeBindings } from "./code/code-bindings.ts";
import { debugTraining } from "./debug/debug-training.ts";
import { chooseDocument, chooseSession } from "./document/choose-document.ts";
import { REVEAL_COMMAND } from "./document/reveal-command.ts";
import type { DocumentSession } from "./document/session.ts";
import type { DocumentSessions } from "./document/sessions.ts";
import { runCommands } from "./run/run-commands.ts";
import type { RunLibrary } from "./runs/run-library.ts";
import { train } from "./run/train.ts";
import type { RunActions } from "./runs/run-actions.ts";
import { tellFailure } from "./tell-failure.ts";

export function registerCommands(
  sessions: DocumentSessions,
  worker: TrainingWorker,
  library: RunLibrary,
  code: CodeBeside,
  bindings: CodeBindings,
  runs: RunActions,
): vscode.Disposable {
  /** A command about one document: called on it from a menu, or on the one in front. */
  const about = (act: (session: DocumentSession, option: unknown) => Promise<unknown>) => async (uri?: vscode.Uri, option?: unknown) => {
    const session = await chooseSession(sessions, uri);
    return session && act(session, option);
  };
  const commands: Record<string, (uri?: vscode.Uri, option?: unknown) => Promise<unknown>> = {
    "perceptron.openBuilder": async (uri) => {
      const document = await chooseDocument(sessions, uri);
      if (document) await openBuilder(document);
    },
    "perceptron.newNetwork": async () => (await import("./document/new-network.ts")).newNetwork(worker),
    "perceptron.trainOnCsv": async (uri, selected) =>
      (await import("./document/new-network.ts")).trainOnCsvs(worker, selectedUris(uri, selected)),
    "perceptron.train": about(train),
    "perceptron.debugTraining": about(({ document }) => debugTraining(document.uri)),
    "perceptron.exportCode": about(async (session, format) => {
      const [{ exportCode }, { isExportFormat }] = await Promise.all([import("./code/export-code.ts"), import("../code/exporters.ts")]);
      return exportCode(session, { worker, library }, { format: isExportFormat(format) ? format : undefined });
    }),
    "perceptron.bindCode": about(async (session, file) => {
      const { bindCode } = await import("./code/bind-code.ts");
      return bindCode(session, { worker, library }, file instanceof vscode.Uri ? file : undefined);
    }),
    "perceptron.unbindCode": about(async (session) => (await import("./code/bind-code.ts")).unbindCode(session)),
    "perceptron.useBuilder": (uri) => bindings.take(uri ?? activeDiff(), "document"),
    "perceptron.useCode": (uri) => bindings.take(uri ?? activeDiff(), "code"),
    "perceptron.showCode": about((session) => code.show(session)),
    "perceptron.verify": about(({ document }) => runs.verifyNewest(document.uri)),
    "perceptron.predict": about(async (session) => (await import("./evaluation/predict-command.ts")).predictFile(worker, session)),
    ...runCommands(sessions),
  };
  const registered = Object.entries(commands).map(([name, act]) =>
    // Menus pass the resource they were opened on first, other callers anything.
    vscode.commands.registerCommand(name, (first?: unknown, option?: unknown) =>
      tellFailure(() => act(first instanceof vscode.Uri ? first : undefined, option)),
    ),
  );
  const reveal = vscode.commands.registerCommand(REVEAL_COMMAND, (document: string, layer: number | null) =>
    tellFailure(async () => {
      const uri = vscode.Uri.parse(document);
      if (layer !== null) sessions.of(await vscode.workspace.openTextDocument(uri)).reveal(layer);
      await openBuilder(uri);
    }),
  );
  return vscode.Disposable.from(reveal, ...registered);
}

/** The right side of the diff in front, if it is one. */
function activeDiff(): vscode.Uri | undefined {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}

/**
 * Every resource a menu was opened on: the explorer passes the one under the pointer, and then all that are
 * selected.
 */
function selectedUris(clicked: vscode.Uri | undefined, selected: unknown): vscode.Uri[] {
  const uris = Array.isArray(selected) ? selected.filter((uri) => uri instanceof vscode.Uri) : [];
  return uris.length > 0 ? uris : clicked ? [clicked] : [];
}
