// The runs in the side bar: documents, and below each its runs, newest first.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import type { RunRecord } from "../../model/run-record.ts";
import type { RunEntry } from "../../protocol/runs.ts";
import { nameOf } from "../files.ts";
import { inert, say } from "../text.ts";
import type { DocumentRuns, RunLibrary } from "./run-library.ts";
import { endOf, figuresOf, runTitle, short, shortTitle, spokenFiguresOf, startedText } from "./run-words.ts";

export const RUNS_VIEW = "perceptron.runs";

/** A row of the tree. */
export type RunsNode = DocumentRuns & { readonly entry?: RunEntry };

export class RunsTree implements vscode.TreeDataProvider<RunsNode>, vscode.Disposable {
  readonly #library: RunLibrary;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listener: vscode.Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(library: RunLibrary) {
    this.#library = library;
    this.#listener = library.onDidChange(() => this.#changed.fire(undefined));
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node) return node.store.entries.map((entry) => ({ ...node, entry }));
    await this.#library.discover();
    return this.#library.all;
  }

  getParent({ entry, ...parent }: RunsNode): RunsNode | undefined {
    return entry && parent;
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    return node.entry ? runItem(node.document, node.entry) : documentItem(node);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

function documentItem({ document, store }: DocumentRuns): vscode.TreeItem {
  const item = new vscode.TreeItem(document, vscode.TreeItemCollapsibleState.Expanded);
  item.id = document.toString();
  item.iconPath = vscode.ThemeIcon.File;
  item.description = inert(vscode.workspace.asRelativePath(document).slice(0, -nameOf(document).length));
  item.tooltip = say(message("Runs of {0}: {1}", nameOf(document), store.entries.length));
  item.contextValue = "document";
  return item;
}

function runItem(document: vscode.Uri, entry: RunEntry): vscode.TreeItem {
  const { record } = entry;
  const item = new vscode.TreeItem(inert(shortTitle(entry)));
  item.id = `${document.toString()}#${entry.id}`;
  item.iconPath = iconOf(record);
  item.description = [...(record.star ? ["★"] : []), ...figuresOf(record), ...(record.changes ?? []).map(inert)].join("  ");
  item.contextValue = record.star ? "run starred" : "run";
  item.tooltip = tooltipOf(record);
  const spoken = [runTitle(entry), say(endOf(record)), ...spokenFiguresOf(record), ...(record.star ? [say(message("starred"))] : [])];
  item.accessibilityInformation = { label: spoken.join(", ") };
  item.command = { title: "", command: "perceptron.runs.compare", arguments: [{ document, entry }] };
  return item;
}

/** A sign and its colour: how it ended. */
function iconOf({ stopped }: RunRecord): vscode.ThemeIcon {
  switch (stopped) {
    case "diverged":
      return new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
    case "interrupted":
      return new vscode.ThemeIcon("debug-stop");
    case "early":
      return new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("testing.iconPassed"));
    case null:
      return new vscode.ThemeIcon("pass", new vscode.ThemeColor("testing.iconPassed"));
  }
}

function tooltipOf(record: RunRecord): vscode.MarkdownString {
  const { losses, metrics, machine, note, health } = record;
  const lines = [
    startedText(record),
    say(endOf(record)),
    say(message("{0} s on {1} cores, {2}", short(record.seconds), machine.cores, machine.platform)),
    ...figures(say(message("training")), losses.train, metrics?.train),
    ...figures(say(message("validation")), losses.validation, metrics?.validation),
    ...baseline(record),
    ...(record.changes ?? []),
    ...(health ?? []).map(({ code, epoch, message: sentence }) => say(message("Epoch {0}: {1}", epoch, sentence ?? code))),
    ...(note ? ["", note] : []),
  ];
  const text = new vscode.MarkdownString();
  for (const line of lines) text.appendText(`${line}\n`);
  return text;
}

/** What always the same answer would come to: no accuracy says anything without it. */
function baseline({ verdict }: RunRecord): string[] {
  if (verdict === undefined) return [];
  return verdict.kind === "numbers"
    ? [say(message("always the mean: MAE {0}", short(verdict.usualMae)))]
    : [say(message("always {0}: {1}", verdict.usual, short(verdict.usualRight / verdict.answers)))];
}

/** A split's loss and metrics, as far as there are some. */
function figures(split: string, loss: number | undefined, measures: NonNullable<RunRecord["metrics"]>["train"] | undefined): string[] {
  if (loss === undefined) return [];
  const { accuracy, r2, mae } = measures ?? {};
  const told = [
    say(message("loss {0}", short(loss))),
    ...(accuracy === undefined ? [] : [say(message("accuracy {0}", short(accuracy)))]),
    ...(r2 === undefined ? [] : [`R² ${short(r2)}`]),
    ...(mae === undefined ? [] : [`MAE ${short(mae)}`]),
  ];
  return [`${split}: ${told.join(", ")}`];
}
