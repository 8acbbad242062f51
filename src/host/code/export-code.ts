// Export: the document as code in a file beside it, which is opened. Whether it takes the place of one that exists, the person says.

import * as vscode from "vscode";
import { exportPyTorch } from "../../code/pytorch.ts";
import { message } from "../../model/message.ts";
import { exists, folderOf, nameOf, replaceFile, stemOf, writeNewFile } from "../files.ts";
import type { DocumentSession } from "../document/session.ts";
import { baseFolder } from "../data/sources.ts";
import { say } from "../text.ts";
import { readyExperiment } from "../run/train.ts";

export type ExportFormat = "pytorch";

/** Writes the document's code and opens it; asks for the format where none is given. Gives nothing where there is no code to write. */
export async function exportCode(session: DocumentSession, format?: ExportFormat): Promise<vscode.Uri | undefined> {
  const chosen = format ?? (await chooseFormat());
  if (chosen === undefined) return undefined;
  const { uri } = session.document;
  const folder = baseFolder(uri);
  const experiment = await readyExperiment(session);
  const { state } = session.data;
  if (experiment === undefined || folder === undefined || state.state !== "ready") return undefined;
  const code = exportPyTorch(experiment, state.summary, { csv: experiment.data.file, name: nameOf(uri) });
  const file = await writeCode(vscode.Uri.joinPath(folder, `${stemOf(uri)}.py`), new TextEncoder().encode(code));
  if (file === undefined) return undefined;
  await vscode.window.showTextDocument(file, { preview: false });
  return file;
}

/** Asks before it replaces a file; undefined where nothing is to be written. */
async function writeCode(file: vscode.Uri, bytes: Uint8Array): Promise<vscode.Uri | undefined> {
  if (await exists(file)) {
    const replace = say(message("Replace"));
    const keepBoth = say(message("Keep Both"));
    const detail = say(message("“Keep Both” writes the code to a new file beside it."));
    const sentence = say(message("{0} already exists. Replace it?", nameOf(file)));
    const choice = await vscode.window.showWarningMessage(sentence, { modal: true, detail }, replace, keepBoth);
    if (choice === keepBoth) return writeNewFile(folderOf(file), stemOf(file), ".py", bytes);
    if (choice !== replace) return undefined;
  }
  await replaceFile(file, bytes);
  return file;
}

async function chooseFormat(): Promise<ExportFormat | undefined> {
  const detail = say(message("A Python script with the data, the network and the training loop, which runs as it is."));
  const formats = [{ label: "PyTorch", detail, format: "pytorch" as const }];
  const placeHolder = say(message("Export the network as"));
  return (await vscode.window.showQuickPick(formats, { placeHolder, ignoreFocusOut: true }))?.format;
}
