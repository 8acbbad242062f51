// The extension's composition root: builds the objects, registers them, and waits for running trainings at the end.

import type * as vscode from "vscode";
import type { PerceptronApi } from "./host/api.ts";
import { registerBuilder } from "./host/builder-editor.ts";
import { builderActions, registerCommands } from "./host/commands.ts";
import { log } from "./host/log.ts";
import { DocumentSessions } from "./host/sessions.ts";
import { WorkerClient } from "./host/worker-client.ts";

let sessions: DocumentSessions | undefined;

export function activate(context: vscode.ExtensionContext): PerceptronApi {
  const worker = new WorkerClient(context.extensionPath, {
    reading: async (progress) => sessions?.follow(progress),
  });
  sessions = new DocumentSessions(worker, context.extensionPath);
  const builder = registerBuilder(context.extensionUri, sessions, builderActions(worker));
  context.subscriptions.push(worker, builder, registerCommands(sessions, worker), log);
  return { sessions };
}

/** Ends every run, weights first. VS Code waits for it. */
export async function deactivate(): Promise<void> {
  await sessions?.endAll();
}
