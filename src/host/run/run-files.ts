// The files that a document's runs leave beside it, in VS Code: NAME.safetensors at the end,
// NAME.checkpoint.safetensors while one goes on.

import * as vscode from "vscode";
import type { RunFiles, RunHold } from "../../session/ports.ts";
import { nameOf, onDisk, readIfThere, removeFile, replaceFile, stemOf } from "../files.ts";
import { rescueWeights, saveWeights } from "./save-weights.ts";
import { baseFolder } from "../data/sources.ts";
import { platform } from "../platform.ts";
import { MOST_WEIGHTS } from "./weight-file.ts";

/**
 * Where a document's runs leave their checkpoint; undefined if it has no place, because it was never saved.
 */
export function checkpointFileOf(document: vscode.Uri): vscode.Uri | undefined {
  const folder = document.scheme === "untitled" ? undefined : baseFolder(document);
  return folder && vscode.Uri.joinPath(folder, `${stemOf(document)}.checkpoint.safetensors`);
}

/** What other windows know by that a document is trained; undefined if none can have it, or be told. */
export function runHold(document: vscode.Uri): RunHold | undefined {
  const checkpoint = checkpointFileOf(document);
  if (checkpoint === undefined) return undefined;
  const place = onDisk(vscode.Uri.joinPath(checkpoint, "..", `.${stemOf(document)}.training`));
  return place ? place.disk.hold(place.path) : platform().hold?.(document.toString());
}

export function runFiles(document: vscode.Uri): RunFiles {
  const checkpoint = checkpointFileOf(document);
  return {
    checkpointName: checkpoint ? nameOf(checkpoint) : "",
    readCheckpoint: async () => checkpoint && readIfThere(checkpoint, MOST_WEIGHTS),
    writeCheckpoint: async (bytes) => {
      if (checkpoint) await replaceFile(checkpoint, bytes);
    },
    removeCheckpoint: async () => {
      if (checkpoint) await removeFile(checkpoint);
    },
    saveWeights: (bytes) => saveWeights(document, bytes),
    rescueWeights: (bytes, reason) => rescueWeights(document, bytes, reason),
  };
}
