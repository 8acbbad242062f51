// The output channel "Perceptron": where failures that no sentence on the screen explains leave their
// details.

import * as vscode from "vscode";
import { ProblemError } from "../model/problem.ts";
import { say } from "./text.ts";

export const log = vscode.window.createOutputChannel("Perceptron", { log: true });

/** Something failed that the person need not hear of. */
export function logWarning(error: unknown): void {
  if (error instanceof ProblemError) log.warn(say(error.problem.message));
  else log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
