// A person's own copies of a lesson's documents and CSVs, in the extension's storage: a lesson never writes
// into the workspace.

import * as vscode from "vscode";
import { fewAtATime } from "../../model/few-at-a-time.ts";
import { exists, isMissing, nameOf, replaceFile } from "../files.ts";
import type { LessonEntry } from "./lesson-library.ts";

export class LessonCopies {
  readonly #root: vscode.Uri;

  /** @param storage the extension's own */
  constructor(storage: vscode.Uri) {
    this.#root = vscode.Uri.joinPath(storage, "lessons");
  }

  /** All of them. */
  get root(): vscode.Uri {
    return this.#root;
  }

  folderOf({ copies }: LessonEntry): vscode.Uri {
    return vscode.Uri.joinPath(this.#root, copies);
  }

  /**
   * Copies what is not there yet, as after a file was deleted.
   * @throws ProblemError if the storage cannot be written
   */
  async prepare(entry: LessonEntry): Promise<void> {
    const folder = this.folderOf(entry);
    await vscode.workspace.fs.createDirectory(folder);
    await fewAtATime([...(entry.loaded?.files ?? [])], async ([name, bytes]) => {
      const file = vscode.Uri.joinPath(folder, name);
      if (!(await exists(file))) await replaceFile(file, bytes);
    });
  }

  /** Puts every file back as the lesson has it, and removes what was made beside them. */
  async restore(entry: LessonEntry): Promise<void> {
    const folder = this.folderOf(entry);
    await vscode.workspace.fs.createDirectory(folder);
    const own = entry.loaded?.files ?? new Map<string, Uint8Array>();
    for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
      if (!own.has(name)) await remove(vscode.Uri.joinPath(folder, name));
    }
    for (const [name, bytes] of own) {
      const file = vscode.Uri.joinPath(folder, name);
      const open = vscode.workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === file.toString());
      // What is open is changed where it is open: VS Code would not take another text from the disk over one
      // that is not saved.
      if (open) await rewrite(open, new TextDecoder().decode(bytes));
      else await replaceFile(file, bytes);
    }
  }

  /** Whether a file of this name lies among the copies. */
  async has(entry: LessonEntry, name: string): Promise<boolean> {
    return exists(vscode.Uri.joinPath(this.folderOf(entry), name));
  }

  /** Whether a document is such a copy. */
  isIn(entry: LessonEntry, document: vscode.Uri): boolean {
    return vscode.Uri.joinPath(this.folderOf(entry), nameOf(document)).toString() === document.toString();
  }
}

async function rewrite(document: vscode.TextDocument, text: string): Promise<void> {
  const changes = new vscode.WorkspaceEdit();
  changes.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length)), text);
  if (document.getText() !== text) await vscode.workspace.applyEdit(changes);
  await document.save();
}

async function remove(file: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(file, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
