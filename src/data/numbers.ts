// What a number looks like in a CSV: `[+-]?(digits[.digits?]|.digits)([eE][+-]?digits)?` in ASCII, with the
// column's marks, and what may stand around it. Hexadecimal, underscores, `inf`, full-width digits and values
// beyond double precision are text.

/** The value of a field, NaN if it is not a finite decimal number. */
export type NumberReader = (text: string) => number;

export type DecimalMark = "." | ",";

/** How one column writes its numbers, as `data.columns` has it. */
export interface NumberForm {
  /** The mark between groups of three digits of the integer part. */
  readonly thousands?: string | undefined;
  /**
   * Texts that are taken off either end, and off the digits behind a sign, with the blanks that are then at
   * the edge.
   */
  readonly strip?: readonly string[] | undefined;
  /** Whether `(12)` is −12. */
  readonly parentheses?: boolean | undefined;
}

/** Whether a column's numbers are more than digits and a decimal mark. */
export function isSpecial({ thousands, strip, parentheses }: NumberForm): boolean {
  return thousands !== undefined || strip !== undefined || parentheses === true;
}

const readers = new Map<string, NumberReader>();
/** Many columns share few forms. */
const MOST_READERS = 1000;

/** Reads numbers with a decimal mark, in the form of their column. */
export function numberReader(decimal: DecimalMark, form: NumberForm = {}): NumberReader {
  const key = JSON.stringify([decimal, form.thousands, form.strip, form.parentheses === true]);
  const known = readers.get(key);
  if (known !== undefined) return known;
  const reader = around(plainReader(decimal, form.thousands), form);
  if (readers.size >= MOST_READERS) readers.clear();
  readers.set(key, reader);
  return reader;
}

function plainReader(decimal: DecimalMark, thousands: string | undefined): NumberReader {
  const mark = `\\${decimal}`;
  const whole = thousands === undefined ? "\\d+" : `(?:\\d{1,3}(?:${escaped(thousands)}\\d{3})+|\\d+)`;
  const shape = new RegExp(`^[+-]?(?:${whole}(?:${mark}\\d*)?|${mark}\\d+)(?:[eE][+-]?\\d+)?$`);
  return (text) => {
    if (!shape.test(text)) return NaN;
    const plain = thousands === undefined ? text : text.replaceAll(thousands, "");
    const value = Number(decimal === "." ? plain : plain.replace(",", "."));
    return Number.isFinite(value) ? value : NaN;
  };
}

/** Takes off what stands around a number before it is read. */
function around(read: NumberReader, { strip = [], parentheses = false }: NumberForm): NumberReader {
  if (strip.length === 0 && !parentheses) return read;
  const edges = edgePatterns(strip);
  const bare = (text: string): string => edges.reduce((left, edge) => left.replace(edge, "$1"), text);
  return (text) => {
    const inner = bare(text);
    if (!parentheses || !/^\(.*\)$/s.test(inner)) return read(inner);
    const value = bare(inner.slice(1, -1));
    // A sign within parentheses would be a second one.
    return /^[+-]/.test(value) ? NaN : -read(value);
  };
}

/**
 * What `strip` takes off the front (behind a sign, which stays) and off the end; Python's `re` reads these
 * patterns as well.
 */
export function edgePatterns(strip: readonly string[]): RegExp[] {
  if (strip.length === 0) return [];
  const texts = strip.toSorted((one, other) => other.length - one.length).map(escaped);
  const any = `(?:${[...texts, "[ \\t]"].join("|")})+`;
  return [new RegExp(`^([+-]?)${any}`), new RegExp(`()${any}$`)];
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
