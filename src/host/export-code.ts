// Export: the document as code in a new file beside it, which is opened and never takes the place of another.

import * as vscode from "vscode";
import { exportPyTorch } from "../code/pytorch.ts";
import { message } from "../model/message.ts";
import { nameOf, stemOf, writeNewFile } from "./files.ts";
import type { DocumentSession } from "./session.ts";
import { baseFolder } from "./sources.ts";
import { say } from "./text.ts";
import { readyExperiment } from "./train.ts";

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
  const file = await writeNewFile(folder, stemOf(uri), ".py", new TextEncoder().encode(code));
  await vscode.window.showTextDocument(file, { preview: false });
  return file;
}

async function chooseFormat(): Promise<ExportFormat | undefined> {
  const detail = say(message("A Python script with the data, the network and the training loop, which runs as it is."));
  const formats = [{ label: "PyTorch", detail, format: "pytorch" as const }];
  const placeHolder = say(message("Export the network as"));
  return (await vscode.window.showQuickPick(formats, { placeHolder, ignoreFocusOut: true }))?.format;
}
