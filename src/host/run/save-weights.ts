// The weight file at a run's end: NAME.safetensors beside NAME.perceptron, whole or not at all.

import * as vscode from "vscode";
import { type Message, message } from "../../model/message.ts";
import { nameOf, replaceFile, stemOf, writeNewFile } from "../files.ts";
import { baseFolder } from "../data/sources.ts";
import { say } from "../text.ts";
import { reasonOf } from "../../model/problem.ts";
import { weightName } from "./weight-file.ts";

/**
 * Writes the weights beside their document and gives the file's name. If there is no such place, asks for
 * one; undefined if none is given.
 * @throws ProblemError if the folder cannot be written
 */
export async function saveWeights(document: vscode.Uri, bytes: Uint8Array): Promise<string | undefined> {
  const folder = baseFolder(document);
  if (folder === undefined) return saveElsewhere(document, bytes);
  // A document that was never saved owns no name: what stands under it belongs to something else.
  if (document.scheme === "untitled") return nameOf(await writeNewFile(folder, stemOf(document), ".safetensors", bytes));
  const file = vscode.Uri.joinPath(folder, weightName(document));
  await replaceFile(file, bytes);
  return nameOf(file);
}

/**
 * Offers to try again or another place until the weights are written, and gives the file's name; undefined
 * if the person does not want to.
 */
export async function rescueWeights(document: vscode.Uri, bytes: Uint8Array, reason: Message): Promise<string | undefined> {
  const again = say(message("Try Again"));
  const saveAs = say(message("Save Weights As…"));
  for (let sentence = reason; ;) {
    const choice = await vscode.window.showErrorMessage(say(sentence), again, saveAs);
    if (choice !== again && choice !== saveAs) return undefined;
    try {
      if (choice === again) return await saveWeights(document, bytes);
      const name = await saveElsewhere(document, bytes);
      if (name !== undefined) return name;
    } catch (error) {
      sentence = reasonOf(error);
    }
  }
}

async function saveElsewhere(document: vscode.Uri, bytes: Uint8Array): Promise<string | undefined> {
  const defaultUri = vscode.Uri.file(weightName(document));
  const file = await vscode.window.showSaveDialog({ defaultUri, filters: { Safetensors: ["safetensors"] } });
  if (file === undefined) return undefined;
  await replaceFile(file, bytes);
  return nameOf(file);
}
