// What stands in the way of a table at its beginning, as one sentence each, at the line that is odd, with the
// edit that mends it if one does.

import { fix, set } from "../model/fix.ts";
import { type Message, message } from "../model/message.ts";
import type { Fix, Problem } from "../model/problem.ts";
import type { HeaderDoubt } from "./dialect.ts";
import type { Cause, Layout } from "./layout.ts";
import { lineList } from "./line-list.ts";
import { fileProblem, type CsvLocation } from "./problems.ts";

/** Reading goes on otherwise once these are mended: `new` does so by itself. */
export const MENDED_BY_NEW: ReadonlySet<string> = new Set([
  "title-above",
  "comment-lines",
  "markdown",
  "arff",
  "short-header",
  "long-record",
  "footer",
  "names-in-rows",
  "second-header",
  "total-row",
]);

/** Adds lines to those that are skipped. */
export function skipFix(lines: readonly number[], skipped: readonly number[]): Fix {
  const all = [...new Set([...skipped, ...lines])].toSorted((one, other) => one - other);
  const title = lines.length === 1 ? message("Skip line {0}", lines[0]!) : message("Skip lines {0}", lineList(lines));
  return fix(title, set(["data", "skip"], all));
}

/** @param rows records that have as many fields as most; @param skipped the lines that are skipped already */
export function causeProblem(
  cause: Cause,
  location: CsvLocation,
  { rows, width }: { rows: number; width: number },
  skipped: readonly number[],
): Problem {
  const { file } = location;
  const say = (code: string, line: number, text: Message, ...fixes: Fix[]): Problem => ({
    ...fileProblem("error", code, { ...location, line }, text),
    ...(fixes.length === 0 ? {} : { fixes }),
  });
  switch (cause.kind) {
    case "title": {
      const [line = 1] = cause.lines;
      const text =
        cause.padded !== undefined
          ? message(
              "Line {0} of {1} has something in {2} of its {5} fields, but the names in line {4} and the {3} lines below them in most, so it is a title. Skip what stands above line {4}.",
              line,
              file,
              cause.fields,
              rows,
              cause.names,
              width,
            )
          : cause.fields === 1
            ? message(
                "Line {0} of {1} has 1 field, but the names in line {3} and the {2} lines below them have {4}, so it is a title. Skip what stands above line {3}.",
                line,
                file,
                rows,
                cause.names,
                width,
              )
            : message(
                "Line {0} of {1} has {2} fields, but the names in line {4} and the {3} lines below them have {5}, so it is a title. Skip what stands above line {4}.",
                line,
                file,
                cause.fields,
                rows,
                cause.names,
                width,
              );
      return say("title-above", line, text, skipFix(cause.lines, skipped));
    }
    case "comment": {
      const [line = 1] = cause.lines;
      const text =
        cause.lines.length === 1
          ? message(
              'Line {0} of {1} starts with "{2}", so it is a comment. Say that comments begin with "{2}" to skip such lines.',
              line,
              file,
              cause.mark,
            )
          : message(
              'Lines {0} of {1} start with "{2}", so they are comments. Say that comments begin with "{2}" to skip them.',
              lineList(cause.lines),
              file,
              cause.mark,
            );
      return say("comment-lines", line, text, commentFix(cause.mark));
    }
    case "single-quotes":
      return say(
        "single-quotes",
        cause.line,
        message(
          "Fields of {0} are quoted with ', as {1} in line {2}, so a delimiter in them separates them. Save the file with double quotes (\") around its fields.",
          file,
          cause.text,
          cause.line,
        ),
      );
    case "quoted-lines":
      return say(
        "quoted-lines",
        cause.line,
        message(
          'Each line of {0} is in quotes as a whole, from line {1} on, so "{2}" in it separates nothing. Remove the quotes at the ends of the lines.',
          file,
          cause.line,
          shown(cause.delimiter),
        ),
      );
    case "no-delimiter":
      return say(
        "no-delimiter",
        1,
        cause.mark === " "
          ? message(
              "No delimiter was found in {0}: its fields, {1} in a line, seem to be separated by blanks. Save it with commas, semicolons or tabs between the fields.",
              file,
              cause.fields,
            )
          : message(
              'No delimiter was found in {0}: "{1}" splits every line into {2}. Save it with commas, semicolons, tabs or bars between the fields.',
              file,
              cause.mark,
              cause.fields,
            ),
      );
    case "markdown":
      return say(
        "markdown",
        cause.line,
        message("{0} is a Markdown table, whose line {1} only draws a rule. Skip line {1}.", file, cause.line),
        skipFix([cause.line], skipped),
      );
    case "arff": {
      const skip = skipFix(cause.lines, skipped);
      const edits = [skip.edit, set(["data", "header"], false)];
      return say(
        "arff",
        1,
        message(
          "{0} is an ARFF file, not a CSV: its rows begin below line {1}. Skip the lines above them, or save it as CSV to keep the names.",
          file,
          cause.lines.length,
        ),
        fix(message("Skip lines 1–{0} and number the columns", cause.lines.length), ...edits),
      );
    }
  }
}

export function commentFix(mark: string): Fix {
  return fix(message('Skip lines that start with "{0}"', mark), set(["data", "comment"], mark));
}

/** What is read as it can only be meant, and told all the same. */
export function readAsMeant(
  { rowNames, headerDelimiter, names = [] }: Layout,
  location: Required<CsvLocation>,
  delimiter: string,
): Problem | undefined {
  const { file, line } = location;
  if (rowNames)
    return fileProblem(
      "information",
      "row-names",
      location,
      message(
        'Line {0} of {1} has one name less than the lines below have fields, so the first column holds names of rows; it is called "{2}".',
        line,
        file,
        names[0] ?? "",
      ),
    );
  if (headerDelimiter === undefined) return undefined;
  return fileProblem(
    "information",
    "other-header-delimiter",
    location,
    message(
      'Line {0} of {1} separates the names by "{2}", the lines below their fields by "{3}"; each is read so.',
      line,
      file,
      shown(headerDelimiter),
      shown(delimiter),
    ),
  );
}

function shown(delimiter: string): string {
  return delimiter === "\t" ? "tab" : delimiter;
}

/** The warning of a first line that may be the other than what it was taken for. */
export function doubtProblem(doubt: HeaderDoubt, location: Required<CsvLocation>): Problem {
  const { file, line } = location;
  const text =
    doubt === "values"
      ? message(
          "Line {0} of {1} is taken for the names of the columns, but looks like the rows below it. Read it as a row if it is one.",
          line,
          file,
        )
      : message("Line {0} of {1} is taken for a row, but only counts the columns. Read it as a header if it is their names.", line, file);
  const asNames = fix(message("Read the first line as names"), set(["data", "header"], true));
  const asRow = fix(message("Read the first line as a row"), set(["data", "header"], false));
  return { ...fileProblem("warning", "header-in-doubt", location, text), fixes: doubt === "values" ? [asRow, asNames] : [asNames, asRow] };
}
