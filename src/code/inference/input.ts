// What every exporter for inference begins with: the plan of what is exported, and what keeps it from being
// written.

import { message } from "../../model/message.ts";
import { firstError, type Problem, ProblemError } from "../../model/problem.ts";
import type { ExportInput } from "../exporter.ts";
import { refusedBy } from "../refused.ts";
import type { AnswerColumn } from "./answers.ts";
import { inferenceProblems } from "./operations.ts";
import { type InferencePlan, planInference } from "./plan.ts";

/** The plan. @throws ProblemError if there are no weights, or they do not fit */
export function planOf({ experiment, trained }: Pick<ExportInput, "experiment" | "trained">): InferencePlan {
  if (trained === undefined)
    throw new ProblemError({
      severity: "error",
      code: "needs-weights",
      path: [],
      message: message("This format needs trained weights. Choose the weights that were trained with the document."),
    });
  return planInference(experiment, trained);
}

/** What keeps the network from being asked about one row at a time. */
export function refusedInference(input: ExportInput): Problem[] {
  const refused = refusedBy(() => void planOf(input));
  return firstError(refused) === undefined ? inferenceProblems(planOf(input)) : refused;
}

/** By the names of the answers' columns, what the row of the self-check has to give. */
export function expectedAnswers(
  { answers, columns }: InferencePlan,
  { check }: Pick<ExportInput, "check">,
): Record<string, string | number> {
  const expected = (column: AnswerColumn): string | number | undefined => {
    const about = answers[column.answer];
    const told = check?.answers[column.answer];
    if (about === undefined || told === undefined) return undefined;
    if (column.probabilityOf === undefined) return about.kind === "number" ? Number(told.text) : told.text;
    const name =
      about.kind === "classes"
        ? about.classes[column.probabilityOf]
        : about.kind === "binary"
          ? [about.no, about.yes][column.probabilityOf]
          : undefined;
    return name === undefined ? undefined : told.probabilities?.[name];
  };
  return Object.fromEntries(
    columns.flatMap((column) => {
      const value = expected(column);
      return value === undefined ? [] : [[column.name, value]];
    }),
  );
}
