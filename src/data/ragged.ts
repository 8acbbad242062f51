// Records with too few or too many fields, looked at as a whole when the file is read: one cause is one
// problem, at the first line that is odd.

import { fix, set } from "../model/fix.ts";
import { message } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import type { Cause } from "./layout.ts";
import { causeProblem, commentFix, skipFix } from "./layout-problems.ts";
import { fileProblem, type CsvLocation } from "./problems.ts";
import { decodeField, type RecordSpans } from "./scanner.ts";

/** Lines that one edit may skip; more of them are no slips of the pen. */
const MOST_SKIPPED = 100;
const COMMENT = /^(#|%|\/\/|--)/;

/** Odd records of one kind. */
interface Odd {
  count: number;
  /** The first record's. */
  readonly fields: number;
  /** The first of them. */
  readonly lines: number[];
  /** With what all of them begin, if it is a comment's mark. */
  mark: string | undefined;
  /** Whether each has something in its first field alone. */
  isAlone: boolean;
}

/** Collects the records of one file that do not have as many fields as the table has columns. */
export class RaggedRecords {
  readonly #location: CsvLocation;
  readonly #skipped: readonly number[];
  /** By their number of fields. */
  readonly #counts = new Map<number, number>();
  #short: Odd | undefined;
  #long: Odd | undefined;
  #surplus: Odd | undefined;
  #lastLine = 0;

  constructor(location: CsvLocation, skipped: readonly number[]) {
    this.#location = location;
    this.#skipped = skipped;
  }

  /** Whether records go on behind the last column with empty fields only. */
  get hasSurplus(): boolean {
    return this.#surplus !== undefined;
  }

  /** Notes a record that has not the `expected` number of fields. */
  add(record: RecordSpans, expected: number): void {
    const { count, starts, ends, line } = record;
    this.#counts.set(count, (this.#counts.get(count) ?? 0) + 1);
    if (count < expected) {
      this.#lastLine = line;
      this.#short = noted(this.#short, record);
      return;
    }
    let isEmpty = true;
    for (let field = expected; field < count; field++) if (starts[field] !== ends[field]) isEmpty = false;
    if (isEmpty) this.#surplus = noted(this.#surplus, record);
    else this.#long = noted(this.#long, record);
  }

  /**
   * @param records all records of the file below its names
   * @param lastLine the line of the last of them
   * @param cause why they are odd, if the beginning of the file tells
   */
  problems(records: number, lastLine: number, expected: number, cause: Cause | undefined): Problem[] {
    if (cause !== undefined) {
      const [width = expected, rows = records] = [...this.#counts].reduce<[number, number] | []>(
        (most, entry) => (most[1] === undefined || entry[1] > most[1] ? entry : most),
        [],
      );
      // Below a title the names are one of them.
      const below = cause.kind !== "title" ? rows : cause.padded === undefined ? rows - 1 : records - cause.padded;
      return [causeProblem(cause, this.#location, { width, rows: below }, this.#skipped)];
    }
    const problems: Problem[] = [];
    if (this.#surplus) problems.push(this.#behind(this.#surplus));
    if (this.#long)
      problems.push(
        2 * this.#long.count > records ? this.#shortHeader(this.#long, records, expected) : this.#tooLong(this.#long, expected),
      );
    if (this.#short) problems.push(this.#tooShort(this.#short, expected, this.#lastLine === lastLine));
    return problems;
  }

  #behind({ count, lines: [line = 1] }: Odd): Problem {
    const { file } = this.#location;
    const text =
      count === 1
        ? message("Line {0} of {1} has a delimiter behind its last field. The empty field is left out.", line, file)
        : message(
            "{0} lines of {1}, the first of them line {2}, have a delimiter behind the last column. The empty fields are left out.",
            count,
            file,
            line,
          );
    return this.#problem("warning", "surplus-delimiter", line, text);
  }

  /** Most records are longer than the first one, which sets the columns. */
  #shortHeader({ count, fields, lines: [line = 1] }: Odd, records: number, expected: number): Problem {
    const text = message(
      "Line {0} of {1} has {2} fields, as {3} of {4} records have, but the first line has {5}. Give each column a name there, or skip that line.",
      line,
      this.#location.file,
      fields,
      count,
      records,
      expected,
    );
    const title = message("Skip line {0} and number the columns", this.#firstLine);
    const edits = [skipFix([this.#firstLine], this.#skipped).edit, set(["data", "header"], false)];
    return { ...this.#problem("error", "short-header", line, text), fixes: [fix(title, ...edits)] };
  }

  /** The line of the first record. */
  get #firstLine(): number {
    let line = 1;
    while (this.#skipped.includes(line)) line += 1;
    return line;
  }

  #tooLong(odd: Odd, expected: number): Problem {
    const { count, fields, lines } = odd;
    const [line = 1] = lines;
    const { file } = this.#location;
    const text =
      count === 1
        ? message(
            "Line {0} of {1} has {2} fields instead of {3}. Remove the surplus, put quotes around a field with a delimiter in it, or skip the line.",
            line,
            file,
            fields,
            expected,
          )
        : message(
            "{0} lines of {1} have more than {2} fields, the first of them line {3} with {4}. Remove the surplus, put quotes around fields with a delimiter in them, or skip the lines.",
            count,
            file,
            expected,
            line,
            fields,
          );
    return { ...this.#problem("error", "long-record", line, text), ...this.#fixes(odd) };
  }

  #tooShort(odd: Odd, expected: number, isLast: boolean): Problem {
    const { count, fields, lines, mark, isAlone } = odd;
    const [line = 1] = lines;
    const { file } = this.#location;
    if (mark !== undefined) {
      const text = message(
        'Line {0} of {1} starts with "{2}", so it is a comment. Say that comments begin with "{2}" to skip such lines.',
        line,
        file,
        mark,
      );
      return { ...this.#problem("warning", "comment-lines", line, text), fixes: [commentFix(mark)] };
    }
    if (isAlone && isLast && count <= 3 && expected > 2) {
      const text = message("Line {0} of {1} has 1 field instead of {2}, so it is a remark below the table. Skip it.", line, file, expected);
      return { ...this.#problem("warning", "footer", line, text), ...this.#fixes(odd) };
    }
    const text =
      count === 1
        ? message("Line {0} of {1} has only {2} of {3} fields; the last ones are taken as missing.", line, file, fields, expected)
        : message(
            "{0} lines of {1} have fewer than {2} fields, the first of them line {3} with {4}; the last ones are taken as missing.",
            count,
            file,
            expected,
            line,
            fields,
          );
    return { ...this.#problem("warning", "short-record", line, text), ...this.#fixes(odd) };
  }

  /** Skips the lines, unless they are too many. */
  #fixes({ count, lines }: Odd): Pick<Problem, "fixes"> {
    return count <= MOST_SKIPPED ? { fixes: [skipFix(lines, this.#skipped)] } : {};
  }

  #problem(severity: "error" | "warning", code: string, line: number, text: Problem["message"]): Problem {
    return fileProblem(severity, code, { ...this.#location, line }, text);
  }
}

function noted(odd: Odd | undefined, record: RecordSpans): Odd {
  const { count, line, starts, ends } = record;
  const first = decodeField(record, 0);
  const mark = COMMENT.exec(first)?.[1];
  let isAlone = first !== "";
  for (let field = 1; field < count; field++) if (starts[field] !== ends[field]) isAlone = false;
  if (odd === undefined) return { count: 1, fields: count, lines: [line], mark, isAlone };
  odd.count += 1;
  if (odd.lines.length < MOST_SKIPPED) odd.lines.push(line);
  if (odd.mark !== mark) odd.mark = undefined;
  odd.isAlone &&= isAlone;
  return odd;
}
