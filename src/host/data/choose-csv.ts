// Another CSV for a document. As little of it changes as the new columns allow: a document that nobody has
// worked on becomes the starter for the CSV, one whose target the CSV lacks gets new data settings, any other
// only a new file.

import * as vscode from "vscode";
import { documentText } from "../../model/document.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Edit } from "../../model/edit.ts";
import { set, unset } from "../../model/fix.ts";
import { message } from "../../model/message.ts";
import type { ReadingChoice } from "../../model/reading-choice.ts";
import { emptyExperiment } from "../../model/starter.ts";
import type { Tables } from "../../protocol/worker.ts";
import { chooseCsvFile, inspectCsvs, starterFor, tellChosen, tellMended } from "../document/new-network.ts";
import type { DocumentSession } from "../document/session.ts";
import { csvPattern, nameOf } from "../files.ts";
import { baseFolder } from "./sources.ts";
import { say } from "../text.ts";

/** Asks for a CSV and lets the document learn from it. */
export async function chooseCsv(worker: Tables, session: DocumentSession): Promise<void> {
  const folder = baseFolder(session.document.uri);
  if (folder === undefined) {
    sayNotSaved();
    return;
  }
  const csv = await chooseCsvFile(folder);
  if (csv) await useCsv(worker, session, csv, folder);
}

/** Lets the document learn from a CSV that was dropped on its builder. */
export async function useDroppedCsv(worker: Tables, session: DocumentSession, dropped: vscode.Uri): Promise<void> {
  const folder = baseFolder(session.document.uri);
  // In a remote window the page is told the place as the window names it; to the extension, which runs there,
  // it is a plain file.
  const isOurs = dropped.scheme === "vscode-remote" && session.document.uri.scheme === "file";
  const csv = isOurs ? dropped.with({ scheme: "file", authority: "" }) : dropped;
  if (folder === undefined) sayNotSaved();
  else if (csvPattern.test(csv.path) || /\.txt$/i.test(csv.path)) await useCsv(worker, session, csv, folder);
  else
    void vscode.window.showInformationMessage(
      say(message("{0} is not a CSV. Drop a .csv, .tsv, .txt or .parquet file, or a .csv or .tsv packed by gzip (.gz).", nameOf(csv))),
    );
}

function sayNotSaved(): void {
  void vscode.window.showInformationMessage(say(message("The document is not saved yet. Save it first, then choose its CSV.")));
}

/** Lets the document learn from `csv`. @throws ProblemError if the CSV cannot be read */
export async function useCsv(worker: Tables, session: DocumentSession, csv: vscode.Uri, folder: vscode.Uri): Promise<void> {
  const inspected = await inspectCsvs(worker, [csv], folder);
  const starter = starterFor(inspected);
  tellMended(inspected.mended);
  if (session.document.getText() === documentText(emptyExperiment())) {
    await session.rewrite(documentText(starter));
    tellChosen(starter, inspected.columns);
    return;
  }
  const target = session.experiment?.data.target;
  const isThere = target !== undefined && [target].flat().every((wanted) => inspected.columns.some((column) => column.name === wanted));
  const edit: Edit = isThere
    ? { op: "all", edits: [set(["data", "file"], starter.data.file), ...readingEdits(session, inspected.reading)] }
    : { op: "set", path: ["data"], value: starter.data as unknown as JsonValue };
  await session.edit(session.document.version, edit);
}

/** How the new file is read. Lines that were skipped of another file say nothing of this one. */
function readingEdits(session: DocumentSession, reading: ReadingChoice): Edit[] {
  const skipsOther = (session.experiment?.data.skip.length ?? 0) > 0 && reading.skip === undefined;
  return [
    ...Object.entries(reading).map(([field, value]) => set(["data", field], value as JsonValue)),
    ...(skipsOther ? [unset(["data", "skip"])] : []),
  ];
}
