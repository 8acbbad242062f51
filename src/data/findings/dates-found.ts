// Columns of dates, in whichever order, and of months and times of day, which no setting takes apart.

import { message } from "../../model/message.ts";
import type { Fix } from "../../model/problem.ts";
import type { DateOrder } from "../../model/schema.ts";
import { MANY_VALUES } from "../../model/columns.ts";
import { DATE_ORDERS, readDate } from "../dates.ts";
import { areWhole, type CategoryColumn, type Column, numberAt, rowsOf } from "../table.ts";
import { type Finding, type FindingRule, type Look, ownOf, roleOf, severityOf } from "./finding.ts";
import { fixOf, leaveOut } from "./fixes.ts";
import { locationOfCode } from "./nearly-numbers.ts";

const LEAST = 2;
const MONTH =
  /^(?:\d{4}[-/. ]\d{1,2}|\d{1,2}[-/.]\d{4}|\p{L}{3,9}\.?[-/ ,]{1,2}\d{2,4}|\d{4}년 ?\d{1,2}월|\d{4}[- ]?Q[1-4]|Q[1-4][- ]?\d{4})$/u;
const TIME = /^(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?|\d{1,2}\.\d{2}\.\d{2})(?: ?[AP]\.?M\.?)?$/i;
/** A day with the month in letters. */
const NAMED = /^(?:\d{1,2}[-/ .]{1,2}\p{L}{3,9}[-/ .,]{1,2}\d{2,4}|\p{L}{3,9}[-/ .]{1,2}\d{1,2},? ?\d{4})(?:[T ]+\d{1,2}:\d{2}.*)?$/u;
const DAY_MILLISECONDS = 86_400_000;

export const dates: FindingRule = (columns, look) =>
  columns.flatMap((column) => {
    const own = ownOf(column, look);
    if (column.kind !== "category" || own.encode !== undefined || roleOf(column, look) === "target" || column.texts.length < LEAST)
      return [];
    const { missing } = own;
    const orders = DATE_ORDERS.filter(
      (order) =>
        column.texts.every((text) => readDate(text, order) !== undefined) &&
        // What fills a gap has to be a date as well.
        !(typeof missing === "object" && readDate(String(missing.constant), order) === undefined),
    );
    if (orders.length > 0) return [dateFinding(column, orders, look)];
    if (own.kind !== undefined || column.texts.length <= MANY_VALUES) return [];
    return partFinding(column, look);
  });

function dateFinding(column: CategoryColumn, possible: readonly DateOrder[], look: Look): Finding {
  const { name, texts } = column;
  const orders = possible.length > 1 ? [...possible].toSorted((one, other) => span(texts, one) - span(texts, other)) : possible;
  const [order = "year-first", second] = orders;
  const { line, file } = locationOfCode(look.table, column, 0);
  const role = roleOf(column, look);
  const base = {
    column,
    code: "date-as-text",
    severity: severityOf(column, look),
    row: column.codes.indexOf(0),
    title: titleOf(name, order),
    set: settingsOf(order),
  } as const;
  const text =
    second !== undefined
      ? message(
          'Column "{0}" holds dates, as "{1}" (line {2} of {3}), but no day is above 12 to tell whether the day or the month comes first. Read them in the order that is meant.',
          name,
          texts[0]!,
          line,
          file,
        )
      : role === "feature"
        ? message(
            'Column "{0}" holds dates, as "{1}" (line {2} of {3}), and each of its {4} different ones becomes an input of its own. Read them as year, month, weekday and day, or leave the column out.',
            name,
            texts[0]!,
            line,
            file,
            texts.length,
          )
        : message(
            'Column "{0}" holds dates, as "{1}" (line {2} of {3}), and is left out. Read them as year, month, weekday and day to learn from them.',
            name,
            texts[0]!,
            line,
            file,
          );
  const other = second === undefined ? undefined : fixOf([{ ...base, text, set: settingsOf(second), title: titleOf(name, second) }], look);
  const others: Fix[] = [other, leaveOut(column, look)].filter((each) => each !== undefined);
  return { ...base, text, others };
}

