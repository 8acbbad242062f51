// Where the table begins, found by what most of the first records are like: what stands above the names,
// names that lack one or are separated otherwise, and files that are no such table at all. What can be read
// in one way only is read so; the rest is a cause, told as one problem.

import { findHeader, type FoundHeader } from "./dialect.ts";
import { missingTexts, readBoolean } from "./fields.ts";
import { type Head, type HeadRecord, mostFrequentCount } from "./head.ts";
import { headerNames } from "./names.ts";
import { type DecimalMark, numberReader } from "./numbers.ts";

/** Why the first record does not fit those below it, or no record is one. */
export type Cause =
  /** Records above the names in line `names`; the first of them has `fields` fields that say something. */
  | {
      readonly kind: "title";
      readonly lines: readonly number[];
      readonly names: number;
      readonly fields: number;
      /** Whether delimiters pad it to the width of the table, and of how many records that is so. */
      readonly padded?: number;
    }
  | { readonly kind: "comment"; readonly mark: string; readonly lines: readonly number[] }
  | { readonly kind: "single-quotes"; readonly line: number; readonly text: string }
  | { readonly kind: "quoted-lines"; readonly line: number; readonly delimiter: string }
  | { readonly kind: "no-delimiter"; readonly mark: string; readonly fields: number }
  | { readonly kind: "markdown"; readonly line: number }
  | { readonly kind: "arff"; readonly lines: readonly number[] };

export interface Layout extends FoundHeader {
  /** The names, if they are not simply the first record's fields. */
  readonly names?: readonly string[];
  readonly headerDelimiter?: string;
  readonly rowNames?: true;
  /** Whether the header goes on behind the last column. */
  readonly isCut?: true;
  readonly cause?: Cause;
}

const DELIMITERS = [",", ";", "\t", "|"];
/** What else separates fields in files that people have: those that can be told from text come first. */
const OTHERS = ["^", "~", "\u0001", "¦", "::", ":", "/"];
const COMMENT_MARKS = /^(#+|%+|\/\/|--+|;+|!+|\*+|REM )/;
/** Records that may stand above the names. */
const MOST_ABOVE = 50;
/** Of the records below, how many have to be alike. */
const MOST = 0.8;
const LEAST_RECORDS = 3;

export function findLayout({ delimiter, records }: Head, header: boolean | undefined, marks: readonly DecimalMark[]): Layout {
  const [first, ...below] = records;
  const found: FoundHeader =
    header === undefined && first !== undefined
      ? findHeader(
          first.fields,
          below.map(({ fields }) => fields),
          marks,
        )
      : { isHeader: header ?? true, byKinds: false };
  if (first === undefined || records.length < LEAST_RECORDS) return found;
  const cause = foreignFile(records, delimiter);
  if (cause !== undefined) return { ...found, cause };
  const width = mostFrequentCount(records);
  if (width < 2) return found;
  return { ...found, ...firstRecord(records, width, { delimiter, marks, header: found.isHeader && header !== false }) };
}

/** Files that are written in another way than a CSV is. */
function foreignFile(records: readonly HeadRecord[], delimiter: string): Cause | undefined {
  const [first] = records;
  const arff = records.findIndex(({ fields }) => /^@data\b/i.test(fields[0] ?? ""));
  if (arff >= 0 && records.some(({ fields }) => /^@(relation|attribute)\b/i.test(fields[0] ?? ""))) {
    const last = records[arff]!.line;
    return { kind: "arff", lines: Array.from({ length: last }, (_, index) => index + 1) };
  }
  const ruler = records[1];
  if (delimiter === "|" && ruler?.fields.every((field) => /^:?-*:?$/.test(field)) && ruler.fields.some((field) => field.includes("--")))
    return { kind: "markdown", line: ruler.line };
  return (mostFrequentCount(records) < 2 ? undivided(records) : undefined) ?? singleQuotes(records, first!.fields.length);
}

/** Why no delimiter splits the records: another one does, or each line is quoted as a whole. */
function undivided(records: readonly HeadRecord[]): Cause | undefined {
  const texts = records.map(({ fields }) => fields[0]!);
  const counts = (split: (text: string) => number): number => {
    const [, second = 0] = texts.map(split);
    return second > 1 && texts.filter((text) => split(text) === second).length >= MOST * texts.length ? second : 0;
  };
  for (const delimiter of DELIMITERS)
    if (counts((text) => text.split(delimiter).length) > 1) return { kind: "quoted-lines", line: records[0]!.line, delimiter };
  for (const mark of OTHERS) {
    const fields = counts((text) => text.split(mark).length);
    // A date or a time has a few of the marks, too.
    const isWritten = mark.length > 1 || !/[:/]/.test(mark) || fields > 3;
    if (fields > 1 && isWritten) return { kind: "no-delimiter", mark, fields };
  }
  const fields = counts((text) => text.split(/[ \t]+/).length);
  if (fields > 1 && texts.filter(isNumeric).length >= MOST * (texts.length - 1)) return { kind: "no-delimiter", mark: " ", fields };
  return undefined;
}

const BLANKS_BETWEEN_QUOTES = /^[ \t]*(?:"[^"]*"|[^\s",;|]+)(?:[ \t]+(?:"[^"]*"|[^\s",;|]+))+[ \t]*$/;

