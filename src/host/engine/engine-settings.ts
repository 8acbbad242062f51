// Which engine a document's runs have: what the settings say, and the Python that the Python extension has
// chosen for the document.

import { PVSC_EXTENSION_ID, PythonExtension } from "@vscode/python-extension";
import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { type EngineChoice, type EngineHost, engineNames } from "../../protocol/engine-host.ts";
import type { PyTorchEngine } from "../../protocol/worker.ts";
import { logWarning } from "../log.ts";

const MOST_PROCESSES = 64;

/** What the settings say. */
export function engineChoice(document: vscode.Uri): EngineChoice {
  const settings = vscode.workspace.getConfiguration("perceptron", document);
  const name = engineNames.find((one) => one === settings.get("engine")) ?? "builtin";
  const processes = Math.floor(settings.get<number>("processes", 1));
  return { name, processes: name === "builtin" ? 1 : Math.min(Math.max(processes, 1), MOST_PROCESSES) };
}

/**
 * What a run is told of its engine; undefined for the built-in one.
 * @throws ProblemError if no Python may be started here
 */
export async function chosenEngine(document: vscode.Uri): Promise<PyTorchEngine | undefined> {
  const { name, processes } = engineChoice(document);
  if (name === "builtin") return undefined;
  if (!vscode.workspace.isTrusted) {
    throw new ProblemError({
      severity: "error",
      code: "untrusted",
      path: [],
      message: message("This workspace is not trusted, so no Python is started. Trust it, or choose the built-in engine."),
    });
  }
  const python = vscode.workspace.getConfiguration("perceptron", document).get<string>("python", "").trim();
  const device = name.split("-")[1] ?? "cpu";
  const candidates = python === "" ? await ofPythonExtension(document) : [];
  return { kind: "pytorch", python: python || undefined, candidates, device, processes };
}

/** The interpreter that is chosen in the Python extension, if it is there. */
async function ofPythonExtension(document: vscode.Uri): Promise<string[]> {
  if (vscode.extensions.getExtension(PVSC_EXTENSION_ID) === undefined) return [];
  try {
    const { environments } = await PythonExtension.api();
    const found = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(document));
    const path = found?.executable.uri?.fsPath;
    return path === undefined ? [] : [path];
  } catch (error) {
    // Another Python may do.
    logWarning(error);
    return [];
  }
}

export function engineHost(): EngineHost {
  return {
    setEngine: async ({ name, processes }) => {
      const settings = vscode.workspace.getConfiguration("perceptron");
      const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
      await settings.update("engine", name, target);
      if (name !== "builtin") await settings.update("processes", processes, target);
    },
  };
}

/** Tells whoever shows an engine that the settings changed. */
export function onDidChangeEngine(changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("perceptron.engine") || event.affectsConfiguration("perceptron.processes")) changed();
  });
}
