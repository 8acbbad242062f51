// Debug Training: the command, what a launch configuration leaves out, and the adapter of each session. VS
// Code debugs nothing in a workspace that is not trusted, and asks for trust first.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { chooseDocument } from "../document/choose-document.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { stemOf } from "../files.ts";
import { showUnready } from "../document/show-unready.ts";
import { tellFailure } from "../tell-failure.ts";
import { say } from "../text.ts";
import type { WorkerFactory } from "../worker-client.ts";
import type { DebugMarks } from "./debug-marks.ts";
import { programOf, uriOf } from "./program.ts";

/** The type of debug sessions, as the manifest has it. */
export const DEBUG_TYPE = "perceptron";

/** Starts to debug the training of a document. */
export async function debugTraining(document: vscode.Uri): Promise<void> {
  // The builder that VS Code opens at a stop would take the place of a text that is only a preview.
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  if (activeTab?.isPreview) await vscode.commands.executeCommand("workbench.action.keepEditor");
  const folder = vscode.workspace.getWorkspaceFolder(document);
  await vscode.debug.startDebugging(folder, configurationOf(document));
}

export function registerDebugger(sessions: DocumentSessions, startWorker: WorkerFactory, marks: DebugMarks): vscode.Disposable {
  const adapters: vscode.DebugAdapterDescriptorFactory = {
    createDebugAdapterDescriptor: async ({ configuration }) => {
      // Few people debug, so the adapter is loaded with the first session.
      const { PerceptronDebugAdapter } = await import("./debug-adapter.ts");
      const session = sessions.of(await vscode.workspace.openTextDocument(uriOf(String(configuration["program"]))));
      return new vscode.DebugAdapterInlineImplementation(new PerceptronDebugAdapter(session, startWorker, marks));
    },
  };
  const configurations: vscode.DebugConfigurationProvider = {
    provideDebugConfigurations: () => [{ ...emptyConfiguration(), program: "${file}" }],
    // Without a launch.json there is nothing but the document in front.
    resolveDebugConfiguration: async (_, configuration) => {
      if (configuration["program"] !== undefined) return configuration;
      const document = await chooseDocument(sessions, undefined);
      return document && { ...configurationOf(document), ...configuration, ...(configuration.type ? {} : emptyConfiguration()) };
    },
    resolveDebugConfigurationWithSubstitutedVariables: (_, configuration) => tellFailure(() => ready(sessions, configuration)),
  };
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, adapters),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, configurations),
  );
}

function emptyConfiguration(): { readonly type: string; readonly request: string; readonly name: string } {
  return { type: DEBUG_TYPE, request: "launch", name: say(message("Debug Training")) };
}

function configurationOf(document: vscode.Uri): vscode.DebugConfiguration {
  return { ...emptyConfiguration(), name: say(message("Debug {0}", stemOf(document))), program: programOf(document) };
}

/** The configuration if its document can be trained; otherwise the person has been told why it cannot. */
async function ready(sessions: DocumentSessions, configuration: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
  const document = uriOf(String(configuration["program"]));
  if (!document.path.endsWith(".perceptron")) {
    const sentence = message("{0} is no .perceptron document. Name one in “program”, or open one and start again.", document.path);
    void vscode.window.showErrorMessage(say(sentence));
    return undefined;
  }
  const session = sessions.of(await vscode.workspace.openTextDocument(document));
  const { experiment, errors } = await session.ready();
  await showUnready(session, errors);
  return experiment && configuration;
}