/**
 * Fields in quotes with blanks between them, as R writes a table; no delimiter takes such lines apart.
 * @param text the beginning of the file
 */
export function blanksBetweenQuotes(text: string): Cause | undefined {
  const lines = text.split(/\r\n|\n|\r/).slice(0, LEAST_RECORDS);
  const counts = lines.map((line) =>
    line.includes('"') && BLANKS_BETWEEN_QUOTES.test(line) ? (line.match(/"[^"]*"|[^\s"]+/g) ?? []).length : 0,
  );
  const [, fields = 0] = counts;
  return lines.length === LEAST_RECORDS && counts.every((count) => count > 1) ? { kind: "no-delimiter", mark: " ", fields } : undefined;
}

/** Whether most of what blanks separate is numbers. */
function isNumeric(text: string): boolean {
  const parts = text.split(/[ \t]+/);
  return 2 * parts.filter((part) => /^[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?$/.test(part)).length > parts.length;
}

/** Fields in single quotes that have a delimiter in them. */
function singleQuotes(records: readonly HeadRecord[], width: number): Cause | undefined {
  const split = records.filter(
    ({ fields }) =>
      fields.length !== width &&
      fields.some((field, index) => /^'[^']*$/.test(field) && fields.slice(index + 1).some((other) => /^[^']*'$/.test(other))),
  );
  const [first] = split;
  if (first === undefined || 2 * split.length < records.filter(({ fields }) => fields.length !== width).length) return undefined;
  const from = first.fields.findIndex((field) => /^'[^']*$/.test(field));
  const to = first.fields.findIndex((field, index) => index > from && /^[^']*'$/.test(field));
  return { kind: "single-quotes", line: first.line, text: first.fields.slice(from, to + 1).join(", ") };
}

interface Found {
  readonly delimiter: string;
  readonly marks: readonly DecimalMark[];
  /** Whether the first record may name the columns. */
  readonly header: boolean;
}

/** What the first record is to those below, of which most have `width` fields. */
function firstRecord(records: readonly HeadRecord[], width: number, found: Found): Partial<Layout> {
  const [first] = records as readonly [HeadRecord];
  const count = first.fields.length;
  if (found.header && count !== width) {
    const separator = DELIMITERS.find(
      (other) => other !== found.delimiter && first.fields.join(found.delimiter).split(other).length === width,
    );
    if (separator !== undefined && isNames(first.fields.join(found.delimiter).split(separator), found.marks)) {
      const names = first.fields.join(found.delimiter).split(separator);
      return { isHeader: true, names: headerNames(names.map(bare)), headerDelimiter: separator, byKinds: false };
    }
  }
  const cause = above(records, width, found.marks);
  if (cause !== undefined) return { cause };
  if (!found.header) return {};
  const below = records.slice(1).filter(({ fields }) => fields.length === width);
  if (count === width - 1 && isNames(first.fields, found.marks) && !below.every(({ fields }) => fields.at(-1) === "")) {
    const labels = new Set(below.map(({ fields }) => fields[0]));
    if (labels.size === below.length) {
      const [, ...names] = headerNames(["", ...first.fields]);
      return { isHeader: true, names: [freeName(names), ...names], rowNames: true, byKinds: false };
    }
  }
  // Delimiters behind the last name, and none in the rows.
  const named = first.fields.findLastIndex((field) => field !== "") + 1;
  if (count > width && named <= width && records.slice(1).every(({ fields }) => fields.length <= width))
    return { names: headerNames(first.fields.slice(0, width)), isCut: true };
  return {};
}

/** A name without blanks and quotes around it. */
function bare(name: string): string {
  return name.trim().replace(/^"(.*)"$/s, "$1");
}

/** What names of rows are called: as a column without a name is, unless one has that name. */
function freeName(names: readonly string[]): string {
  let name = "column1";
  while (names.includes(name)) name = `${name}_`;
  return name;
}

function isNames(fields: readonly string[], marks: readonly DecimalMark[]): boolean {
  return fields.length > 0 && fields.every((field) => field.trim() !== "" && !isValue(field, marks));
}

function isValue(field: string, marks: readonly DecimalMark[]): boolean {
  return !Number.isNaN(readBoolean(field)) || marks.some((mark) => !Number.isNaN(numberReader(mark)(field)));
}

/** Fields that are not empty. */
function said({ fields }: HeadRecord): number {
  return fields.filter((field) => field !== "").length;
}

/** Records above the names: shorter than those below, or nearly empty. */
function above(records: readonly HeadRecord[], width: number, marks: readonly DecimalMark[]): Cause | undefined {
  const isSparse = (record: HeadRecord): boolean => width > 2 && said(record) <= Math.max(1, Math.floor(width / 2) - 1);
  const start = records.findIndex((record) => record.fields.length >= width && !isSparse(record));
  if (start < 1 || start > MOST_ABOVE) return undefined;
  const names = records[start]!;
  const rows = records.slice(start + 1);
  const top = records.slice(0, start);
  if (rows.length < 2 || rows.filter(({ fields }) => fields.length === width).length < MOST * rows.length) return undefined;
  const marked = top.map(({ fields }) => COMMENT_MARKS.exec(fields[0] ?? "")?.[1]?.[0]);
  const [mark] = marked;
  if (mark !== undefined && marked.every((other) => other === mark) && !names.fields[0]!.startsWith(mark)) {
    const lines = records.filter(({ fields }) => fields[0]!.startsWith(mark)).map(({ line }) => line);
    return { kind: "comment", mark: mark === "/" || mark === "-" ? mark + mark : mark, lines };
  }
  const isShort = top.every(({ fields }) => fields.length < width);
  // A record that is one name short and followed by a row, rather than by names, is a header that lacks a
  // name.
  const isHeaderBelow =
    isNames(
      names.fields.filter((field) => field !== ""),
      marks,
    ) || !isNames(top.at(-1)!.fields, marks);
  if (isShort && top.length === 1 && top[0]!.fields.length > 1 && !(isHeaderBelow && hasNumbers(rows, marks))) return undefined;
  if (isShort && top.length === 1 && top[0]!.fields.length === 1 && width === 2 && !isHeaderBelow) return undefined;
  // Padded to the width of the table, a title is told by the names below it, which are of another kind than
  // the rows.
  if (
    !isShort &&
    !(
      isNames(
        names.fields.filter((field) => field !== ""),
        marks,
      ) && hasNumbers(rows, marks)
    )
  )
    return undefined;
  const lines = Array.from({ length: names.line - 1 }, (_, index) => index + 1);
  return {
    kind: "title",
    lines: lines.filter((line) => line >= top[0]!.line),
    names: names.line,
    fields: said(top[0]!),
    ...(isShort ? {} : { padded: top.length }),
  };
}

function hasNumbers(rows: readonly HeadRecord[], marks: readonly DecimalMark[]): boolean {
  const missing = missingTexts();
  const width = rows[0]!.fields.length;
  return Array.from({ length: width }, (_, column) => column).some((column) => {
    const values = rows.flatMap(({ fields }) => (fields[column] === undefined || missing.has(fields[column]) ? [] : [fields[column]]));
    return values.length > 1 && 2 * values.filter((value) => isValue(value, marks)).length > values.length;
  });
}
