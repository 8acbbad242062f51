// The weight file at a run's end: NAME.safetensors beside NAME.perceptron, whole or not at all.

import * as vscode from "vscode";
import { weightFile } from "../code/weights.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import type { RunOutcome } from "../training/types.ts";
import { nameOf, replaceFile, stemOf, writeNewFile } from "./files.ts";
import { baseFolder } from "./sources.ts";
import { say } from "./text.ts";

/** Writes the weights and gives the file's name. Where the folder cannot be written, offers another place; nothing where that is declined. */
export async function saveWeights(document: vscode.Uri, experiment: Experiment, outcome: RunOutcome): Promise<string | undefined> {
  const bytes = weightFile(experiment, outcome);
  const folder = baseFolder(document);
  const name = `${stemOf(document)}.safetensors`;
  try {
    if (folder === undefined) return await saveElsewhere(name, bytes);
    // A document that was never saved owns no name: what stands under it belongs to something else.
    if (document.scheme === "untitled") return nameOf(await writeNewFile(folder, stemOf(document), ".safetensors", bytes));
    await replaceFile(vscode.Uri.joinPath(folder, name), bytes);
    return name;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const saveAs = say(message("Save Weights As…"));
    const choice = await vscode.window.showErrorMessage(say(error.problem.message), saveAs);
    return choice === saveAs ? saveElsewhere(name, bytes) : undefined;
  }
}

async function saveElsewhere(name: string, bytes: Uint8Array): Promise<string | undefined> {
  const file = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(name), filters: { Safetensors: ["safetensors"] } });
  if (file === undefined) return undefined;
  await replaceFile(file, bytes);
  return nameOf(file);
}
