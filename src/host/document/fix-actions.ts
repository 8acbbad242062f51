// The quick fixes of a document's problems that stand in a range of its text.

import * as vscode from "vscode";
import { TextPositions } from "../../model/text-positions.ts";
import { type Fix, type Problem, ProblemError } from "../../model/problem.ts";
import { say } from "../text.ts";
import { rangeInDocument, SOURCE } from "./problem-list.ts";
import { changesOf } from "./workspace-edit.ts";

/** One action for each fix, of which a problem's first is the preferred one. */
export function fixActions(
  document: vscode.TextDocument,
  problems: readonly Problem[],
  range: vscode.Range,
  context: vscode.CodeActionContext,
): vscode.CodeAction[] {
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
