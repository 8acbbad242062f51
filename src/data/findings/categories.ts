// Categories that stand for missing, as a question mark does; and texts taken for missing that may be
// categories, as NA may.

import { message } from "../../model/message.ts";
import { missingByDefault } from "../fields.ts";
import { type Column, locationOfRow } from "../table.ts";
import { type Finding, type FindingRule, ownOf, roleOf } from "./finding.ts";
import { fixOf, quotedTexts, withMissing } from "./fixes.ts";
import { isMissingSign } from "./missing-words.ts";

/** Of the rows, from how many on gaps look as if they were meant. */
const MANY_GAPS = 0.1;
const LEAST_GAPS = 5;
/** A level's name, as R and people write it; the others on the list of missing texts are no words. */
const LEVELS = new Set(["NA", "N/A", "n/a", "null", "NULL"]);

export const missingSigns: FindingRule = (columns, look) =>
  columns.flatMap((column) => {
    if (column.kind !== "category" || roleOf(column, look) === "ignored" || ownOf(column, look).missing_values !== undefined) return [];
    // Plus and minus are a pair, and of two categories none says nothing.
    const written = [...column.texts.keys()].filter((code) => isMissingSign(column.texts[code]!));
    // A unit that is none, in a row that is no part of the table, says nothing.
    const inRows = written.length === 0 || look.odd.size === 0 ? undefined : new Set(column.codes.filter((_, at) => !look.odd.has(at)));
    const signs = written.filter((code) => inRows?.has(code) ?? true);
    if (signs.length === 0 || column.texts.length - signs.length < 2 || column.texts.includes("+")) return [];
    const words = signs.map((code) => column.texts[code]!);
    const isSign = new Set(signs);
    const isOne = (code: number, at: number): boolean => isSign.has(code) && !look.odd.has(at);
    const count = column.codes.reduce((sum, code, at) => sum + Number(isOne(code, at)), 0);
    const row = column.codes.findIndex(isOne);
    const { line, file } = locationOfRow(look.table, row);
    const text = message(
      'Column "{0}" has {1} in {2} of {3} rows (first in line {4} of {5}), which mostly means missing. Take it as missing.',
      column.name,
      quotedTexts(words),
      count,
      look.table.rows - column.missing,
      line,
      file,
    );
    return [
      {
        column,
        code: "missing-sign",
        severity: "warning",
        text,
        row,
        set: { missing_values: withMissing(column, words, look) },
        title: message('Take {0} in column "{1}" as missing', quotedTexts(words), column.name),
      } satisfies Finding,
    ];
  });

export const missingLevels: FindingRule = (columns, look) =>
  columns.flatMap((column: Column) => {
    if (column.kind !== "category" || roleOf(column, look) === "ignored" || ownOf(column, look).missing_values !== undefined) return [];
    const levels = [...(column.absent ?? [])].filter(([text, count]) => LEVELS.has(text) && count > 0);
    const count = levels.reduce((sum, [, own]) => sum + own, 0);
    if (count < Math.max(LEAST_GAPS, MANY_GAPS * look.table.rows) || column.texts.length === 0) return [];
    const words = levels.map(([text]) => text);
    const text = message(
      'Column "{0}" has {1} in {2} of {3} rows, which is taken as missing but may be one of its categories. Set its missing_values to [] if it is.',
      column.name,
      quotedTexts(words),
      count,
      look.table.rows,
    );
    const kept = [...missingByDefault].filter((known) => known !== "" && !LEVELS.has(known) && (column.absent?.get(known) ?? 0) > 0);
    const base = { column, code: "missing-level", severity: "warning", text, row: Math.max(0, column.codes.indexOf(-1)) } as const;
    const title = message('Take {0} in column "{1}" as a category', quotedTexts(words), column.name);
    const asMissing = fixOf(
      [
        {
          ...base,
          set: { missing_values: [...missingByDefault].filter((known) => known !== "") },
          title: message('Take {0} in column "{1}" as missing', quotedTexts(words), column.name),
        },
      ],
      look,
    );
    return [{ ...base, set: { missing_values: kept }, title, ...(asMissing ? { others: [asMissing] } : {}) } satisfies Finding];
  });
