// Dates as CSVs write them without doubt: year, month, day, in that order, with -, / or . between them, and maybe a time after it.
// 03/04/2020 is March in one country and April in another, so it is an error rather than a guess.

/** The inputs of a date feature, in order: the weekday counts from Monday 0. */
export const DATE_PARTS = ["year", "month", "weekday", "day"] as const;

const SHAPE = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+\d{1,2}:\d{2}.*)?$|^(\d{4})(\d{2})(\d{2})$/;

/** Year, month, weekday (Monday 0) and day of month; undefined where the text is no date of the calendar. */
export function readDate(text: string): readonly [number, number, number, number] | undefined {
  const found = SHAPE.exec(text);
  if (found === null) return undefined;
  const year = Number(found[1] ?? found[5]);
  const month = Number(found[3] ?? found[6]);
  const day = Number(found[4] ?? found[7]);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return [year, month, (date.getUTCDay() + 6) % 7, day];
}
