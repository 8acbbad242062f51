// The networks in the side bar: every document of the workspace and every one that is open, with its state
// and its last result.

import * as vscode from "vscode";
import { firstError } from "../../model/problem.ts";
import { type Message, message } from "../../model/message.ts";
import type { RunRecord } from "../../model/run-record.ts";
import { isActive, type RunStatus } from "../../protocol/run.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { nameOf, stemOf } from "../files.ts";
import type { RunLibrary } from "../runs/run-library.ts";
import { endOf, figuresOf, spokenFiguresOf } from "../runs/run-words.ts";
import { inert, say } from "../text.ts";
import type { FoundFiles } from "./found-files.ts";

/** Milliseconds between two looks while a run goes on. */
const PACE = 500;

export class NetworksTree implements vscode.TreeDataProvider<vscode.Uri>, vscode.Disposable {
  readonly #files: FoundFiles;
  readonly #sessions: DocumentSessions;
  readonly #runs: RunLibrary;
  readonly #changed = new vscode.EventEmitter<vscode.Uri | undefined>();
  readonly #listeners: vscode.Disposable[];
  /** The rows: VS Code knows each by its object. */
  #rows: ReadonlyMap<string, vscode.Uri> = new Map();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(files: FoundFiles, sessions: DocumentSessions, runs: RunLibrary) {
    this.#files = files;
    this.#sessions = sessions;
    this.#runs = runs;
    const all = (): void => this.#changed.fire(undefined);
    this.#listeners = [
      files.onDidChange(all),
      sessions.onDidOpen((session) => {
        all();
        this.#follow(session);
      }),
      sessions.onDidEnd(all),
      runs.onDidChange((document) => this.#rowChanged(document)),
    ];
    for (const session of sessions.all) this.#follow(session);
  }

  async getChildren(): Promise<vscode.Uri[]> {
    const [found] = await Promise.all([this.#files.all(), this.#runs.discover()]);
    const known = new Map(found.map((uri) => [uri.toString(), uri]));
    for (const { document } of this.#sessions.all)
      if (!known.has(document.uri.toString())) known.set(document.uri.toString(), document.uri);
    this.#rows = known;
    return [...known.values()];
  }

  getTreeItem(document: vscode.Uri): vscode.TreeItem {
    const session = this.#sessions.get(document);
    const last = this.#runs.of(document).entries[0]?.record;
    const item = new vscode.TreeItem(inert(stemOf(document)));
    const state = stateOf(session, last);
    const folder = inert(vscode.workspace.asRelativePath(document).slice(0, -nameOf(document).length));
    item.id = document.toString();
    item.resourceUri = document;
    item.iconPath = state.icon;
    item.description = [...state.facts.map(inert), ...(folder === "" ? [] : [folder])].join("  ");
    item.tooltip = [inert(vscode.workspace.asRelativePath(document)), say(state.words), ...state.facts.map(inert)].join("\n");
    item.accessibilityInformation = { label: [inert(stemOf(document)), say(state.words), ...state.spoken.map(inert)].join(", ") };
    item.contextValue = session !== undefined && isActive(session.run.status) ? "network training" : "network";
    item.command = { title: "", command: "perceptron.openBuilder", arguments: [document] };
    return item;
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  #rowChanged(document: vscode.Uri): void {
    const row = this.#rows.get(document.toString());
    if (row) this.#changed.fire(row);
  }

  /** Shows what becomes of a document; while it is trained, now and then. */
  #follow(session: DocumentSession): void {
    const { uri } = session.document;
    const key = uri.toString();
    session.onDidChange(() => {
      if (this.#waiting.has(key)) return;
      const look = (): void => {
        this.#waiting.delete(key);
        this.#rowChanged(uri);
      };
      this.#waiting.set(key, setTimeout(look, PACE));
    });
  }
}

interface NetworkState {
  readonly icon: vscode.ThemeIcon;
  readonly words: Message;
  /** Its last result, in figures. */
  readonly facts: readonly string[];
  /** The same for a listener, as far as `words` do not say it. */
  readonly spoken: readonly string[];
}

/** How a document stands: what goes on, else what is wrong, else what its last run came to. */
function stateOf(session: DocumentSession | undefined, last: RunRecord | undefined): NetworkState {
  const status = session?.run.status;
  if (status && (isActive(status) || status.state === "watched")) return activeState(status);
  const told = last ? { facts: figuresOf(last), spoken: spokenFiguresOf(last) } : { facts: [], spoken: [] };
  const error = session && firstError(session.problems);
  if (error) return { icon: new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground")), words: error.message, ...told };
  if (status?.state === "failed") return { icon: warning(), words: status.note, ...told };
  if (last === undefined) return { icon: new vscode.ThemeIcon("circle-large-outline"), words: message("not trained yet"), ...told };
  const icon = last.stopped === "diverged" ? warning() : new vscode.ThemeIcon("pass", new vscode.ThemeColor("testing.iconPassed"));
  return { icon, words: endOf(last), ...told };
}

function activeState(status: RunStatus & { readonly epoch: number; readonly epochs: number }): NetworkState {
  const [epoch, epochs] = [status.epoch.toLocaleString("en"), status.epochs.toLocaleString("en")];
  const icon = new vscode.ThemeIcon(status.state === "paused" ? "debug-pause" : "sync~spin");
  const words =
    status.state === "paused" ? message("paused at epoch {0} of {1}", epoch, epochs) : message("epoch {0} of {1}", epoch, epochs);
  return { icon, words, facts: [`${epoch} / ${epochs}`], spoken: [] };
}

function warning(): vscode.ThemeIcon {
  return new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
}
