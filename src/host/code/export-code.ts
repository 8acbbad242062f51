// Export: the document as code in a file beside it. A file that has the name already is touched only if the
// caller says how; the command asks the person, and opens what was written.

import * as vscode from "vscode";
import type { Exporter } from "../../code/exporter.ts";
import { exporters, type ExportFormat } from "../../code/exporters.ts";
import { message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import { exportedCode } from "../../session/code/exported-code.ts";
import { baseFolder } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import { showUnready } from "../document/show-unready.ts";
import { exists, nameOf, replaceFile, stemOf, writeNewFile } from "../files.ts";
import { inert, say } from "../text.ts";
import { ExportPreview, languageHere } from "./export-preview.ts";

export type WrittenCode =
  | { readonly kind: "written"; readonly file: vscode.Uri }
  /** There is such a file, and nothing was said of that. */
  | { readonly kind: "taken"; readonly file: vscode.Uri }
  /** The first error first. */
  | { readonly kind: "unready"; readonly errors: readonly Problem[] };

/**
 * Writes the document's code beside it.
 * @param taken what is done if there is such a file: it is replaced, or kept beside the new one
 * @throws ProblemError if the folder cannot be written
 */
export async function writeCode(session: DocumentSession, format: ExportFormat, taken?: "replace" | "keep"): Promise<WrittenCode> {
  const { uri } = session.document;
  const folder = baseFolder(uri);
  const code = await exportedCode(session, format, { language: languageHere() });
  if (code.kind === "unready") return code;
  if (folder === undefined) return { kind: "unready", errors: [] };
  const [{ content }] = code.files;
  const { extension } = exporters[format];
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  if (taken === "keep") return { kind: "written", file: await writeNewFile(folder, stemOf(uri), extension, bytes) };
  const file = vscode.Uri.joinPath(folder, `${stemOf(uri)}${extension}`);
  if (taken === undefined && (await exists(file))) return { kind: "taken", file };
  await replaceFile(file, bytes);
  return { kind: "written", file };
}

/**
 * Writes the document's code and opens it; asks for the format if none is given. Gives nothing if there
 * is no code to write.
 */
export async function exportCode(session: DocumentSession, format?: ExportFormat): Promise<vscode.Uri | undefined> {
  const chosen = format ?? (await chooseFormat(session));
  if (chosen === undefined) return undefined;
  let written = await writeCode(session, chosen);
  if (written.kind === "taken") {
    const taken = await askAboutTaken(written.file);
    if (taken === undefined) return undefined;
    written = await writeCode(session, chosen, taken);
  }
  if (written.kind === "unready") await showUnready(session, written.errors);
  if (written.kind !== "written") return undefined;
  await vscode.window.showTextDocument(written.file, { preview: false });
  return written.file;
}

/** What becomes of a file that is there; undefined if nothing is to be written. */
async function askAboutTaken(file: vscode.Uri): Promise<"replace" | "keep" | undefined> {
  const replace = say(message("Replace"));
  const keepBoth = say(message("Keep Both"));
  const detail = say(message("“Keep Both” writes the code to a new file beside it."));
  const sentence = say(message("{0} already exists. Replace it?", nameOf(file)));
  const choice = await vscode.window.showWarningMessage(sentence, { modal: true, detail }, replace, keepBoth);
  return choice === keepBoth ? "keep" : choice === replace ? "replace" : undefined;
}

/** Asks for a format; the one that is looked at is shown beside, before anything is written. */
async function chooseFormat(session: DocumentSession): Promise<ExportFormat | undefined> {
  const formats = Object.entries<Exporter>(exporters)
    .filter(([, { needsWeights }]) => !needsWeights)
    .map(([format, { label, detail }]) => ({ label: inert(label), detail: say(detail), format: format as ExportFormat }));
  const placeHolder = say(message("Export the network as"));
  const preview = new ExportPreview(session);
  const onDidSelectItem = (item: vscode.QuickPickItem | string): void => {
    const format = formats.find(({ label }) => typeof item === "object" && label === item.label)?.format;
    if (format !== undefined) void preview.show(format);
  };
  try {
    return (await vscode.window.showQuickPick(formats, { placeHolder, ignoreFocusOut: true, onDidSelectItem }))?.format;
  } finally {
    await preview.close();
  }
}
