// What can be wrong with files as a whole, as sentences: what they are, how they are encoded, and values that
// are not of the kind the document says.

import { message } from "../model/message.ts";
import type { Problem, ProblemError } from "../model/problem.ts";
import type { DecimalMark } from "./numbers.ts";
import { documentError, documentProblem, fileError, type Place } from "./problems.ts";

export function undecodable(encoding: string, place: Required<Place>): ProblemError {
  return fileError(
    "undecodable",
    place,
    message("Line {0} of {1} has bytes that are not {2}. Choose the encoding the file was saved in.", place.line, place.file, encoding),
  );
}

export function differentEncodings(place: Place, encoding: string, other: string, otherEncoding: string): ProblemError {
  return fileError(
    "different-encodings",
    place,
    message("{0} is in {1}, but {2} in {3}. Save all files in one encoding.", place.file, encoding, other, otherEncoding),
  );
}

export function mixedFormats(place: Place): ProblemError {
  return fileError(
    "different-formats",
    place,
    message("Parquet files are listed beside others. List files of one format, or save all of them as CSV."),
  );
}

export function notText(place: Required<Place>): ProblemError {
  return fileError(
    "not-text",
    place,
    message("Line {0} of {1} is not text, so this is not a CSV. Choose a CSV; save a spreadsheet as CSV first.", place.line, place.file),
  );
}

export function noRows(place: Place): ProblemError {
  return fileError("no-rows", place, message("{0} has column names but no rows. Add rows, or choose another CSV.", place.file));
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

export function notOfKind(name: string, kind: string, text: string, place: Required<Place>): Problem {
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
