// A CSV that nobody has described yet, read as it is meant: what is odd in how the table lies in its file is
// mended by the edit that a person would be offered, and told; what no edit mends is left to say why.

import type { Edit } from "../model/edit.ts";
import type { Problem } from "../model/problem.ts";
import type { ReadingChoice } from "../model/reading-choice.ts";
import { oddRows } from "./findings/table-rows.ts";
import { MENDED_BY_NEW } from "./layout-problems.ts";
import { readTable } from "./read.ts";
import type { ReadSettings } from "./read-settings.ts";
import type { ReadHooks } from "./sources.ts";
import type { Table } from "./table.ts";
import type { Source } from "./types.ts";

export interface MendedTable {
  readonly table: Table;
  /** What was set, in the document's terms. */
  readonly reading: ReadingChoice;
  /** What was mended, each with the fix that was taken first among its fixes. */
  readonly mended: readonly Problem[];
}

/** One thing is mended after the other, as one may hide the next. */
const MOST_ROUNDS = 8;

/**
 * Reads files and mends how they are read.
 * @param read reads them once with the settings; what it is to keep of that is its business
 * @throws ProblemError as `readTable`
 */
export async function readMended(settings: ReadSettings, read: (settings: ReadSettings) => Promise<Table>): Promise<MendedTable> {
  let reading: ReadingChoice = {};
  const mended: Problem[] = [];
  for (let round = 0; ; round++) {
    const own = { ...settings, ...reading };
    const table = await read(own);
    const odd = round < MOST_ROUNDS ? firstOdd(table, own, mended) : undefined;
    const [fix] = odd?.fixes ?? [];
    if (odd === undefined || fix === undefined) return { table, reading, mended };
    reading = withEdit(reading, fix.edit);
    mended.push(odd);
  }
}

/** The table is to be released, if the hooks have a storage. */
export function readMendedFiles(sources: readonly Source[], settings: ReadSettings, hooks: ReadHooks = {}): Promise<MendedTable> {
  let before: Table | undefined;
  return readMended(settings, async (own) => {
    before?.release?.();
    return (before = await readTable(sources, own, hooks));
  });
}

function firstOdd(table: Table, { skip }: ReadSettings, before: readonly Problem[]): Problem | undefined {
  const isNew = ({ code, line }: Problem): boolean => !before.some((other) => other.code === code && other.line === line);
  const wanted = (problem: Problem): boolean => MENDED_BY_NEW.has(problem.code) && problem.fixes !== undefined && isNew(problem);
  return table.problems.find(wanted) ?? oddRows(table, skip ?? []).problems.find(wanted);
}

function withEdit(reading: ReadingChoice, edit: Edit): ReadingChoice {
  if (edit.op === "all") return edit.edits.reduce(withEdit, reading);
  if (edit.op !== "set" || edit.path.length !== 2) return reading;
  return { ...reading, [String(edit.path[1])]: edit.value };
}
