// The weight file that a run has left beside its document, read.

import * as vscode from "vscode";
import { readWeightFile, type StoredNetwork } from "../code/weights.ts";
import { nameOf, stemOf } from "./files.ts";
import { baseFolder } from "./sources.ts";

/** A weight file's content with its name. */
export interface WeightFile extends StoredNetwork {
  readonly file: string;
}

/** Where a document's runs leave their weights, NAME.safetensors; undefined where it has no place. */
export function weightFileOf(document: vscode.Uri): vscode.Uri | undefined {
  const folder = baseFolder(document);
  return folder && vscode.Uri.joinPath(folder, `${stemOf(document)}.safetensors`);
}

/** What it holds; undefined where there is none. @throws ProblemError where it cannot be read */
export async function readWeights(document: vscode.Uri): Promise<WeightFile | undefined> {
  const uri = weightFileOf(document);
  if (uri === undefined) return undefined;
  try {
    const file = nameOf(uri);
    return { ...readWeightFile(await vscode.workspace.fs.readFile(uri), file), file };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return undefined;
    throw error;
  }
}
