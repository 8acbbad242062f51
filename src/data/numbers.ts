// What a number looks like in a CSV: `[+-]?(digits[.digits?]|.digits)([eE][+-]?digits)?` in ASCII, with the column's marks.
// Hexadecimal, underscores, `inf`, full-width digits and values beyond double precision are text.

/** The value of a field, NaN where it is not a finite decimal number. */
export type NumberReader = (text: string) => number;

export type DecimalMark = "." | ",";

const readers = new Map<string, NumberReader>();

/** Reads numbers with a decimal mark and, where given, a mark between groups of three digits of the integer part. */
export function numberReader(decimal: DecimalMark, thousands?: string): NumberReader {
  const key = `${decimal}${thousands ?? ""}`;
  const known = readers.get(key);
  if (known !== undefined) return known;
  const mark = `\\${decimal}`;
  const whole = thousands === undefined ? "\\d+" : `(?:\\d{1,3}(?:${escape(thousands)}\\d{3})+|\\d+)`;
  const shape = new RegExp(`^[+-]?(?:${whole}(?:${mark}\\d*)?|${mark}\\d+)(?:[eE][+-]?\\d+)?$`);
  const reader = (text: string): number => {
    if (!shape.test(text)) return NaN;
    const plain = thousands === undefined ? text : text.replaceAll(thousands, "");
    const value = Number(decimal === "." ? plain : plain.replace(",", "."));
    return Number.isFinite(value) ? value : NaN;
  };
  readers.set(key, reader);
  return reader;
}

function escape(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");
}
