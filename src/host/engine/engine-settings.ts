// Which engine a document's runs have: what the settings say, and the Python that the Python extension has
// chosen for the document.

import { PVSC_EXTENSION_ID, PythonExtension } from "@vscode/python-extension";
import * as vscode from "vscode";
import { type Message, message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { type EngineChoice, type EngineHost, engineNames, machinesProblem } from "../../protocol/engine-host.ts";
import type { PyTorchEngine } from "../../protocol/worker.ts";
import { logWarning } from "../log.ts";
import { platform } from "../platform.ts";

/** Of processes of a machine, and of machines. */
const MOST = 64;
const builtin: EngineChoice = { name: "builtin", processes: 1 };

/** The engine that the settings choose; undefined in a browser, which can start no other program. */
export function engineChoice(document: vscode.Uri): EngineChoice | undefined {
  if (!platform().hasProcesses) return undefined;
  const settings = vscode.workspace.getConfiguration("perceptron", document);
  const name = engineNames.find((one) => one === settings.get("engine")) ?? "builtin";
  if (name === "builtin") return { name, processes: 1 };
  const count = (key: string, least: number): number => Math.min(Math.max(Math.floor(settings.get<number>(key, least)), least), MOST);
  const nodes = count("machines", 1);
  const machines = { nodes, nodeRank: count("machineRank", 0), endpoint: settings.get<string>("machinesMeetAt", "").trim() };
  return { name, processes: count("processes", 1), ...(nodes > 1 ? { machines } : {}) };
}

/**
 * What a run is told of its engine; undefined for the built-in one.
 * @param isAlone whether other machines have no part in it
 * @throws ProblemError if no Python may be started here
 */
export async function chosenEngine(document: vscode.Uri, isAlone: boolean): Promise<PyTorchEngine | undefined> {
  const { name, processes, ...others } = engineChoice(document) ?? builtin;
  const machines = isAlone ? undefined : others.machines;
  if (name === "builtin") return undefined;
  const python = await chosenPython(document);
  const wrong = machines && machinesProblem(machines);
  if (wrong) throw refuse("no-machines", wrong);
  return { kind: "pytorch", ...python, device: name.split("-")[1] ?? "cpu", processes, rendezvous: machines };
}

/**
 * The Python that the setting names, and otherwise those to ask first.
 * @throws ProblemError if none may be started here
 */
export async function chosenPython(document: vscode.Uri): Promise<Required<Pick<PyTorchEngine, "python" | "candidates">>> {
  if (!vscode.workspace.isTrusted)
    throw refuse("untrusted", message("This workspace is not trusted, so no Python is started. Trust it, or choose the built-in engine."));
  const python = vscode.workspace.getConfiguration("perceptron", document).get<string>("python", "").trim();
  return { python: python || undefined, candidates: python === "" ? await ofPythonExtension(document) : [] };
}

function refuse(code: string, reason: Message): ProblemError {
  return new ProblemError({ severity: "error", code, path: [], message: reason });
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
    setEngine: async ({ name, processes, machines }) => {
      const settings = vscode.workspace.getConfiguration("perceptron");
      const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
      const change = (key: string, value: unknown): Thenable<void> =>
        settings.get(key) === value ? Promise.resolve() : settings.update(key, value, target);
      await change("engine", name);
      if (name === "builtin") return;
      await change("processes", processes);
      await change("machines", machines?.nodes ?? 1);
      if (machines === undefined) return;
      await change("machineRank", machines.nodeRank);
      await change("machinesMeetAt", machines.endpoint);
    },
  };
}

const own = ["engine", "processes", "machines", "machineRank", "machinesMeetAt"];

/** Tells whoever shows an engine that the settings changed. */
export function onDidChangeEngine(changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (own.some((key) => event.affectsConfiguration(`perceptron.${key}`))) changed();
  });
}
