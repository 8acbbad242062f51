// The status bar: how the document in front stands, else the one that is trained. A click leads to its
// builder.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { endOf, isActive, type RunStatus } from "../../protocol/run.ts";
import { activeResource } from "../document/choose-document.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { stemOf } from "../files.ts";
import { inert, say } from "../text.ts";
import { runPosition } from "./run-progress.ts";

export class RunStatusItem implements vscode.Disposable {
  readonly #sessions: DocumentSessions;
  readonly #item = vscode.window.createStatusBarItem("perceptron.run", vscode.StatusBarAlignment.Left);
  readonly #listeners: vscode.Disposable[];

  constructor(sessions: DocumentSessions) {
    this.#sessions = sessions;
    this.#item.name = "Perceptron";
    const show = (): void => this.#show();
    const follow = ({ run }: DocumentSession): void => void run.onDidChange(show);
    this.#listeners = [
      sessions.onDidOpen((session) => {
        follow(session);
        show();
      }),
      sessions.onDidEnd(show),
      vscode.window.tabGroups.onDidChangeTabs(show),
      vscode.window.tabGroups.onDidChangeTabGroups(show),
    ];
    for (const session of sessions.all) follow(session);
    show();
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const front = activeResource();
    const session = (front && this.#sessions.get(front)) ?? this.#sessions.all.find(({ run }) => run.isActive);
    if (session === undefined) {
      this.#item.hide();
      return;
    }
    const { uri } = session.document;
    this.#item.text = statusText(stemOf(uri), session.run.status);
    this.#item.tooltip = say(message("Open the builder of {0}", stemOf(uri)));
    this.#item.command = { title: "", command: "perceptron.openBuilder", arguments: [uri] };
    this.#item.show();
  }
}

function statusText(name: string, status: RunStatus): string {
  if (isActive(status) || status.state === "watched") return `$(graph-line) ${inert(name)}: ${say(runPosition(status))}`;
  const end = endOf(status);
  if (status.state === "failed") return `$(warning) ${inert(name)}: ${say(message("the run failed"))}`;
  if (end === undefined) return `$(circle-large-outline) ${inert(name)}: ${say(message("not trained yet"))}`;
  if (end.stopped === "diverged") return `$(warning) ${inert(name)}: ${say(message("diverged"))}`;
  return `$(pass) ${inert(name)}: ${say(message("trained, {0} epochs", end.epoch))}`;
}
