// New documents: one for a CSV, with a network chosen from its columns, or one that waits for its data.

import * as vscode from "vscode";
import type { ColumnFacts } from "../model/columns.ts";
import { documentText } from "../model/document.ts";
import { message } from "../model/message.ts";
import { emptyExperiment, starterExperiment } from "../model/starter.ts";
import type { ExperimentInput } from "../model/schema.ts";
import type { TrainingWorker } from "../protocol/worker.ts";
import { activeResource } from "./choose-document.ts";
import { openBuilder } from "./builder-editor.ts";
import { folderOf, nameOf, stemOf, writeNewFile } from "./files.ts";
import { reference, relativeName, unsavedCsvs } from "./sources.ts";
import { say } from "./text.ts";

interface InspectedCsv {
  readonly name: string;
  readonly columns: readonly ColumnFacts[];
}

const csvPattern = /\.(csv|tsv)$/i;

/**
 * The columns of a CSV, and its path as a document in `folder` writes it.
 * @throws ProblemError where the CSV cannot be read
 */
export async function inspectCsv(worker: TrainingWorker, csv: vscode.Uri, folder: vscode.Uri): Promise<InspectedCsv> {
  const name = relativeName(folder, csv);
  const title = say(message("Reading {0}", nameOf(csv)));
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    const { columns } = await worker.inspect(await reference({ name, uri: csv }));
    return { name, columns };
  });
}

/** Creates a document beside the CSV, never over another, and opens it in the builder. */
export async function trainOnCsv(worker: TrainingWorker, called: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const csv = called ?? (await activeOrChosenCsv());
  if (csv === undefined) return undefined;
  if (csv.scheme === "untitled") {
    void vscode.window.showInformationMessage(
      say(message("{0} is not saved yet. Save it, so that a network can be made beside it.", nameOf(csv))),
    );
    return undefined;
  }
  const [unsaved] = unsavedCsvs([{ name: nameOf(csv), uri: csv }]);
  if (unsaved !== undefined) {
    const sentence = message("{0} has changes that are not saved. The network is made for the file on disk.", unsaved);
    void vscode.window.showWarningMessage(say(sentence));
  }
  const folder = folderOf(csv);
  const { name, columns } = await inspectCsv(worker, csv, folder);
  return create(folder, stemOf(csv), starterExperiment(name, columns));
}

async function activeOrChosenCsv(): Promise<vscode.Uri | undefined> {
  const active = activeResource();
  if (active && csvPattern.test(active.path)) return active;
  const choose = say(message("Choose a CSV…"));
  const sentence = say(message("No CSV is open. Choose one, or right-click one in the Explorer."));
  return (await vscode.window.showInformationMessage(sentence, choose)) === choose ? chooseCsvFile() : undefined;
}

/** Asks for a CSV in a file dialog. */
export async function chooseCsvFile(folder?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    ...(folder ? { defaultUri: folder } : {}),
    filters: { CSV: ["csv", "CSV", "tsv", "TSV", "txt"] },
    openLabel: say(message("Use This CSV")),
  });
  return chosen?.[0];
}

/** Asks for a CSV of the workspace, or none, and creates the document. */
export async function newNetwork(worker: TrainingWorker): Promise<vscode.Uri | undefined> {
  const csvs = await vscode.workspace.findFiles("**/*.{csv,CSV,tsv,TSV}", "**/node_modules/**", 200);
  const items = csvs.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), csv: uri, how: "csv" as const }));
  const other = {
    label: say(message("Another CSV…")),
    iconPath: new vscode.ThemeIcon("folder-opened"),
    csv: undefined,
    how: "dialog" as const,
  };
  const none = { label: say(message("No data yet")), iconPath: new vscode.ThemeIcon("circle-slash"), csv: undefined, how: "none" as const };
  const placeHolder = say(message("Which CSV should the network learn from?"));
  const choice = await vscode.window.showQuickPick([...items, other, none], { placeHolder, ignoreFocusOut: true });
  if (choice === undefined) return undefined;
  if (choice.how === "none") return newEmptyNetwork();
  const csv = choice.csv ?? (await chooseCsvFile());
  return csv && trainOnCsv(worker, csv);
}

async function newEmptyNetwork(): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? (await chooseFolder());
  return folder && create(folder, "network", emptyExperiment());
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const openLabel = say(message("Create Here"));
  return (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel }))?.[0];
}

async function create(folder: vscode.Uri, stem: string, experiment: ExperimentInput): Promise<vscode.Uri> {
  const document = await writeNewFile(folder, stem, ".perceptron", new TextEncoder().encode(documentText(experiment)));
  await openBuilder(document);
  return document;
}
