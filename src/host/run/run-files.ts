// The files that a document's runs leave beside it, in VS Code: NAME.safetensors at the end,
// NAME.checkpoint.safetensors while one goes on.

import { rm } from "node:fs/promises";
import * as vscode from "vscode";
import type { RunFiles } from "../../session/ports.ts";
import { nameOf, readIfThere, replaceFile, stemOf } from "../files.ts";
import { rescueWeights, saveWeights } from "./save-weights.ts";
import { baseFolder } from "../data/sources.ts";
import { MOST_WEIGHTS } from "./weight-file.ts";

/**
 * Where a document's runs leave their checkpoint; undefined if it has no place, because it was never saved.
 */
export function checkpointFileOf(document: vscode.Uri): vscode.Uri | undefined {
  const folder = document.scheme === "untitled" ? undefined : baseFolder(document);
  return folder && vscode.Uri.joinPath(folder, `${stemOf(document)}.checkpoint.safetensors`);
}

export function runFiles(document: vscode.Uri): RunFiles {
  const checkpoint = checkpointFileOf(document);
  return {
    checkpointName: checkpoint ? nameOf(checkpoint) : "",
    readCheckpoint: async () => checkpoint && readIfThere(checkpoint, MOST_WEIGHTS),
    writeCheckpoint: async (bytes) => {
      if (checkpoint) await replaceFile(checkpoint, bytes);
    },
    // Works without the window, which may be gone already.
    removeCheckpoint: async () => {
      if (checkpoint?.scheme === "file") await rm(checkpoint.fsPath, { force: true });
      else if (checkpoint) await vscode.workspace.fs.delete(checkpoint).then(undefined, () => {});
    },
    saveWeights: (bytes) => saveWeights(document, bytes),
    rescueWeights: (bytes, reason) => rescueWeights(document, bytes, reason),
  };
}
