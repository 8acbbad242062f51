// Export: the document as code or as a model file, in new files beside it. The session says what can be
// written and what is written; here the person is asked, and told where it is.

import * as vscode from "vscode";
import type { ExportedFile } from "../../code/exporter.ts";
import type { ExportFormat } from "../../code/exporters.ts";
import { underFreeName } from "../../code/free-names.ts";
import { message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import { DocumentExport, type ExportTarget } from "../../session/code/document-export.ts";
import type { ChosenWeights } from "../../session/code/export-weights.ts";
import { exportedCode } from "../../session/code/exported-code.ts";
import { baseFolder } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import { showUnready } from "../document/show-unready.ts";
import { exists, nameOf, readIfThere, replaceFile, stemOf, writeUnder } from "../files.ts";
import { networkPorts } from "../network/network-ports.ts";
import { runTitle } from "../runs/run-words.ts";
import type { RunLibrary } from "../runs/run-library.ts";
import { say } from "../text.ts";
import { chooseFormat } from "./choose-format.ts";
import { chooseWeights } from "./choose-weights.ts";
import { languageHere } from "./export-preview.ts";

/** What an export needs beside the document. */
export interface ExportTools {
  /** The one that predicts. */
  readonly worker: TrainedNetworks;
  readonly library: RunLibrary;
}

export type WrittenCode =
  /** The first is the one that people open. */
  | { readonly kind: "written"; readonly files: readonly [vscode.Uri, ...vscode.Uri[]] }
  /** The first error first. */
  | { readonly kind: "unready"; readonly errors: readonly Problem[] };

/**
 * Writes a document in a format, in files that are not there yet.
 * @throws ProblemError if the folder cannot be written
 */
export async function writeCode(
  { document: { uri } }: DocumentSession,
  exported: DocumentExport,
  target: ExportTarget,
): Promise<WrittenCode> {
  const folder = baseFolder(uri);
  if (folder === undefined) return { kind: "unready", errors: [] };
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
  let errors: readonly Problem[] = [];
  const write = async (stem: string): Promise<readonly ExportedFile[]> => {
    const code = await exported.files(target, stem);
    if (code.kind === "code") return code.files;
    ({ errors } = code);
    return [];
  };
  const files = await underFreeName(stemOf(uri), write, {
    isFree: async (name) => !(await exists(at(name))),
    holds: async (name, content) => {
      const [own, bytes] = [bytesOf(content), await readIfThere(at(name), MOST_COMPARED)];
      return bytes !== undefined && Buffer.compare(bytes, own) === 0;
    },
  });
  for (const { name, content } of files) await writeUnder(at(name), bytesOf(content));
  const [first, ...others] = files.map(({ name }) => at(name));
  return first === undefined ? { kind: "unready", errors } : { kind: "written", files: [first, ...others] };
}

/** Bytes of a weight file that is compared with the one that would be written. */
const MOST_COMPARED = 2 ** 32;

function bytesOf(content: ExportedFile["content"]): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/**
 * Writes a document in a format, in the place of what was written before, as in a lesson.
 * @throws ProblemError if there is no code, or the folder cannot be written
 */
export async function rewriteExport(session: DocumentSession, format: ExportFormat): Promise<void> {
  const code = await exportedCode(session, format, { language: languageHere() });
  const folder = baseFolder(session.document.uri);
  if (code.kind === "unready" || folder === undefined) {
    const error = code.kind === "unready" ? code.errors[0] : undefined;
    throw new ProblemError(error ?? { severity: "error", code: "no-place", message: noPlace(), path: [] });
  }
  for (const { name, content } of code.files) await replaceFile(vscode.Uri.joinPath(folder, name), bytesOf(content));
}

function noPlace() {
  return message("The document has no place to write code to.");
}

/**
 * Asks for a format and for weights if none are given, writes the files, and says where they are. Gives the
 * first of them; nothing if none was written.
 * @param run the kept run whose weights every format gets
 */
export async function exportCode(
  session: DocumentSession,
  tools: ExportTools,
  { format, run }: { readonly format?: ExportFormat | undefined; readonly run?: string | undefined } = {},
): Promise<vscode.Uri | undefined> {
  const ports = networkPorts(tools.worker, session.document.uri);
  const store = tools.library.of(session.document.uri);
  let weights: ChosenWeights | undefined = run === undefined ? undefined : await weightsOfRun(tools.library, session, run);
  for (;;) {
    const exported = new DocumentExport(session, ports, languageHere(), weights);
    const chosen = format ? { format } : await chooseFormat(session, exported, weights?.name ?? `${ports.stem}.safetensors`);
    if (chosen === undefined) return undefined;
    if (chosen !== "weights") return tell(session, await writeCode(session, exported, chosen));
    const id = await chooseWeights(store.entries, `${ports.stem}.safetensors`);
    if (id !== undefined) weights = id === "" ? undefined : await weightsOfRun(tools.library, session, id);
  }
}

async function weightsOfRun(library: RunLibrary, { document }: DocumentSession, id: string): Promise<ChosenWeights> {
  const store = library.of(document.uri);
  const entry = store.find(id);
  return { name: entry === undefined ? id : runTitle(entry), bytes: await store.weights(id) };
}

async function tell(session: DocumentSession, written: WrittenCode): Promise<vscode.Uri | undefined> {
  if (written.kind === "unready") {
    await showUnready(session, written.errors);
    return undefined;
  }
  void offer(written.files);
  return written.files[0];
}

/** Names what was written; the first file is the one that is opened or shown. */
async function offer(files: readonly [vscode.Uri, ...vscode.Uri[]]): Promise<void> {
  const open = say(message("Open"));
  const reveal = say(message("Reveal"));
  const sentence = say(message("Exported: {0}.", files.map(nameOf).join(", ")));
  const choice = await vscode.window.showInformationMessage(sentence, open, reveal);
  if (choice === open) await vscode.commands.executeCommand("vscode.open", files[0], { preview: false });
  if (choice === reveal) {
    const isInside = vscode.workspace.getWorkspaceFolder(files[0]) !== undefined;
    await vscode.commands.executeCommand(isInside ? "revealInExplorer" : "revealFileInOS", files[0]);
  }
}
