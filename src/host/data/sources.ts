// Where a document's CSVs are, and how the worker gets them: by path from a disk, as bytes from anywhere
// else.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import type { SourceReference } from "../../protocol/worker.ts";
import { fewAtATime } from "../../model/few-at-a-time.ts";
import { type CsvFile, dataAccess } from "./data-access.ts";
import { folderOf, nameOf, onDisk } from "../files.ts";

export type { CsvFile } from "./data-access.ts";

/**
 * The folder that a document's paths start from; absent for one that was never saved while no folder is open.
 */
export function baseFolder(document: vscode.Uri): vscode.Uri | undefined {
  const hasFolder = document.scheme !== "untitled" || document.path.startsWith("/");
  if (!hasFolder) return vscode.workspace.workspaceFolders?.[0]?.uri;
  const folder = folderOf(document);
  return document.scheme === "untitled" ? folder.with({ scheme: vscode.workspace.workspaceFolders?.[0]?.uri.scheme ?? "file" }) : folder;
}

/** The CSVs of a document, in the order they are read. Empty if their place is not known yet. */
export function csvFiles(document: vscode.Uri, file: Experiment["data"]["file"]): CsvFile[] {
  const folder = baseFolder(document);
  if (folder === undefined) return [];
  return (typeof file === "string" ? [file] : file).map((name) => ({ name, uri: resolve(folder, name) }));
}

function resolve(folder: vscode.Uri, name: string): vscode.Uri {
  if (/^[a-z]:[\\/]/i.test(name)) return vscode.Uri.file(name);
  // Two slashes would begin the name of another machine.
  return name.startsWith("/") ? folder.with({ path: name.replace(/^\/+/, "/") }) : vscode.Uri.joinPath(folder, name);
}

/**
 * How a document in `folder` writes the path of a CSV: relative, with forward slashes; whole if there is
 * no way from one to the other.
 */
export function relativeName(folder: vscode.Uri, csv: vscode.Uri): string {
  if (folder.scheme !== csv.scheme || folder.authority !== csv.authority) return csv.path;
  const from = folder.path.split("/").filter((part) => part !== "");
  const to = csv.path.split("/").filter((part) => part !== "");
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}

/**
 * What the worker is given.
 * @throws ProblemError at `data.file` if the document has no place yet, a CSV must not be read, or one
 *   that only VS Code can read is not there
 */
export async function sourceReferences(document: vscode.Uri, file: Experiment["data"]["file"]): Promise<SourceReference[]> {
  const [base, files] = [baseFolder(document), csvFiles(document, file)];
  if (base === undefined) {
    const sentence = message("The document is not saved yet, so its CSV cannot be found. Save it first.");
    throw new ProblemError({ severity: "error", code: "no-place", message: sentence, path: ["data", "file"] });
  }
  await dataAccess.check(document, base, files);
  return fewAtATime(files, reference);
}

/** One CSV for the worker. */
export async function reference({ name, uri }: CsvFile): Promise<SourceReference> {
  const place = onDisk(uri);
  if (place) return { name, path: place.path };
  try {
    return { name, bytes: await vscode.workspace.fs.readFile(uri) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = message("{0} could not be read: {1}. Choose the CSV again.", name, reason.replace(/\.$/, ""));
    throw new ProblemError({ severity: "error", code: "file-not-read", message: sentence, path: ["data", "file"], file: name });
  }
}

/** The CSVs that have changes in an editor which are not on disk. */
export function unsavedCsvs(files: readonly CsvFile[]): string[] {
  const unsaved = new Set(vscode.workspace.textDocuments.filter((open) => open.isDirty).map((open) => open.uri.toString()));
  return files.filter(({ uri }) => unsaved.has(uri.toString())).map(({ uri }) => nameOf(uri));
}
