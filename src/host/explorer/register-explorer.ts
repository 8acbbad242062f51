// The views of networks and of data, and what is called on their rows.

import * as vscode from "vscode";
import type { Tables } from "../../protocol/worker.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import { DOCUMENTS } from "../document/choose-document.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { csvStem, exists, folderOf } from "../files.ts";
import type { RunLibrary } from "../runs/run-library.ts";
import { tellFailure } from "../tell-failure.ts";
import { DataTree } from "./data-tree.ts";
import { FoundFiles } from "./found-files.ts";
import { NetworksTree } from "./networks-tree.ts";

/** What can be read as a table; the manifest's menus have the same. */
const TABLES = "**/*.{csv,CSV,tsv,TSV,csv.gz,tsv.gz,parquet}";

export function registerExplorer(sessions: DocumentSessions, runs: RunLibrary, worker: Tables): vscode.Disposable {
  const documents = new FoundFiles(DOCUMENTS, "perceptron.noNetworks");
  const tables = new FoundFiles(TABLES, "perceptron.noTables");
  const [networks, data] = [new NetworksTree(documents, sessions, runs), new DataTree(tables)];
  const open = vscode.commands.registerCommand("perceptron.networkOf", (csv?: unknown) =>
    tellFailure(() => openNetworkOf(worker, csv instanceof vscode.Uri ? csv : undefined)),
  );
  const openFile = vscode.commands.registerCommand("perceptron.openFile", (file?: unknown) =>
    tellFailure(async () => void (file instanceof vscode.Uri && (await vscode.commands.executeCommand("vscode.open", file)))),
  );
  return vscode.Disposable.from(
    documents,
    tables,
    networks,
    data,
    open,
    openFile,
    vscode.window.createTreeView("perceptron.networks", { treeDataProvider: networks }),
    vscode.window.createTreeView("perceptron.data", { treeDataProvider: data, canSelectMany: true }),
  );
}

/** Opens the network beside a CSV that has its name, or makes one. */
async function openNetworkOf(worker: Tables, csv: vscode.Uri | undefined): Promise<void> {
  const own = csv && vscode.Uri.joinPath(folderOf(csv), `${csvStem(csv)}.perceptron`);
  if (own && (await exists(own))) await openBuilder(own);
  else await (await import("../document/new-network.ts")).trainOnCsvs(worker, csv ? [csv] : []);
}
