// What a writer refuses, which it throws, as a list.

import { type Problem, ProblemError } from "../model/problem.ts";

/** The problem that `write` throws, or none. @throws what else it throws */
export function refusedBy(write: () => void): Problem[] {
  try {
    write();
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return [error.problem];
    throw error;
  }
}
