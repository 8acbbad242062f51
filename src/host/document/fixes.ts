// Quick fixes: what mends a document's problems, on VS Code's light bulb in the text editor. The builder
// shows the same ones itself.

import * as vscode from "vscode";
import { TextPositions } from "../../model/text-positions.ts";
import { ProblemError, type Fix } from "../../model/problem.ts";
import { rangeInDocument, SOURCE } from "./problem-list.ts";
import type { DocumentSessions } from "./sessions.ts";
import { say } from "../text.ts";
import { changesOf } from "./workspace-edit.ts";

export function registerFixes(sessions: DocumentSessions): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range, context) => {
      const problems = sessions.get(document.uri)?.problems ?? [];
      const positions = new TextPositions(document.getText());
      return problems.flatMap((problem) => {
        // A problem of a CSV stands there, although the document may mend it.
        if (problem.fixes === undefined || (problem.line !== undefined && problem.file !== undefined)) return [];
        const place = rangeInDocument(document, problem, positions);
        if (place.intersection(range) === undefined) return [];
        const sentence = say(problem.message);
        const diagnostics = context.diagnostics.filter(
          (diagnostic) => diagnostic.source === SOURCE && diagnostic.message === sentence && diagnostic.range.isEqual(place),
        );
        return problem.fixes.flatMap((fix, index) => actionOf(document, fix, index === 0, diagnostics) ?? []);
      });
    },
  };
  const metadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  return vscode.languages.registerCodeActionsProvider({ pattern: "**/*.perceptron" }, provider, metadata);
}

/** Undefined if the document has changed so that the fix fits no more. */
function actionOf(
  document: vscode.TextDocument,
  { title, edit }: Fix,
  isPreferred: boolean,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction | undefined {
  try {
    const action = new vscode.CodeAction(say(title), vscode.CodeActionKind.QuickFix);
    action.edit = changesOf(document, edit);
    action.isPreferred = isPreferred;
    action.diagnostics = diagnostics;
    return action;
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
