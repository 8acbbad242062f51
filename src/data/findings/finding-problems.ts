// Findings as problems: each with its sentence, its place and its fixes, and many of one kind told together.

import { message, type Message } from "../../model/message.ts";
import type { Fix, Problem } from "../../model/problem.ts";
import { documentProblem } from "../problems.ts";
import { locationOfRow, type Table } from "../table.ts";
import type { Finding, Look } from "./finding.ts";
import { fixOf } from "./fixes.ts";

/** Findings of one kind that are told one by one. */
const TOLD = 3;

/** The problems of findings; from the fourth on of one kind they are told together. */
export function findingProblems(findings: readonly Finding[], look: Look): Problem[] {
  const kinds = new Set(findings.map(kindOf));
  return [...kinds].flatMap((kind) =>
    alikeProblems(
      findings.filter((finding) => kindOf(finding) === kind),
      look,
    ),
  );
}

function alikeProblems(alike: readonly Finding[], look: Look): Problem[] {
  const told = alike.length > TOLD + 1 ? alike.slice(0, TOLD) : alike;
  const problems = told.map((finding) => problem(finding, finding.text, [fixOf([finding], look), ...(finding.others ?? [])], look.table));
  const others = alike.slice(told.length);
  const [first] = others;
  if (first !== undefined) {
    const names = others.slice(0, TOLD).map(({ column }) => column.name);
    const text = message("The same is true of {0} more columns: {1}, …", others.length, names.join(", "));
    problems.push(problem(first, text, [fixOf(alike, look)], look.table));
  }
  return problems;
}

function kindOf({ code, like = "" }: Finding): string {
  return `${code} ${like}`;
}

function problem({ severity, code, column, row }: Finding, text: Message, fixes: readonly (Fix | undefined)[], table: Table): Problem {
  const known = fixes.filter((fix) => fix !== undefined);
  // For a column that is left out the sentence is different.
  const own = severity === "information" ? `${code}-unused` : code;
  const path = ["data", "columns", column.name];
  return {
    ...documentProblem(severity, own, path, text, table.dialect.format === "parquet" ? undefined : locationOfRow(table, row)),
    ...(known.length === 0 ? {} : { fixes: known }),
  };
}
