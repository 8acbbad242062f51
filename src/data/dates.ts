// Dates as CSVs write them: three numbers in one order, and maybe a time after them. Which order cannot be
// told from 03/04/2020, which is March in one country and April in another, so a column says it; year first
// is the only one that is taken without a word.

import type { DateOrder } from "../model/schema.ts";

/** The inputs of a date feature, in order: the weekday counts from Monday 0. */
export const DATE_PARTS = ["year", "month", "weekday", "day"] as const;

export const DATE_ORDERS: readonly DateOrder[] = ["year-first", "month-first", "day-first"];

/** The same day in each order, for sentences. */
export const DATE_EXAMPLES: Readonly<Record<DateOrder, string>> = {
  "year-first": "2012-01-31",
  "month-first": "01/31/2012",
  "day-first": "31/01/2012",
};

const TIME = "(?:[T ]+\\d{1,2}:\\d{2}.*)?";
/** The separator is one and the same; `2020. 1. 31.` and `2020년 1월 31일` are how Korean writes dates. */
const YEAR_FIRST = new RegExp(
  `^(\\d{4})(?:([-/.])(\\d{1,2})\\2(\\d{1,2})|\\. ?(\\d{1,2})\\. ?(\\d{1,2})\\.?|년 ?(\\d{1,2})월 ?(\\d{1,2})일)${TIME}$|^(\\d{4})(\\d{2})(\\d{2})$`,
);
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}$`);

/** For code that reads dates elsewhere; Python's `re` reads these patterns as well. */
export const datePatterns = { yearFirst: YEAR_FIRST, yearLast: YEAR_LAST } as const;

/**
 * Year, month, weekday (Monday 0) and day of month; undefined if the text is no date of the calendar in
 * that order.
 */
export function readDate(text: string, order: DateOrder = "year-first"): readonly [number, number, number, number] | undefined {
  const parts = order === "year-first" ? yearFirst(text) : yearLast(text, order);
  if (parts === undefined) return undefined;
  const [year, month, day] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return [year, month, (date.getUTCDay() + 6) % 7, day];
}

function yearFirst(text: string): readonly [number, number, number] | undefined {
  const found = YEAR_FIRST.exec(text);
  if (found === null) return undefined;
  const [, year, , month, day, spacedMonth, spacedDay, koreanMonth, koreanDay, plainYear, plainMonth, plainDay] = found;
  return [
    Number(year ?? plainYear),
    Number(month ?? spacedMonth ?? koreanMonth ?? plainMonth),
    Number(day ?? spacedDay ?? koreanDay ?? plainDay),
  ];
}

function yearLast(text: string, order: DateOrder): readonly [number, number, number] | undefined {
  const found = YEAR_LAST.exec(text);
  if (found === null) return undefined;
  const [, first, , second, year = ""] = found;
  const [month, day] = order === "month-first" ? [first, second] : [second, first];
  return [fullYear(year), Number(month), Number(day)];
}

/** Of two digits 00 to 68 are of this century, as POSIX has it, and Python. */
function fullYear(year: string): number {
  const number = Number(year);
  if (year.length === 4) return number;
  return number <= 68 ? 2000 + number : 1900 + number;
}
