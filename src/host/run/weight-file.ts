// The weight file that a run has left beside its document, read.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { WeightFile } from "../../session/network/network-ports.ts";
import { nameOf, readIfThere, stemOf } from "../files.ts";
import { baseFolder } from "../data/sources.ts";

/** Bytes that a file of weights or a checkpoint may have: what an array of Node holds. */
export const MOST_WEIGHTS = 2 ** 32;

/** Where a document's runs leave their weights, NAME.safetensors; undefined if it has no place. */
export function weightFileOf(document: vscode.Uri): vscode.Uri | undefined {
  const folder = baseFolder(document);
  return folder && vscode.Uri.joinPath(folder, weightName(document));
}

/** What a document's weight file is called: NAME.safetensors. */
export function weightName(document: vscode.Uri): string {
  return `${stemOf(document)}.safetensors`;
}

/** What it holds; undefined if there is none. @throws ProblemError if it cannot be read */
export async function readWeights(document: vscode.Uri): Promise<WeightFile | undefined> {
  const uri = weightFileOf(document);
  if (uri === undefined) return undefined;
  const file = nameOf(uri);
  const bytes = await readIfThere(uri, MOST_WEIGHTS).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = message("{0} could not be read: {1}. Train again, or put the file back.", file, reason.replace(/\.$/, ""));
    throw new ProblemError({ severity: "error", code: "not-read", message: sentence, path: [] });
  });
  if (bytes === undefined) return undefined;
  const { readWeightFile } = await import("../../code/formats/weights.ts");
  return { ...readWeightFile(bytes, file), file };
}
