// The weight file that a run has left beside its document, read.

import * as vscode from "vscode";
import { readWeightFile, type StoredNetwork } from "../code/weights.ts";
import { nameOf, stemOf } from "./files.ts";
import { baseFolder } from "./sources.ts";

/** A weight file's content with its name. */
export interface WeightFile extends StoredNetwork {
  readonly file: string;
}

/** What NAME.safetensors holds; undefined where there is none. @throws ProblemError where it cannot be read */
export async function readWeights(document: vscode.Uri): Promise<WeightFile | undefined> {
  const folder = baseFolder(document);
  if (folder === undefined) return undefined;
  const uri = vscode.Uri.joinPath(folder, `${stemOf(document)}.safetensors`);
  try {
    const file = nameOf(uri);
    return { ...readWeightFile(await vscode.workspace.fs.readFile(uri), file), file };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return undefined;
    throw error;
  }
}
