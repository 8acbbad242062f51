// What can be wrong with files as a whole, as sentences: what they are, how they are encoded, and values that
// are not of the kind the document says.

import { message } from "../model/message.ts";
import type { Problem, ProblemError } from "../model/problem.ts";
import type { DecimalMark } from "./numbers.ts";
import { documentError, documentProblem, fileError, fileProblem, type CsvLocation } from "./problems.ts";

export function undecodable(encoding: string, location: Required<CsvLocation>): ProblemError {
  return fileError(
    "undecodable",
    location,
    message(
      "Line {0} of {1} has bytes that are not {2}. Choose the encoding the file was saved in.",
      location.line,
      location.file,
      encoding,
    ),
  );
}

export function differentEncodings(location: CsvLocation, encoding: string, other: string, otherEncoding: string): ProblemError {
  return fileError(
    "different-encodings",
    location,
    message("{0} is in {1}, but {2} in {3}. Save all files in one encoding.", location.file, encoding, other, otherEncoding),
  );
}

export function mixedFormats(location: CsvLocation): ProblemError {
  return fileError(
    "different-formats",
    location,
    message("Parquet files are listed beside others. List files of one format, or save all of them as CSV."),
  );
}

export function notText(location: Required<CsvLocation>): ProblemError {
  return fileError(
    "not-text",
    location,
    message(
      "Line {0} of {1} is not text, so this is not a CSV. Choose a CSV; save a spreadsheet as CSV first.",
      location.line,
      location.file,
    ),
  );
}

export function noRows(location: CsvLocation): ProblemError {
  return fileError("no-rows", location, message("{0} has column names but no rows. Add rows, or choose another CSV.", location.file));
}

export function noFile(): ProblemError {
  return documentError("no-file", ["data", "file"], message("No CSV is given. Choose one."));
}

export function sameMark(name: string, mark: DecimalMark): Problem {
  return documentProblem(
    "error",
    "same-mark",
    ["data", "columns", name, "thousands"],
    message('In column "{0}", "{1}" marks both thousands and decimals. Set the decimal mark to the other one.', name, mark),
  );
}

export function tooManyTexts(name: string, location: CsvLocation): Problem {
  const text = message(
    'The different texts of column "{0}" do not fit into memory, so it is read as if it were empty. Leave it out of the features and targets.',
    name,
  );
  return fileProblem("warning", "too-many-texts", location, text);
}

export function notOfKind(name: string, kind: string, text: string, location: Required<CsvLocation>): Problem {
  return documentProblem(
    "error",
    "not-of-kind",
    ["data", "columns", name, "kind"],
    kind === "number"
      ? message(
          '"{0}" in column "{1}" is not a number (line {2} of {3}). Correct it, list it in missing_values, or remove the kind.',
          text,
          name,
          location.line,
          location.file,
        )
      : message(
          '"{0}" in column "{1}" is not true or false (line {2} of {3}). Correct it, list it in missing_values, or remove the kind.',
          text,
          name,
          location.line,
          location.file,
        ),
    location,
  );
}
