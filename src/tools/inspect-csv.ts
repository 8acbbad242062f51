// Looks at a CSV: what its columns are, what of it is odd, and what could be predicted.

import * as z from "zod";
import { type ColumnFacts, MOST_DISTINCT, whyLeftOut } from "../model/columns.ts";
import { significant } from "../model/figures.ts";
import { message } from "../model/message.ts";
import { guessTargets, taskOf } from "../model/target-guess.ts";
import { nameOf } from "./paths.ts";
import { listed, named, pathText, QUOTES, quoted, sentence } from "./quoting.ts";
import { count, csvPath, lines, tool } from "./tool.ts";
import type { InspectedTables } from "./workspace.ts";

/** Columns that are told one by one. */
const MOST_COLUMNS = 40;
const MOST_VALUES = 5;
const MOST_TARGETS = 3;

const leftOut = {
  texts: "a text of many values, left out of a new network",
  dates: "dates, left out of a new network",
  identifier: "names or counts rows, left out of a new network",
};

export const inspectCsv = tool({
  name: "inspect_csv",
  title: message("Look at a CSV"),
  about: `Says what is in a table: its columns with their kinds, ranges, gaps and most common values, what is odd about the file, and which columns could be predicted. Use it before create_network. ${QUOTES}`,
  icon: "table",
  input: z.strictObject({ csv: csvPath }),
  doing: ({ csv }) => message("Looking at {0}", nameOf(csv)),
  run: async ({ csv }, { workspace }) => inspectedText(csv, await workspace.inspect([csv])),
});

function inspectedText(csv: string, { columns, rows, mended }: InspectedTables): string {
  const targets = guessTargets(columns).slice(0, MOST_TARGETS);
  return lines(
    `${pathText(csv)}: ${count(rows, "row")}, ${count(columns.length, "column")}`,
    ...columns.slice(0, MOST_COLUMNS).map(columnText),
    columns.length > MOST_COLUMNS &&
      `… and ${count(columns.length - MOST_COLUMNS, "column")} more: ${listed(
        columns.slice(MOST_COLUMNS).map(({ name }) => name),
        20,
      )}`,
    targets.length > 0 && "Could be predicted, the most likely first:",
    ...targets.map(({ column, reason }) => `- ${named(column.name)} (${tasks[taskOf(column)]}): ${sentence(reason)}`),
    mended.length > 0 && "Odd about the file; a new document reads it as it is meant:",
    ...mended.map((problem) => `- ${sentence(problem.message)}`),
  );
}

const tasks = { "yes-or-no": "one of two classes", classes: "classes", number: "a number" };

function columnText(column: ColumnFacts): string {
  const { name, kind, distinct, missing, profile, values } = column;
  const numbers = profile?.numbers;
  const why = whyLeftOut(column);
  const facts = [
    kind,
    distinct > MOST_DISTINCT ? `more than ${MOST_DISTINCT.toLocaleString("en")} different values` : count(distinct, "different value"),
    missing > 0 && `${missing.toLocaleString("en")} missing`,
    numbers && `${short(numbers.minimum)} to ${short(numbers.maximum)}, mean ${short(numbers.mean)}`,
    numbers === undefined &&
      values.length > 0 &&
      `as ${values
        .slice(0, MOST_VALUES)
        .map((value) => quoted(value))
        .join(", ")}`,
    why && leftOut[why],
  ];
  return `- ${named(name)}: ${facts.filter((fact) => fact !== false && fact !== undefined).join("; ")}`;
}

function short(value: number): string {
  return String(Number(significant(value, 4)));
}