function settingsOf(order: DateOrder): Finding["set"] {
  return order === "year-first" ? { encode: "date" } : { encode: "date", date: order };
}

function titleOf(name: string, order: DateOrder): Finding["title"] {
  switch (order) {
    case "year-first":
      return message('Read "{0}" as year, month, weekday and day', name);
    case "month-first":
      return message('Read "{0}" as dates, month first', name);
    case "day-first":
      return message('Read "{0}" as dates, day first', name);
  }
}

/** Days from the first date to the last: dates of a table lie close together. */
function span(texts: readonly string[], order: DateOrder): number {
  let [first, last] = [Infinity, -Infinity];
  for (const text of texts) {
    const [year, month, , day] = readDate(text, order)!;
    const days = Date.UTC(year, month - 1, day) / DAY_MILLISECONDS;
    first = Math.min(first, days);
    last = Math.max(last, days);
  }
  return last - first;
}

function partFinding(column: CategoryColumn, look: Look): Finding[] {
  const { name, texts } = column;
  const all = (shape: RegExp): boolean => texts.every((text) => shape.test(text));
  const [example = ""] = texts;
  const { line, file } = locationOfCode(look.table, column, 0);
  const said = all(MONTH)
    ? message(
        'Column "{0}" holds months, as "{1}" (line {2} of {3}), which are not taken apart. Write year and month in columns of their own, or leave it out.',
        name,
        example,
        line,
        file,
      )
    : all(TIME)
      ? message(
          'Column "{0}" holds times of day, as "{1}" (line {2} of {3}), which are not taken apart. Write the hour in a column of its own, or leave it out.',
          name,
          example,
          line,
          file,
        )
      : all(NAMED)
        ? message(
            'Column "{0}" holds dates with the month in letters, as "{1}" (line {2} of {3}), which are not taken apart. Write them as 2012-01-31, or leave the column out.',
            name,
            example,
            line,
            file,
          )
        : undefined;
  if (said === undefined) return [];
  const left = leaveOut(column, look);
  const isSorted = texts.every((text) => /^(?:\d{4}[-/.]\d{2}|\d{2}[:.]\d{2}(?:[:.]\d{2})?|\d{4}-?Q\d)$/.test(text));
  const base = { column, code: "date-part", severity: severityOf(column, look), text: said, row: column.codes.indexOf(0) } as const;
  // Written with leading zeros, their order as texts is that of time.
  if (isSorted)
    return [
      {
        ...base,
        set: { encode: "ordinal" },
        title: message('Make "{0}" one input, in the order of time', name),
        ...(left ? { others: [left] } : {}),
      },
    ];
  return [{ ...base, set: {}, title: message('Leave "{0}" out of the features', name), ...(left ? { others: [left] } : {}) }];
}

/** Whole numbers that are dates, as 20200131. */
export const numberDates: FindingRule = (columns, look) =>
  columns.flatMap((column: Column) => {
    if (column.kind !== "number" || roleOf(column, look) === "target" || column.distinct < LEAST || ownOf(column, look).kind !== undefined)
      return [];
    if (!areWhole(column) || column.divisor !== 1) return [];
    let first: number | undefined;
    const rows = rowsOf(column);
    for (let row = 0; row < rows; row++) {
      const value = numberAt(column, row);
      if (Number.isNaN(value) || look.odd.has(row)) continue;
      first ??= value;
      if (value < 19_000_101 || value > 21_001_231 || readDate(String(value)) === undefined) return [];
    }
    const text = message(
      'Column "{0}" is read as numbers, but they are dates, as {1}. Read them as year, month, weekday and day.',
      column.name,
      first ?? 0,
    );
    const left = leaveOut(column, look);
    return [
      {
        column,
        code: "date-as-number",
        severity: severityOf(column, look),
        text,
        row: 0,
        set: { kind: "category", encode: "date" },
        title: titleOf(column.name, "year-first"),
        ...(left ? { others: [left] } : {}),
      } satisfies Finding,
    ];
  });
