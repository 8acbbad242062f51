// An edit of a document as VS Code carries it out: the smallest changes of its text.

import * as vscode from "vscode";
import { applyEdit } from "../../model/edits.ts";
import type { Edit } from "../../model/edit.ts";

/**
 * Empty if nothing changes.
 * @throws ProblemError if the edit does not fit the document
 */
export function changesOf(document: vscode.TextDocument, edit: Edit): vscode.WorkspaceEdit {
  const changes = new vscode.WorkspaceEdit();
  for (const { offset, length, text } of applyEdit(document.getText(), edit)) {
    changes.replace(document.uri, new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)), text);
  }
  return changes;
}
