// If a run finds no PyTorch: a button that opens a terminal in which the line that installs it is typed, and
// not run. Nothing is installed that the person has not asked for.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { say } from "../text.ts";

/** Offers it, if that is why the run failed. */
export async function offerInstall(error: unknown): Promise<void> {
  if (!(error instanceof ProblemError) || error.problem.code !== "python-not-found") return;
  const { message: reason } = error.problem;
  // The sentence ends with the line.
  const line = reason.args.at(-1);
  const open = say(message("Open a Terminal with This Line"));
  const settings = say(message("Choose a Python…"));
  const chosen = await vscode.window.showErrorMessage(say(reason), open, settings);
  if (chosen === settings) await vscode.commands.executeCommand("workbench.action.openSettings", "perceptron.python");
  if (chosen !== open || typeof line !== "string") return;
  const terminal = vscode.window.createTerminal("PyTorch");
  terminal.show();
  terminal.sendText(line, false);
}
