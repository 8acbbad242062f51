// The CSVs of the workspace in the side bar. A click on one leads to its network: the one beside it, or a new
// one.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { nameOf } from "../files.ts";
import { inert, say } from "../text.ts";
import type { FoundFiles } from "./found-files.ts";

export class DataTree implements vscode.TreeDataProvider<vscode.Uri>, vscode.Disposable {
  readonly #files: FoundFiles;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listener: vscode.Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(files: FoundFiles) {
    this.#files = files;
    this.#listener = files.onDidChange(() => this.#changed.fire(undefined));
  }

  async getChildren(): Promise<vscode.Uri[]> {
    return [...(await this.#files.all())];
  }

  getTreeItem(csv: vscode.Uri): vscode.TreeItem {
    const item = new vscode.TreeItem(csv);
    item.id = csv.toString();
    item.iconPath = vscode.ThemeIcon.File;
    item.description = inert(vscode.workspace.asRelativePath(csv).slice(0, -nameOf(csv).length));
    item.tooltip = say(message("{0}: opens its network, or makes one", nameOf(csv)));
    item.contextValue = "csv";
    item.command = { title: "", command: "perceptron.networkOf", arguments: [csv] };
    return item;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}
