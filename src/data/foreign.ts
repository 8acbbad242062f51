// Files that people take for a CSV and that are none, told by their first bytes. A name decides only if
// these leave it open: what is called .json may hold a CSV, and what is called .csv a workbook.

import { type Message, message } from "../model/message.ts";
import { withHead } from "./encoding.ts";
import type { ProblemError } from "../model/problem.ts";
import { fileError, type CsvLocation } from "./problems.ts";
import type { Source } from "./types.ts";

export type ForeignKind =
  | "workbook"
  | "web-page"
  | "json"
  | "json-lines"
  | "arrow"
  | "numpy"
  | "database"
  | "hdf5"
  | "pickle"
  | "pdf"
  | "archive";

/** Bytes in which a file says what it is; of a packed one they hold the names of its first members. */
const HEAD = 512;

const SIGNATURES: readonly (readonly [start: string, kind: ForeignKind])[] = [
  ["\xd0\xcf\x11\xe0", "workbook"],
  ["ARROW1\0\0", "arrow"],
  ["FEA1", "arrow"],
  ["\x93NUMPY", "numpy"],
  ["SQLite format 3\0", "database"],
  ["\x89HDF\r\n", "hdf5"],
  ["\x80\x02", "pickle"],
  ["\x80\x03", "pickle"],
  ["\x80\x04", "pickle"],
  ["\x80\x05", "pickle"],
  ["%PDF-", "pdf"],
  ["7z\xbc\xaf\x27\x1c", "archive"],
  ["Rar!\x1a\x07", "archive"],
  ["\xfd7zXZ\0", "archive"],
  ["BZh91AY&SY", "archive"],
  ["\x28\xb5\x2f\xfd", "archive"],
];

/** What the file is instead of a table that can be read. */
export async function foreignKind(source: Source): Promise<ForeignKind | undefined> {
  for await (const head of withHead(source.chunks(), HEAD)) {
    const text = String.fromCharCode(...head.subarray(0, HEAD));
    if (text.startsWith("PK\x03\x04")) return packedKind(text, source.name);
    return SIGNATURES.find(([start]) => text.startsWith(start))?.[1] ?? writtenKind(text.replace(/^\xef\xbb\xbf/, ""), source.name);
  }
  return undefined;
}

/** A zip file: a workbook unless its members or its name say otherwise. */
function packedKind(head: string, name: string): ForeignKind {
  if (/\[Content_Types\]\.xml|_rels\/|xl\/|opendocument\.spreadsheet|\bIndex\/(?:Document|Tables)/.test(head)) return "workbook";
  if (/\.npy/.test(head)) return "numpy";
  return /\.zip$/i.test(name) || /^.{30}[^\0]*\.(?:csv|tsv|txt|json|parquet)/is.test(head) ? "archive" : "workbook";
}

/** Text of another kind. A record may start with a bracket, but hardly ever goes on as these do. */
function writtenKind(head: string, name: string): ForeignKind | undefined {
  if (/^\s*<(?:!doctype|html|\?xml|head|table|meta)\b/i.test(head)) return "web-page";
  const isNamed = /\.(?:json|jsonl|ndjson|geojson|ipynb)$/i.test(name);
  if (/^\s*(?:\{\s*"(?:[^"\\]|\\.)*"\s*:|\[\s*(?:\{\s*"|\[))/.test(head) || (isNamed && /^\s*[[{]/.test(head))) {
    const isLines = /\.(?:jsonl|ndjson)$/i.test(name) || /^\s*\{[^\r\n]*\}[ \t]*\r?\n[ \t]*\{/.test(head);
    return isLines ? "json-lines" : "json";
  }
  return undefined;
}

/** What it is, and how it becomes a CSV. */
export function notCsv(location: CsvLocation, kind: ForeignKind): ProblemError {
  return fileError(kind === "json-lines" ? "json" : kind, { ...location, line: 1 }, sentence(location.file, kind));
}

function sentence(file: string, kind: ForeignKind): Message {
  switch (kind) {
    case "workbook":
      return message("{0} is a workbook, not a CSV. Open it in the spreadsheet and save the sheet as CSV.", file);
    case "web-page":
      return message(
        "{0} is a web page, not a CSV. Open it in a spreadsheet and save the table as CSV, or download the file itself.",
        file,
      );
    case "json":
      return message("{0} is JSON, not a CSV. Save its records as CSV, in Python by {1}.", file, pandas("read_json"));
    case "json-lines":
      return message("{0} is JSON, not a CSV. Save its records as CSV, in Python by {1}.", file, pandas("read_json", ", lines=True"));
    case "arrow":
      return message(
        "{0} is a Feather (Arrow) file, not a CSV. Save it as CSV or Parquet, in Python by {1}.",
        file,
        pandas("read_feather"),
      );
    case "numpy":
      return message(
        "{0} is a NumPy array, not a CSV. Save it as CSV, in Python by {1}.",
        file,
        'numpy.savetxt("table.csv", numpy.load("…"), delimiter=",")',
      );
    case "database":
      return message(
        "{0} is an SQLite database, not a CSV. Export one of its tables as CSV, in a terminal by {1}.",
        file,
        'sqlite3 -header -csv … "SELECT * FROM …" > table.csv',
      );
    case "hdf5":
      return message("{0} is an HDF5 file, not a CSV. Save its table as CSV, in Python by {1}.", file, pandas("read_hdf"));
    case "pickle":
      return message(
        "{0} is a Python pickle, not a CSV. If you trust where it comes from, save its table as CSV, by {1}.",
        file,
        pandas("read_pickle"),
      );
    case "pdf":
      return message("{0} is a PDF, not a CSV. Copy its table into a spreadsheet and save that as CSV.", file);
    case "archive":
      return message("{0} is a packed archive, not a CSV. Unpack it and choose the CSV in it.", file);
  }
}

/** Code is the same in every language. */
function pandas(reader: string, options = ""): string {
  return `pandas.${reader}("…"${options}).to_csv("table.csv", index=False)`;
}
