// What is wrong with a model file, as a problem.

import type { Message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";

/** Why a file is not read. @param file its name */
export function notRead(file: string, sentence: Message): ProblemError {
  return new ProblemError({ severity: "error", code: "model-not-read", path: [], file, message: sentence });
}

/** What the file does not say, or what is not taken; the rest is. */
export function notKnown(file: string, sentence: Message): Problem {
  return { severity: "warning", code: "left-out", path: [], file, message: sentence };
}
