// Columns of text that are numbers but for a few texts, or for how they are written. They are never offered
// as categories in an order: whoever wrote 12 meant twelve. Which marks are meant is told by all columns:
// beside 8,57 a 2,596 has a decimal comma and is not two thousand.

import { fix, set } from "../../model/fix.ts";
import { message, type Message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { ColumnSettings } from "../../model/schema.ts";
import type { DecimalMark } from "../numbers.ts";
import { areWhole, type CategoryColumn, type Column, locationOfRow, numberAt, rowsOf, type Table } from "../table.ts";
import { type Finding, type Look, ownOf, severityOf } from "./finding.ts";
import { findingProblems } from "./finding-problems.ts";
import { leaveOut, quotedTexts, withMissing } from "./fixes.ts";
import { isInfinite, isMissingWord } from "./missing-words.ts";
import { looksLikeNumbers, type NumberTexts, proves } from "./number-texts.ts";

/**
 * Texts of any kind among numbers: at most this part of the rows, so many different ones, among so many
 * different numbers.
 */
const FEW = 0.1;
const MOST_OTHERS = 10;
const LEAST_NUMBERS = 10;
/** If every other text is one that means missing. */
const FEW_MISSING = 0.5;
const LEAST_BESIDE_MISSING = 3;

interface Nearly extends NumberTexts {
  readonly column: CategoryColumn;
}

/** @returns the problems, and the columns they are about */
export function nearlyNumbers(
  columns: readonly Column[],
  look: Look,
): { readonly problems: readonly Problem[]; readonly named: ReadonlySet<Column> } {
  const { decimal } = look.table.dialect;
  const texts = columns.filter(
    (column): column is CategoryColumn =>
      column.kind === "category" &&
      column.distinct > 0 &&
      ownOf(column, look).kind === undefined &&
      ownOf(column, look).encode === undefined,
  );
  const evidence = {
    comma: texts.some((column) => proves(column.texts, ",")) || (decimal === "," && columns.some(hasFractions)),
    point: texts.some((column) => proves(column.texts, ".")) || (decimal === "." && columns.some(hasFractions)),
  };
  const found = texts.flatMap((column): Nearly[] => {
    const own = ownOf(column, look);
    // A form that is set already is not set again.
    if (own.strip !== undefined || own.thousands !== undefined) return [];
    const numbers = looksLikeNumbers(column, look.odd, decimal, evidence);
    return numbers !== undefined && isNearly(column, numbers) ? [{ ...numbers, column }] : [];
  });
  const otherMark = found.filter((nearly) => nearly.decimal !== decimal);
  const named = new Set<Column>(found.map(({ column }) => column));
  const isMixed =
    columns.some((column) => hasFractions(column)) || found.some((nearly) => nearly.decimal === decimal && provesOwn(nearly, decimal));
  if (otherMark.length === 0)
    return {
      problems: findingProblems(
        found.map((nearly) => finding(nearly, look)),
        look,
      ),
      named,
    };
  const rest = found.filter((nearly) => nearly.decimal === decimal);
  const problems = findingProblems(
    rest.map((nearly) => finding(nearly, look)),
    look,
  );
  return { problems: [...problems, ...(isMixed ? mixed(otherMark, look) : [decimalProblem(otherMark, look)])], named };
}

function isNearly({ texts }: CategoryColumn, { others, otherRows, rows, numbers, example, form }: NumberTexts): boolean {
  if (others.length === 0) return example !== undefined && (numbers >= LEAST_BESIDE_MISSING || form.thousands !== undefined);
  const words = others.map((code) => texts[code]!);
  if (words.every((word) => isMissingWord(word) || isInfinite(word)))
    return numbers >= LEAST_BESIDE_MISSING && otherRows <= FEW_MISSING * rows;
  return numbers >= LEAST_NUMBERS && others.length <= MOST_OTHERS && otherRows <= FEW * rows && numbers > others.length;
}

function finding(nearly: Nearly, look: Look): Finding {
  const { column, form, others, otherRows, rows, example, minus } = nearly;
  const { name, texts } = column;
  const words = quotedTexts(others.map((code) => texts[code]!));
  const settings: ColumnSettings = {
    ...form,
    ...(others.length === 0
      ? {}
      : {
          missing_values: withMissing(
            column,
            others.map((code) => texts[code]!),
            look,
          ),
        }),
  };
  const of = (text: Message, set: ColumnSettings, code = "nearly-numbers"): Finding => ({
    column,
    row: column.codes.indexOf(minus ?? (example === undefined ? (others[0] ?? 0) : example)),
    code,
    like: JSON.stringify(form),
    severity: severityOf(column, look),
    text,
    set,
    title: others.length > 0 ? message('Read "{0}" as numbers, with {1} as missing', name, words) : message('Read "{0}" as numbers', name),
    ...alternatives(column, look),
  });
  if (minus !== undefined) {
    const location = locationOfCode(look.table, column, minus);
    const text = message(
      'Column "{0}" is numbers whose minus is the sign "−" (U+2212), as in "{1}" (line {2} of {3}), which is read as text. Replace it by "-" in the CSV, or leave the column out.',
      name,
      texts[minus]!,
      location.line,
      location.file,
    );
    return of(text, {}, "other-minus");
  }
  const first = others[0];
  if (example === undefined && first !== undefined) {
    const { line, file } = locationOfCode(look.table, column, first);
    const text = message(
      'Column "{0}" is numbers but for {1} in {2} of {3} rows (first in line {4} of {5}). Take them as missing to read numbers.',
      name,
      words,
      otherRows,
      rows,
      line,
      file,
    );
    return of(text, settings);
  }
  const shown = example ?? 0;
  const { line, file } = locationOfCode(look.table, column, shown);
  const fields = Object.keys(form).join(", ");
  const marks = quotedMarks(form);
  if (first !== undefined) {
    const text = message(
      'Column "{0}" is numbers written with {1}, as in "{2}" (line {3} of {4}), but for {5} in {6} of {7} rows (first in line {8}). Set {9} to read them, and take the others as missing.',
      name,
      marks,
      texts[shown]!,
      line,
      file,
      words,
      otherRows,
      rows,
      locationOfCode(look.table, column, first).line,
      fields,
    );
    return of(text, settings);
  }
  if (Object.keys(form).join() === "thousands") {
    const text = message(
      'Column "{0}" is read as text because of the marks between thousands, as in "{1}" (line {2} of {3}). Set its thousands to read numbers.',
      name,
      texts[shown]!,
      line,
      file,
    );
    return of(text, settings, "thousands");
  }
  const text = message(
    'Column "{0}" is read as text, but is numbers written with {1}, as in "{2}" (line {3} of {4}). Set its {5} to read them.',
    name,
    marks,
    texts[shown]!,
    line,
    file,
    fields,
  );
  return of(text, settings);
}

function alternatives(column: Column, look: Look): Pick<Finding, "others"> {
  const left = leaveOut(column, look);
  return left === undefined ? {} : { others: [left] };
}

/** What a form takes off or reads: `"$", "," between thousands` in signs alone. */
function quotedMarks({ strip = [], thousands, parentheses }: NumberTexts["form"]): string {
  return [
    ...strip.map((text) => `"${text}"`),
    ...(thousands === undefined ? [] : [`"${thousands}"`]),
    ...(parentheses ? ['"( )"'] : []),
  ].join(", ");
}

/** One mark for the whole file: one problem for all columns that want it. */
function decimalProblem(nearly: readonly Nearly[], look: Look): Problem {
  const [first] = nearly as readonly [Nearly];
  const { column, example = 0, decimal } = first;
  const { line, file } = locationOfCode(look.table, column, example);
  const names = quotedTexts(nearly.map((one) => one.column.name));
  const text =
    decimal === ","
      ? message(
          'Columns {0} are numbers with a decimal comma, as in "{1}" (line {2} of {3}). Set the decimal mark to "," to read them.',
          names,
          column.texts[example]!,
          line,
          file,
        )
      : message(
          'Columns {0} are numbers with a decimal point, as in "{1}" (line {2} of {3}). Set the decimal mark to "." to read them.',
          names,
          column.texts[example]!,
          line,
          file,
        );
  const problems = findingProblems(
    nearly.map((one) => ({ ...finding({ ...one, minus: undefined }, look), code: "all" })),
    look,
  );
  const edits =
    problems.length === nearly.length ? problems.flatMap(({ fixes }) => fixes?.slice(0, 1) ?? []) : (problems.at(-1)?.fixes ?? []);
  const lists = edits.flatMap(({ edit }) => (edit.op === "all" ? edit.edits : [edit]));
  const features = lists.filter((edit) => edit.op === "set" && edit.path.join() === "data,features");
  const learnt = [...new Set(features.flatMap((edit) => (edit.op === "set" ? (edit.value as string[]) : [])))];
  const order = look.table.columns.map((each) => each.name);
  const title = decimal === "," ? message("Read numbers with a decimal comma") : message("Read numbers with a decimal point");
  return {
    severity: nearly.some((one) => severityOf(one.column, look) === "warning") ? "warning" : "information",
    code: "decimal-mark",
    path: ["data", "decimal"],
    message: text,
    file,
    line,
    fixes: [
      fix(
        title,
        set(["data", "decimal"], decimal),
        ...lists.filter((edit) => !features.includes(edit)),
        ...(learnt.length > 0
          ? [
              set(
                ["data", "features"],
                order.filter((name) => learnt.includes(name)),
              ),
            ]
          : []),
      ),
    ],
  };
}

/** Other columns have the other mark, and a file has one: such a column has to be mended in the file. */
function mixed(nearly: readonly Nearly[], look: Look): Problem[] {
  return nearly.map(({ column, example = 0 }) => {
    const { line, file } = locationOfCode(look.table, column, example);
    const left = leaveOut(column, look);
    const severity = severityOf(column, look);
    return {
      severity,
      code: severity === "information" ? "mixed-decimals-unused" : "mixed-decimals",
      path: ["data", "columns", column.name],
      file,
      line,
      message: message(
        'Column "{0}" is numbers with another decimal mark than other columns have, as in "{1}" (line {2} of {3}), so it is read as text. Write all with one mark, or leave the column out.',
        column.name,
        column.texts[example]!,
        line,
        file,
      ),
      ...(left === undefined ? {} : { fixes: [left] }),
    };
  });
}

function provesOwn({ column }: Nearly, mark: DecimalMark): boolean {
  return proves(column.texts, mark);
}

/** Whether a number column has a decimal mark. */
function hasFractions(column: Column): boolean {
  if (column.kind !== "number") return false;
  if (areWhole(column)) return column.divisor > 1;
  const rows = rowsOf(column);
  for (let row = 0; row < rows; row++) {
    const value = numberAt(column, row);
    if (!Number.isNaN(value) && !Number.isInteger(value)) return true;
  }
  return false;
}

export function locationOfCode(table: Table, column: CategoryColumn, code: number): ReturnType<typeof locationOfRow> {
  return locationOfRow(table, column.codes.indexOf(code));
}
