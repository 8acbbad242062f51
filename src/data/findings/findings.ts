// The registry: what reading a table otherwise would mend, in the order in which it is asked. Of one column
// only the first thing is said.

import type { Problem } from "../../model/problem.ts";
import type { Column, Table } from "../table.ts";
import { missingLevels, missingSigns } from "./categories.ts";
import { largeNumbers, leadingZeros, missingCodes } from "./codes.ts";
import { dates, numberDates } from "./dates-found.ts";
import type { FindingRule, Look } from "./finding.ts";
import { findingProblems } from "./finding-problems.ts";
import { nearlyNumbers } from "./nearly-numbers.ts";
import { groupedByTwos, mixedUnits } from "./unread-numbers.ts";
import { oddRows, unnamedColumns } from "./table-rows.ts";

/** Asked before columns are taken for numbers that only are written in another way. */
const first: readonly FindingRule[] = [dates, numberDates, groupedByTwos, mixedUnits];
const rules: readonly FindingRule[] = [leadingZeros, largeNumbers, missingCodes, missingSigns, missingLevels];

export interface Findings {
  readonly problems: readonly Problem[];
  /** Names of the columns they are about. */
  readonly columns: ReadonlySet<string>;
}

/** @param data the document's settings; without a target if there is no document yet */
export function findInTable(table: Table, data: Look["data"] & { readonly skip?: readonly number[] | undefined }): Findings {
  const odd = oddRows(table, data.skip ?? []);
  const look: Look = { table, data, odd: odd.rows };
  const unnamed = unnamedColumns(look, data.skip ?? []);
  const problems: Problem[] = [...odd.problems, ...(unnamed ? [unnamed] : [])];
  const named = new Set<Column>();
  let columns: readonly Column[] = table.columns;
  const say = (found: readonly Problem[], about: Iterable<Column>): void => {
    problems.push(...found);
    for (const column of about) named.add(column);
    columns = columns.filter((column) => !named.has(column));
  };
  for (const rule of first) {
    const found = rule(columns, look);
    say(
      findingProblems(found, look),
      found.map(({ column }) => column),
    );
  }
  const nearly = nearlyNumbers(columns, look);
  say(nearly.problems, nearly.named);
  for (const rule of rules) {
    const found = rule(columns, look);
    say(
      findingProblems(found, look),
      found.map(({ column }) => column),
    );
  }
  return { problems, columns: new Set([...named].map(({ name }) => name)) };
}
