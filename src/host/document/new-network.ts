// New documents: one for a CSV, with a network chosen from its columns, or one that waits for its data.

import * as vscode from "vscode";
import { fewAtATime } from "../../model/few-at-a-time.ts";
import type { ColumnFacts } from "../../model/columns.ts";
import { documentText } from "../../model/document.ts";
import { message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import { type ReadingChoice, withReading } from "../../model/reading-choice.ts";
import { emptyExperiment, type Network, starterActs, starterExperiment } from "../../model/starter.ts";
import type { ExperimentInput } from "../../model/schema.ts";
import { layersInWords, targetFacts, templates } from "../../model/templates.ts";
import type { Tables } from "../../protocol/worker.ts";
import { activeResource } from "./choose-document.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { dataAccess } from "../data/data-access.ts";
import { csvPattern, csvStem, folderOf, nameOf, writeNewFile } from "../files.ts";
import { reference, relativeName, unsavedCsvs } from "../data/sources.ts";
import { inert, say } from "../text.ts";

interface InspectedCsvs {
  /** Each as a document in the folder writes it. */
  readonly names: readonly string[];
  readonly columns: readonly ColumnFacts[];
  readonly rows: number;
  /** What a document has to say to read them as they are meant, and what that mends. */
  readonly reading: ReadingChoice;
  readonly mended: readonly Problem[];
}

/**
 * The columns of CSVs with equal columns, and their paths as a document in `folder` writes them.
 * @throws ProblemError if one cannot be read, or has other columns than the first
 */
export async function inspectCsvs(worker: Tables, csvs: readonly vscode.Uri[], folder: vscode.Uri): Promise<InspectedCsvs> {
  const files = csvs.map((uri) => ({ name: relativeName(folder, uri), uri }));
  const title = say(message("Reading {0}", csvs.map(nameOf).join(", ")));
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    await dataAccess.choose(csvs, folder);
    const { columns, rows, reading, mended } = await worker.inspect(await fewAtATime(files, reference), encodingHint(folder));
    return { names: files.map(({ name }) => name), columns, rows, reading, mended };
  });
}

/** The document that CSVs with these columns start with. @throws ProblemError if no column has a value */
export function starterFor({ names, columns, reading }: InspectedCsvs): ExperimentInput {
  const [first = ""] = names;
  const starter = withReading(starterExperiment(first, columns), reading);
  return names.length > 1 ? { ...starter, data: { ...starter.data, file: [...names] } } : starter;
}

/** Creates one document beside the first of the CSVs, never over another, and opens it in the builder. */
export async function trainOnCsvs(worker: Tables, called: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const chosen = called.length > 0 ? undefined : await activeOrChosenCsv();
  const csvs = inNameOrder(chosen ? [chosen] : called);
  const [csv] = csvs;
  if (csv === undefined) return undefined;
  if (csv.scheme === "untitled") {
    void vscode.window.showInformationMessage(
      say(message("{0} is not saved yet. Save it, so that a network can be made beside it.", nameOf(csv))),
    );
    return undefined;
  }
  const unsaved = unsavedCsvs(csvs.map((uri) => ({ name: nameOf(uri), uri })));
  if (unsaved.length > 0) {
    const sentence = message("{0} has unsaved changes. The network is made for the file on disk.", unsaved.join(", "));
    void vscode.window.showWarningMessage(say(sentence));
  }
  const folder = folderOf(csv);
  const inspected = await inspectCsvs(worker, csvs, folder);
  const starter = starterFor(inspected);
  const document = await create(folder, csvStem(csv), starter);
  tellMended(inspected.mended);
  tellChosen(starter, inspected.columns);
  return document;
}

/**
 * Says in one notice what a starter does with the columns besides learning from them; what its target is and
 * why, the builder says.
 */
export function tellChosen(starter: ExperimentInput, columns: readonly ColumnFacts[]): void {
  const acts = starterActs(starter, columns);
  if (acts.length > 0) void vscode.window.showInformationMessage(acts.map(say).join(" "));
}

/** Says what of a CSV is not as it should be and how its new document reads it. */
export function tellMended(mended: readonly Problem[]): void {
  for (const { message: what, fixes: [fix] = [] } of mended) {
    const done = fix === undefined ? "" : ` ${say(message("Done in the document: {0}.", say(fix.title)))}`;
    void vscode.window.showInformationMessage(`${say(what)}${done}`);
  }
}

/** Rows are read in this order, whichever file was clicked last. */
function inNameOrder(csvs: readonly vscode.Uri[]): readonly vscode.Uri[] {
  return csvs.toSorted((a, b) => a.path.localeCompare(b.path, "en", { numeric: true }));
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
    filters: { CSV: ["csv", "CSV", "tsv", "TSV", "txt", "gz", "parquet"] },
    openLabel: say(message("Use This CSV")),
  });
  return chosen?.[0];
}

/** Asks for a CSV of the workspace, or none, and creates the document. */
export async function newNetwork(worker: Tables): Promise<vscode.Uri | undefined> {
  const csvs = await vscode.workspace.findFiles("**/*.{csv,CSV,tsv,TSV,csv.gz,tsv.gz,parquet}", "{**/node_modules/**,**/*.runs/**}", 200);
  const items = csvs.map((uri) => ({ label: inert(vscode.workspace.asRelativePath(uri)), csv: uri, how: "csv" as const }));
  const other = {
    label: say(message("Another CSV…")),
    iconPath: new vscode.ThemeIcon("folder-opened"),
    csv: undefined,
    how: "dialog" as const,
  };
  const template = {
    label: say(message("Empty template…")),
    iconPath: new vscode.ThemeIcon("notebook-template"),
    csv: undefined,
    how: "template" as const,
  };
  const none = {
    label: say(message("Empty network")),
    iconPath: new vscode.ThemeIcon("circle-slash"),
    csv: undefined,
    how: "none" as const,
  };
  const placeHolder = say(message("Which CSV should the network learn from?"));
  const choice = await vscode.window.showQuickPick([...items, other, template, none], { placeHolder, ignoreFocusOut: true });
  if (choice === undefined) return undefined;
  if (choice.how === "none") return newEmptyNetwork();
  if (choice.how === "template") return newNetworkFromTemplate();
  const csv = choice.csv ?? (await chooseCsvFile());
  return csv && trainOnCsvs(worker, [csv]);
}

async function newEmptyNetwork(network?: Network): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? (await chooseFolder());
  const empty = emptyExperiment();
  const experiment = network ? { ...empty, layers: network.layers, training: { ...empty.training, ...network.training } } : empty;
  return folder && create(folder, "network", experiment);
}

/** Asks for a template; its CSV is chosen later, in the builder. */
async function newNetworkFromTemplate(): Promise<vscode.Uri | undefined> {
  const target = targetFacts(undefined);
  const items = templates
    .filter(({ id }) => id !== "starter")
    .map((template) => {
      const network = template.network(target);
      return { label: say(template.name), description: layersInWords(network.layers), detail: say(template.about), network };
    });
  const placeHolder = say(message("Template to start from"));
  const choice = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true });
  return choice && newEmptyNetwork(choice.network);
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
