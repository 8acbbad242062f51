// Problems of this room as values: every one has a place, in the document or in a CSV.

import type { Message } from "../model/message.ts";
import { type Problem, ProblemError, type Severity } from "../model/problem.ts";
import type { JsonPath } from "../model/json.ts";

/** A place in a CSV: its name as the document writes it, its index among the files, a 1-based line. */
export interface CsvLocation {
  readonly file: string;
  readonly path: JsonPath;
  readonly line?: number;
}

/** A problem of a file; its path in the document is that of the file's name. */
export function fileProblem(severity: Severity, code: string, location: CsvLocation, message: Message): Problem {
  return {
    severity,
    code,
    message,
    path: location.path,
    file: location.file,
    ...(location.line === undefined ? {} : { line: location.line }),
  };
}

/** The error that ends the reading of a file. */
export function fileError(code: string, location: CsvLocation, message: Message): ProblemError {
  return new ProblemError(fileProblem("error", code, location, message));
}

/** A problem of a document's value, and of a line of a CSV if `location` is given. */
export function documentProblem(severity: Severity, code: string, path: JsonPath, message: Message, location?: CsvLocation): Problem {
  return location === undefined ? { severity, code, message, path } : { ...fileProblem(severity, code, location, message), path };
}

/** The error of a document's value that leaves nothing to go on with. */
export function documentError(code: string, path: JsonPath, message: Message): ProblemError {
  return new ProblemError(documentProblem("error", code, path, message));
}
