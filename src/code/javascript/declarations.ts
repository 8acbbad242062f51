// The types of the JavaScript module, of this network's own columns and classes.

import type { AnswerColumn } from "../inference/answers.ts";
import type { InferencePlan, InputStep } from "../inference/plan.ts";

/** A `.d.mts`. @param document its name */
export function declarations({ steps, columns, answers }: InferencePlan, document: string): string {
  const answerType = ({ answer, probabilityOf }: AnswerColumn): string => {
    const about = answers[answer];
    if (about === undefined || about.kind === "number" || probabilityOf !== undefined) return "number";
    return union(about.kind === "classes" ? about.classes : [about.no, about.yes]);
  };
  return [
    `/** A row for the network of ${document.replaceAll("*/", "* /").replaceAll(/\s+/g, " ")}, by column name. A missing value is left out, null or "". */`,
    "export interface Row {",
    ...steps.map((step) => `  ${JSON.stringify(step.column)}?: ${valueType(step)} | null;`),
    "}",
    "",
    "/** The columns that are added to a CSV. */",
    "export interface Answers {",
    ...columns.map((column) => `  ${JSON.stringify(column.name)}: ${answerType(column)};`),
    "}",
    "",
    "/**",
    " * Predicts one row; null if a value is missing that nothing fills.",
    " * @throws TypeError if a value is not of its column's kind",
    " */",
    "export function predict(row: Row): Answers | null;",
    "/** The text of a CSV with a column for each answer at its right edge. */",
    "export function predictCsv(text: string): string;",
    "/** Whether the answers to CHECK are those of Perceptron. */",
    "export function selfCheck(): boolean;",
    "/** A row of the training CSV with its answers. */",
    "export const CHECK: { readonly row: Row; readonly answers: Partial<Answers> };",
    "",
  ].join("\n");
}

function union(texts: readonly string[]): string {
  return texts.length === 0 ? "string" : [...new Set(texts)].map((text) => JSON.stringify(text)).join(" | ");
}

function valueType({ kind, encode, categories }: InputStep): string {
  if (kind === "number") return "number | string";
  if (kind === "boolean") return "boolean | string";
  // A text that training never saw is allowed: the network gets only zeros for it.
  return encode === "date" ? "string" : `${union(categories)} | (string & {})`;
}
