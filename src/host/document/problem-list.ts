// A document's problems in VS Code's Problems view, each at its place in the document or in the CSV. VS Code
// tells a custom editor nothing when a problem is clicked, so each one's code is a link that opens the
// builder at its layer.

import * as vscode from "vscode";
import { TextPositions } from "../../model/text-positions.ts";
import { layerOf, type Problem } from "../../model/problem.ts";
import type { CsvFile } from "../data/sources.ts";
import { say } from "../text.ts";
import { REVEAL_COMMAND } from "./reveal-command.ts";

/** Whose problems ours are, as VS Code names it beside each. */
export const SOURCE = "Perceptron";

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** The problems of one document. */
export class ProblemList {
  readonly #collection = vscode.languages.createDiagnosticCollection("perceptron");

  show(document: vscode.TextDocument, problems: readonly Problem[], csvs: readonly CsvFile[]): void {
    const positions = new TextPositions(document.getText());
    const byFile = new Map<string, [vscode.Uri, vscode.Diagnostic[]]>();
    for (const problem of problems) {
      const csv = problem.line === undefined ? undefined : csvs.find(({ name }) => name === problem.file)?.uri;
      const uri = csv ?? document.uri;
      const range = csv ? inCsv(problem) : rangeInDocument(document, problem, positions);
      const entry = byFile.get(uri.toString()) ?? [uri, []];
      entry[1].push(diagnostic(document.uri, problem, range));
      byFile.set(uri.toString(), entry);
    }
    this.#collection.clear();
    this.#collection.set([...byFile.values()]);
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

function diagnostic(document: vscode.Uri, problem: Problem, range: vscode.Range): vscode.Diagnostic {
  const result = new vscode.Diagnostic(range, say(problem.message), severities[problem.severity]);
  result.source = SOURCE;
  const args = encodeURIComponent(JSON.stringify([document.toString(), layerOf(problem)]));
  result.code = { value: problem.code, target: vscode.Uri.parse(`command:${REVEAL_COMMAND}?${args}`) };
  return result;
}

/**
 * Where a problem stands in the document's text.
 * @param positions of that text, if several are asked for
 */
export function rangeInDocument(
  document: vscode.TextDocument,
  problem: Problem,
  positions = new TextPositions(document.getText()),
): vscode.Range {
  if (problem.file === undefined && problem.line !== undefined) return at(problem.line, problem.column);
  const { offset, length } = positions.range(problem.path);
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

function inCsv(problem: Problem): vscode.Range {
  return at(problem.line ?? 1, problem.column);
}

/**
 * From a 1-based line and column to the end of that line, or of its word as far as VS Code widens an empty
 * range.
 */
function at(line: number, column: number | undefined): vscode.Range {
  const start = new vscode.Position(line - 1, (column ?? 1) - 1);
  return column === undefined
    ? new vscode.Range(start, new vscode.Position(line - 1, Number.MAX_SAFE_INTEGER))
    : new vscode.Range(start, start);
}
