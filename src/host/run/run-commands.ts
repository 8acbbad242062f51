// The commands on a run that goes on, and on one that is over; the palette shows each only while it can do
// something.

import * as vscode from "vscode";
import { type Message, message } from "../../model/message.ts";
import { endOf, type RunState } from "../../protocol/run.ts";
import type { KeptWeights } from "../../training/types.ts";
import { chooseDocument, chooseSession } from "../document/choose-document.ts";
import type { RunSlot } from "../../session/run/run-slot.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { say } from "../text.ts";
import { trainMore } from "./train.ts";

/** How many epochs the builder's button goes on for, and the command proposes. */
const MORE_EPOCHS = 100;

export function runCommands(sessions: DocumentSessions): Record<string, (uri?: vscode.Uri, option?: unknown) => Promise<unknown>> {
  return {
    "perceptron.stop": (uri) =>
      onRun(
        sessions,
        uri,
        ({ run }) => run.isActive,
        message("Nothing is being trained."),
        (run) => run.stop(),
      ),
    "perceptron.pause": (uri) =>
      onRun(
        sessions,
        uri,
        (session) => isIn(session, "running"),
        message("Nothing is being trained."),
        (run) => run.pause(),
      ),
    "perceptron.resume": (uri) =>
      onRun(
        sessions,
        uri,
        (session) => isIn(session, "paused"),
        message("Nothing is paused."),
        (run) => run.resume(),
      ),
    "perceptron.keepBest": (uri) => keepWeights(sessions, uri, "best"),
    "perceptron.keepLast": (uri) => keepWeights(sessions, uri, "last"),
    "perceptron.trainMore": async (uri, option) => {
      const session = await chooseSession(sessions, uri);
      if (session === undefined) return;
      if (!endOf(session.run.status)?.hasMore) {
        void vscode.window.showInformationMessage(say(message("There is no run to continue. Train first.")));
        return;
      }
      const epochs = typeof option === "number" ? option : await askEpochs();
      if (epochs !== undefined) await trainMore(session, epochs);
    },
  };
}

/** Keeps what the palette's conditions look at; VS Code knows no default of its own. */
export function followRuns(sessions: DocumentSessions): vscode.Disposable {
  const told = new Map<string, boolean>();
  const tell = (): void => {
    const states = sessions.all.map(({ run }) => run.status);
    const facts = {
      "perceptron.isTraining": states.some(({ state }) => state === "running"),
      "perceptron.isPaused": states.some(({ state }) => state === "paused"),
      "perceptron.canKeepBest": states.some((status) => endOf(status)?.choice?.kept === "last"),
      "perceptron.canKeepLast": states.some((status) => endOf(status)?.choice?.kept === "best"),
      "perceptron.hasMore": states.some((status) => endOf(status)?.hasMore === true),
    };
    for (const [name, value] of Object.entries(facts)) {
      if (told.get(name) === value) continue;
      told.set(name, value);
      void vscode.commands.executeCommand("setContext", name, value);
    }
  };
  for (const { run } of sessions.all) run.onDidChange(tell);
  return sessions.onDidOpen(({ run }) => run.onDidChange(tell));
}

function isIn({ run }: DocumentSession, state: RunState): boolean {
  return run.status.state === state;
}

function keepWeights(sessions: DocumentSessions, uri: vscode.Uri | undefined, which: KeptWeights): Promise<void> {
  const isMeant = ({ run }: DocumentSession): boolean => (endOf(run.status)?.choice?.kept ?? which) !== which;
  const otherwise = message("There are no other weights. A run has them if its best epoch was not its last, until the next run.");
  return onRun(sessions, uri, isMeant, otherwise, (run) => run.keepWeights(which));
}

/** Does something with the run of the document in front, else with the only one there is. */
async function onRun(
  sessions: DocumentSessions,
  called: vscode.Uri | undefined,
  isMeant: (session: DocumentSession) => boolean,
  otherwise: Message,
  act: (run: RunSlot) => Promise<void>,
): Promise<void> {
  const meant = sessions.all.filter(isMeant);
  if (meant.length === 0) {
    void vscode.window.showInformationMessage(say(otherwise));
  } else if (meant.length === 1) {
    await act(meant[0]!.run);
  } else {
    const chosen = await chooseDocument(sessions, called);
    const session = chosen && sessions.get(chosen);
    if (session) await act(session.run);
  }
}

async function askEpochs(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    prompt: say(message("How many more epochs?")),
    value: String(MORE_EPOCHS),
    validateInput: (typed) => (/^[1-9]\d{0,8}$/.test(typed.trim()) ? undefined : say(message("A whole number from 1."))),
  });
  return text === undefined ? undefined : Number(text);
}
