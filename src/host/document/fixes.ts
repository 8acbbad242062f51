// Quick fixes: what mends a document's problems, on VS Code's light bulb in the text editor. The builder
// shows the same ones itself.

import * as vscode from "vscode";
import type { DocumentSessions } from "./sessions.ts";

export function registerFixes(sessions: DocumentSessions): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, range, context) => {
      const problems = sessions.get(document.uri)?.problems ?? [];
      if (problems.length === 0) return [];
      const { fixActions } = await import("./fix-actions.ts");
      return fixActions(document, problems, range, context);
    },
  };
  const metadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  return vscode.languages.registerCodeActionsProvider({ pattern: "**/*.perceptron" }, provider, metadata);
}
