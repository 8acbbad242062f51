// What ends a command: a sentence without a place in any document, thrown as every expected failure is.

import type { Message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";

/** The error that ends a command with this sentence. */
export function failure(sentence: Message): ProblemError {
  return new ProblemError({ severity: "error", code: "command-line", path: [], message: sentence });
}
