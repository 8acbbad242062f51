// The workspace of the window as tools work with it.

import * as vscode from "vscode";
import { parseDocument, readDataOnly } from "../../model/document.ts";
import { MOST_DOCUMENT } from "../../model/format.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { SourceReference, TrainingWorker } from "../../protocol/worker.ts";
import { type InspectedTables, notThere, outside, type ToolDocument, type ToolWorkspace } from "../../tools/workspace.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import { isInWorkspace } from "../data/data-access.ts";
import { csvFiles, reference } from "../data/sources.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { inspectCsvs } from "../document/new-network.ts";
import { writeUnder, exists, folderOf, nameOf, readIfThere } from "../files.ts";
import { networkOf, networkPorts } from "../network/network-ports.ts";
import { showProgress } from "../run/run-progress.ts";
import type { RunLibrary } from "../runs/run-library.ts";

export class EditorWorkspace implements ToolWorkspace {
  readonly #sessions: DocumentSessions;
  readonly #worker: TrainingWorker;
  readonly #runs: RunLibrary;

  /** @param worker the one that reads tables and evaluates */
  constructor(sessions: DocumentSessions, worker: TrainingWorker, runs: RunLibrary) {
    this.#sessions = sessions;
    this.#worker = worker;
    this.#runs = runs;
  }

  get isTrusted(): boolean {
    return vscode.workspace.isTrusted;
  }

  get keepsFormulas(): boolean {
    return vscode.workspace.getConfiguration("perceptron").get<boolean>("keepFormulas", false);
  }

  async inspect(paths: readonly string[]): Promise<InspectedTables> {
    const csvs: vscode.Uri[] = [];
    for (const path of paths) csvs.push(await existing(path));
    return inspectCsvs(this.#worker, csvs, folderOf(csvs[0]!));
  }

  async source(path: string): Promise<SourceReference> {
    const uri = await existing(path);
    return reference({ name: nameOf(uri), uri });
  }

  async open(path: string): Promise<ToolDocument> {
    const uri = await existing(path);
    await checkDocument(uri, path);
    const session = this.#sessions.of(await vscode.workspace.openTextDocument(uri));
    const { readWeights, weightBytes } = networkPorts(this.#worker, uri);
    return {
      session,
      network: networkOf(this.#worker, session),
      weights: { readWeights, weightBytes },
      runs: this.#runs.of(uri),
      // Its builder also keeps the document from being closed while it is trained.
      show: () => openBuilder(uri, { preview: false, preserveFocus: true }),
      follow: () => showProgress(session),
      close: async () => {},
    };
  }

  async isThere(path: string): Promise<boolean> {
    return exists(await inWorkspace(path));
  }

  async create(path: string, content: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    await writeUnder(await inWorkspace(path), typeof content === "string" ? new TextEncoder().encode(content) : content);
  }
}

/** Says no to what is no document, or learns from a CSV outside, before a session reads anything. */
async function checkDocument(uri: vscode.Uri, path: string): Promise<void> {
  if (!uri.path.endsWith(".perceptron")) {
    const sentence = message("{0} is no .perceptron document. Name one.", path);
    throw new ProblemError({ severity: "error", code: "no-document", message: sentence, path: [] });
  }
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const text = open?.getText() ?? new TextDecoder().decode(await readIfThere(uri, MOST_DOCUMENT));
  const { experiment, json } = parseDocument(text);
  const data = (experiment ?? readDataOnly(json))?.data;
  for (const { name, uri: csv } of data ? csvFiles(uri, data.file) : []) if (!(await isInWorkspace(csv))) throw outside(name);
}

/** A file of the workspace. @throws ProblemError if it lies outside, or is not there */
async function existing(path: string): Promise<vscode.Uri> {
  const uri = await inWorkspace(path);
  if (!(await exists(uri))) throw notThere(path);
  return uri;
}

/** Where a path leads; a relative one begins at the first folder in which it is. */
async function inWorkspace(path: string): Promise<vscode.Uri> {
  const uri = await resolve(path);
  if (!(await isInWorkspace(uri))) throw outside(path);
  return uri;
}

async function resolve(path: string): Promise<vscode.Uri> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const [first] = folders;
  if (first === undefined) {
    const sentence = message("No folder is open. Open the folder that the files are in.");
    throw new ProblemError({ severity: "error", code: "no-folder", message: sentence, path: [] });
  }
  if (/^[a-z]:[\\/]/i.test(path)) return vscode.Uri.file(path);
  if (path.startsWith("/")) return vscode.Uri.joinPath(first.with({ path: "/" }), path);
  for (const folder of folders) {
    const uri = vscode.Uri.joinPath(folder, path);
    if ((await isInWorkspace(uri)) && (await exists(uri))) return uri;
  }
  return vscode.Uri.joinPath(first, path);
}
