// Export: the document as code in a file beside it, which is opened. Whether it takes the place of one that
// exists, the person says.

import * as vscode from "vscode";
import { type ExportFormat, exporters, type Exporter } from "../../code/exporters.ts";
import { message } from "../../model/message.ts";
import { exists, folderOf, nameOf, replaceFile, stemOf, writeNewFile } from "../files.ts";
import type { DocumentSession } from "../document/session.ts";
import { baseFolder } from "../data/sources.ts";
import { inert, say } from "../text.ts";
import { readyExperiment } from "../run/train.ts";

/**
 * Writes the document's code and opens it; asks for the format where none is given. Gives nothing where there
 * is no code to write.
 */
export async function exportCode(session: DocumentSession, format?: ExportFormat): Promise<vscode.Uri | undefined> {
  const chosen = format ?? (await chooseFormat());
  if (chosen === undefined) return undefined;
  const { uri } = session.document;
  const folder = baseFolder(uri);
  const experiment = await readyExperiment(session);
  const { state } = session.data;
  if (experiment === undefined || folder === undefined || state.state !== "ready") return undefined;
  const { write, extension } = exporters[chosen];
  const code = write(experiment, state.summary, { csv: experiment.data.file, name: nameOf(uri) });
  const file = await writeCode(vscode.Uri.joinPath(folder, `${stemOf(uri)}${extension}`), extension, new TextEncoder().encode(code));
  if (file === undefined) return undefined;
  await vscode.window.showTextDocument(file, { preview: false });
  return file;
}

/** Asks before it replaces a file; undefined where nothing is to be written. */
async function writeCode(file: vscode.Uri, extension: string, bytes: Uint8Array): Promise<vscode.Uri | undefined> {
  if (await exists(file)) {
    const replace = say(message("Replace"));
    const keepBoth = say(message("Keep Both"));
    const detail = say(message("“Keep Both” writes the code to a new file beside it."));
    const sentence = say(message("{0} already exists. Replace it?", nameOf(file)));
    const choice = await vscode.window.showWarningMessage(sentence, { modal: true, detail }, replace, keepBoth);
    if (choice === keepBoth) return writeNewFile(folderOf(file), stemOf(file), extension, bytes);
    if (choice !== replace) return undefined;
  }
  await replaceFile(file, bytes);
  return file;
}

async function chooseFormat(): Promise<ExportFormat | undefined> {
  const formats = Object.entries<Exporter>(exporters).map(([format, { label, detail }]) => ({
    label: inert(label),
    detail: say(detail),
    format: format as ExportFormat,
  }));
  const placeHolder = say(message("Export the network as"));
  return (await vscode.window.showQuickPick(formats, { placeHolder, ignoreFocusOut: true }))?.format;
}
