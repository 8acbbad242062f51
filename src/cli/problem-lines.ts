// Problems as compilers print them: `file:line:column: severity: sentence`, so that editors and CI find the
// place.

import { plain } from "../model/plain-text.ts";
import { TextPositions } from "../model/text-positions.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import type { Examined } from "./examine.ts";
import { csvPath } from "./files.ts";
import { say, shownPath } from "./text.ts";

/** Of each document whose problems were printed, so that its text is read once. */
const positionsOf = new WeakMap<object, TextPositions>();

/** A problem of a document or its CSV as one line. */
export function problemLine(document: Pick<Examined, "path" | "text">, problem: Problem): string {
  const { path, text } = document;
  const { file, line, column, severity } = problem;
  // A file that cannot be read at all has no line; the document, which names it, has.
  const positions = positionsOf.get(document) ?? new TextPositions(text);
  positionsOf.set(document, positions);
  const place = line === undefined ? positions.position(positions.range(problem.path).offset) : { line, column: column ?? 1 };
  // If there is no document, all is about the file.
  const isInFile = file !== undefined && (line !== undefined || path === "");
  const shown = isInFile ? csvPath(path, file) : path;
  return `${shownPath(shown)}:${place.line}:${place.column}: ${severity}: ${say(problem.message)}`;
}

/** Prints problems to standard error; true if an error is among them. */
export function printProblems(examined: Examined): boolean {
  for (const problem of examined.problems) console.error(problemLine(examined, problem));
  return hasError(examined.problems);
}

export function hasError(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** The sentence of an error that ends a command; what nobody expected is told without its trace. */
export function errorLine(error: unknown, document?: Pick<Examined, "path" | "text">): string {
  if (error instanceof ProblemError) {
    const { problem } = error;
    const isPlaced = problem.path.length > 0 || problem.line !== undefined;
    return document !== undefined && isPlaced ? problemLine(document, problem) : `perceptron: ${say(problem.message)}`;
  }
  return `perceptron: ${plain(error instanceof Error ? error.message : String(error))}`;
}
