// What is wrong with a document or its data, as a value: what, where, what to do. A problem inside the
// document has the JSON path of the smallest value it is about; one inside a CSV has its file and line.

import type { Edit } from "./edit.ts";
import type { JsonPath } from "./json.ts";
import { type Message, message } from "./message.ts";

export type Severity = "error" | "warning" | "information";

/** One way to mend a problem: VS Code's light bulb in the text, a button in the builder. */
export interface Fix {
  /** What it does, as a verb: "Set in_features to 16". */
  readonly title: Message;
  readonly edit: Edit;
}

export interface Problem {
  readonly severity: Severity;
  /** A stable kebab-case name, as in `size-mismatch`. */
  readonly code: string;
  readonly message: Message;
  /** Where in the document; `[]` is the document as a whole. */
  readonly path: JsonPath;
  /** For a problem inside a CSV: its path as the document writes it. */
  readonly file?: string;
  /** 1-based line in `file`; without a file, in the document itself, where no path can name the place. */
  readonly line?: number;
  /** 1-based column on that line, if it is known. */
  readonly column?: number;
  /** The best one first. */
  readonly fixes?: readonly Fix[];
  /** What another program wrote about it, as a traceback: for who wants to know more than the sentence. */
  readonly detail?: string;
}

/** Thrown where work cannot go on. Its problem is what the person reads; nothing is lost by catching it. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message.text);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** The 0-based index of the layer a problem belongs to, if it belongs to one. */
export function layerOf(problem: Problem): number | undefined {
  const [first, second] = problem.path;
  return first === "layers" && typeof second === "number" ? second : undefined;
}

/** The first error among the problems; without one, what they are of can be trained. */
export function firstError(problems: readonly Problem[]): Problem | undefined {
  return problems.find((problem) => problem.severity === "error");
}

/**
 * What a person should read about a failure: its own sentence if it has one, else the bare text in a
 * sentence.
 */
export function reasonOf(error: unknown): Message {
  if (error instanceof ProblemError) return error.problem.message;
  return message("Something unexpected went wrong: {0}", error instanceof Error ? error.message : String(error));
}
