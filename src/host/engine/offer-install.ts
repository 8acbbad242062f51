// If a run with PyTorch fails: what helps. If there is none, a button opens a terminal in which the line that
// installs it is typed, and not run; nothing is installed unasked. What it has written, as a traceback, is
// shown on request.

import { PVSC_EXTENSION_ID } from "@vscode/python-extension";
import * as vscode from "vscode";
import { type Message, message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import { log } from "../log.ts";
import { say } from "../text.ts";

/** Whether no Python with PyTorch was found. */
export function isPythonMissing(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.problem.code.startsWith("python-");
}

/** Whether it is the Python extension that chooses: it is there, and no setting of ours names a Python. */
function hasPythonExtension(): boolean {
  const isNamed = vscode.workspace.getConfiguration("perceptron").get<string>("python", "").trim() !== "";
  return !isNamed && vscode.extensions.getExtension(PVSC_EXTENSION_ID) !== undefined;
}

/** What lacks, with what installs it, and where another Python is chosen. */
function withChoice(reason: Message): Message {
  return hasPythonExtension()
    ? message("{0} (or choose a Python that has it with the command Python: Select Interpreter)", reason)
    : message("{0} (or choose a Python that has it in the setting perceptron.python)", reason);
}

async function choosePython(): Promise<void> {
  if (hasPythonExtension()) await vscode.commands.executeCommand("python.setInterpreter");
  else await vscode.commands.executeCommand("workbench.action.openSettings", "perceptron.python");
}

/** Whether something is offered: several trials of a sweep fail for one reason. */
let isOffering = false;

/** The reasons that were offered help for. */
const offered = new WeakSet<Message>();

/** Whether a notification with what helps has told this reason of a failed run. */
export function isOffered(reason: Message): boolean {
  return offered.has(reason);
}

/** Offers what helps, if PyTorch is why a run failed. */
export async function offerInstall(error: unknown): Promise<void> {
  if (!(error instanceof ProblemError) || isOffering) return;
  isOffering = true;
  try {
    await offer(error.problem);
  } finally {
    isOffering = false;
  }
}

async function offer({ code, message: reason, detail }: Problem): Promise<void> {
  const terminal = say(message("Open a Terminal with This Line"));
  const settings = say(message("Choose a Python…"));
  const written = say(message("Show What PyTorch Wrote"));
  const buttons = [
    ...(code === "python-not-found" ? [terminal] : []),
    ...(code === "python-not-found" || code === "python-unusable" ? [settings] : []),
    ...(detail === undefined ? [] : [written]),
  ];
  if (buttons.length === 0) return;
  offered.add(reason);
  const chosen = await vscode.window.showErrorMessage(say(code === "python-not-found" ? withChoice(reason) : reason), ...buttons);
  if (chosen === settings) await choosePython();
  // The session has logged it.
  if (chosen === written) log.show();
  // The sentence ends with the line.
  const line = reason.args.at(-1);
  if (chosen === terminal && typeof line === "string") openTerminal(line);
}

function openTerminal(line: string): void {
  const terminal = vscode.window.createTerminal("PyTorch");
  terminal.show();
  terminal.sendText(line, false);
}
