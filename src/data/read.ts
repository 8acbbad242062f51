// CSV files to one table. What the document says is believed, the rest is found; a row or value that does not fit is a problem with its
// file and line, and only what leaves nothing to show is thrown.

import { message } from "../model/message.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import type { ColumnSettings, DataSettings } from "../model/schema.ts";
import { readRecords } from "./csv.ts";
import { findDecimal, findDelimiter, findHeader, possibleMarks } from "./dialect.ts";
import { decodeText } from "./encoding.ts";
import { missingTexts } from "./fields.ts";
import { buildColumn } from "./kinds.ts";
import { headerNames, numberedNames } from "./names.ts";
import { type DecimalMark, numberReader } from "./numbers.ts";
import { documentProblem, fileError, type Place } from "./problems.ts";
import { RaggedRecords } from "./ragged.ts";
import { type ReadHooks, totalSize, watchedChunks } from "./sources.ts";
import { filePath, placeOfRow, type Table } from "./table.ts";
import type { Source } from "./types.ts";

/** What a document says about how its CSV is read; an absent field is found. */
export type ReadSettings = {
  readonly [K in "encoding" | "delimiter" | "decimal" | "header" | "comment" | "columns"]?: DataSettings[K] | undefined;
};

/** Records of all files as one list of texts per column. */
interface Records {
  readonly names: readonly string[];
  readonly header: boolean;
  readonly texts: readonly string[][];
  readonly lines: number[];
  readonly starts: number[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the files as one table, one after the other. `problems` of the table has warnings (short records) and errors that leave the
 * columns readable (long records, values that are not of the kind the document says).
 * @throws ProblemError where there is no table: text that cannot be decoded, no rows, an open quote, files with different columns,
 *   or the person does not want to wait any longer (`cancelled`)
 */
export async function readTable(sources: readonly Source[], settings: ReadSettings = {}, hooks: ReadHooks = {}): Promise<Table> {
  const texts = (await collectBytes(sources, hooks)).map((bytes, index) => decodeText(bytes, settings.encoding, placeOf(sources, index)));
  const [first] = texts;
  if (first === undefined) throw noFile();
  const delimiter = settings.delimiter ?? findDelimiter(first.text, settings.comment, placeOf(sources, 0));
  const contents = texts.map(({ text }) => text);
  const records = collectRecords(sources, contents, delimiter, settings);
  const columns = records.names.map((name, index) => {
    const own = ownSettings(settings, name);
    return { name, own, texts: records.texts[index]!, missing: missingTexts(own.missing_values), thousands: own.thousands };
  });
  const decimal = settings.decimal ?? findDecimal(delimiter, columns);
  const table = {
    dialect: { encoding: first.encoding, delimiter, decimal, header: records.header },
    files: sources.map((source) => source.name),
    rows: records.lines.length,
    lines: Uint32Array.from(records.lines),
    starts: records.starts,
  };
  const problems = [...records.problems];
  const built = columns.map(({ name, own, texts, missing, thousands }) => {
    if (thousands === decimal) problems.push(sameMark(name, decimal));
    const { column, failure } = buildColumn(name, texts, missing, numberReader(decimal, thousands), own.kind);
    if (failure !== undefined) problems.push(notOfKind(name, own.kind!, failure.text, placeOfRow(table, failure.row)));
    return column;
  });
  return { ...table, columns: built, problems };
}

/** The bytes of each file. */
async function collectBytes(sources: readonly Source[], hooks: ReadHooks): Promise<Uint8Array[]> {
  const files: Uint8Array[] = [];
  const total = totalSize(sources);
  let before = 0;
  for (const source of sources) {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of watchedChunks(source, hooks, before, total)) {
      chunks.push(chunk);
      length += chunk.length;
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    files.push(bytes);
    before += length;
  }
  return files;
}

/** What the document says about a column. */
export function ownSettings(settings: Pick<ReadSettings, "columns">, name: string): ColumnSettings {
  const columns = settings.columns ?? {};
  return Object.hasOwn(columns, name) ? columns[name]! : {};
}

function collectRecords(sources: readonly Source[], contents: readonly string[], delimiter: string, settings: ReadSettings): Records {
  let names: readonly string[] | undefined;
  let header = false;
  let texts: string[][] = [];
  const lines: number[] = [];
  const starts: number[] = [];
  const problems: Problem[] = [];
  for (const [index, content] of contents.entries()) {
    const place = placeOf(sources, index);
    const ragged = new RaggedRecords(place);
    let atStart = true;
    starts.push(lines.length);
    readRecords(content, { delimiter, comment: settings.comment }, place, (fields, line) => {
      if (names === undefined) {
        header = settings.header ?? findHeader(fields, possibleMarks(delimiter, settings.decimal));
        names = header ? headerNames(fields) : numberedNames(fields.length);
        texts = names.map(() => []);
      } else if (atStart && index > 0) {
        const named = settings.header === undefined ? findHeader(fields, possibleMarks(delimiter, settings.decimal)) : header;
        checkColumns(names, header || named ? headerNames(fields) : numberedNames(fields.length), place, sources[0]!.name);
      }
      const isHeader = atStart && header;
      atStart = false;
      if (isHeader) return;
      if (fields.length !== names.length) ragged.add(fields.length, names.length, line);
      for (let c = 0; c < texts.length; c++) texts[c]!.push(fields[c] ?? "");
      lines.push(line);
    });
    if (atStart)
      throw fileError("empty-file", place, message("{0} is empty. Choose a CSV with a row of names and rows of values.", place.file));
    problems.push(...ragged.problems());
  }
  if (lines.length === 0) {
    const place = placeOf(sources, 0);
    throw fileError(
      "no-rows",
      place,
      message("{0} has names of columns but no rows of values. Add rows, or choose another CSV.", place.file),
    );
  }
  return { names: names ?? [], header, texts, lines, starts, problems };
}

function placeOf(sources: readonly Source[], index: number): Place {
  return { file: sources[index]!.name, path: filePath(index, sources.length) };
}

function checkColumns(expected: readonly string[], found: readonly string[], place: Place, first: string): void {
  if (expected.length === found.length && expected.every((name, index) => name === found[index])) return;
  throw fileError(
    "different-columns",
    place,
    message(
      "{0} has the columns {1}, but {2} has {3}. List only files with equal columns in data.file.",
      place.file,
      found.join(", "),
      first,
      expected.join(", "),
    ),
  );
}

function noFile(): ProblemError {
  return new ProblemError(
    documentProblem("error", "no-file", ["data", "file"], message("No CSV is given. Set data.file to the path of one.")),
  );
}

function sameMark(name: string, mark: DecimalMark): Problem {
  return documentProblem(
    "error",
    "same-mark",
    ["data", "columns", name, "thousands"],
    message('In column "{0}", "{1}" marks both thousands and decimals. Set data.decimal to the other mark.', name, mark),
  );
}

function notOfKind(name: string, kind: string, text: string, place: Required<Place>): Problem {
  return documentProblem(
    "error",
    "not-of-kind",
    ["data", "columns", name, "kind"],
    kind === "number"
      ? message(
          '"{0}" in column "{1}" is not a number (line {2} of {3}). Correct it, list it in missing_values, or remove the kind.',
          text,
          name,
          place.line,
          place.file,
        )
      : message(
          '"{0}" in column "{1}" is not true or false (line {2} of {3}). Correct it, list it in missing_values, or remove the kind.',
          text,
          name,
          place.line,
          place.file,
        ),
    place,
  );
}
