// The output channel "Perceptron": where failures that no sentence on the screen explains leave their
// details. What was said last is also kept for a report of the person's, because not every VS Code has the
// channel's file.

import * as vscode from "vscode";
import { ProblemError } from "../model/problem.ts";
import { say } from "./text.ts";

/** Entries that are kept. */
const MOST = 100;
/** Letters of one that are kept. */
const MOST_LETTERS = 2000;

const channel = vscode.window.createOutputChannel("Perceptron", { log: true });
const kept: string[] = [];

export const log = {
  warn: (text: string): void => {
    keep("warning", text);
    channel.warn(text);
  },
  error: (error: Error | string): void => {
    keep("error", typeof error === "string" ? error : (error.stack ?? error.message));
    channel.error(error);
  },
  show: (): void => channel.show(),
  dispose: (): void => channel.dispose(),
};

/** What was said last in this window, the oldest first. */
export function lastLogged(): readonly string[] {
  return kept;
}

/** Something failed that the person need not hear of. */
export function logWarning(error: unknown): void {
  if (error instanceof ProblemError) log.warn([say(error.problem.message), error.problem.detail ?? ""].join("\n").trimEnd());
  else log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function keep(level: string, text: string): void {
  kept.push(`${new Date().toISOString()} [${level}] ${text.slice(0, MOST_LETTERS)}`);
  if (kept.length > MOST) kept.shift();
}
