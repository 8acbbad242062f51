// A CSV with what a trained network says of each of its rows, as columns at its right edge; everything else
// stays as it was written, but for formulas. One that is packed by gzip comes back unpacked.

import { appendColumns } from "../data/append-columns.ts";
import { decodeAs } from "../data/encoding.ts";
import { formatOf, gunzip } from "../data/formats.ts";
import { allBytes, bytesSource } from "../data/sources.ts";
import { message } from "../model/message.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import { Predictor, type TrainedWeights } from "./predict.ts";

export interface PredictedCsv {
  /** To be written as UTF-8. */
  readonly text: string;
  /** Warnings, as of categories that training did not know. */
  readonly problems: readonly Problem[];
}

/**
 * @param threshold from which probability on a binary answer is positive; the weights' own if nothing is
 *   said
 * @param name of the CSV, for what is said of it
 * @param keepsFormulas whether a text that a spreadsheet would run as a formula stays one
 * @throws ProblemError if weights and layers do not fit, or the CSV cannot be read, lacks columns, or has
 *   values of another kind than in training
 */
export async function predictCsv(
  weights: TrainedWeights,
  threshold: number | undefined,
  name: string,
  file: Uint8Array,
  keepsFormulas = false,
): Promise<PredictedCsv> {
  const bytes = await unpacked(name, file);
  const predictor = new Predictor(weights, threshold);
  const { table, columns, answerOf, problems, read } = await predictor.predict([bytesSource(name, bytes)]);
  const { encoding, decimal } = table.dialect;
  const decoded = decodeAs(bytes, encoding).text.replace(/^\ufeff/, "");
  // Nothing is to stand behind the mark that ends a file.
  const text = table.dialect.endMark ? decoded.slice(0, decoded.lastIndexOf("\u001a")) : decoded;
  const added = columns.map((column) => ({
    name: column.name,
    cell: (row: number) => {
      const answer = answerOf[row]!;
      if (answer < 0) return "";
      return column.isNumber && decimal === "," ? column.cell(answer).replace(".", ",") : column.cell(answer);
    },
  }));
  return { text: mark(bytes, encoding) + appendColumns(text, table, added, read, keepsFormulas), problems };
}

/**
 * A mark says that the result is UTF-8 if there was one, and to those who may expect the encoding that was
 * there.
 */
function mark(bytes: Uint8Array, encoding: string): string {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return isMarked || encoding !== "utf-8" ? "\ufeff" : "";
}

/**
 * The CSV itself, unpacked if it is packed by gzip.
 * @throws ProblemError if it is damaged or Parquet
 */
async function unpacked(name: string, file: Uint8Array): Promise<Uint8Array> {
  const source = bytesSource(name, file);
  switch (await formatOf(source)) {
    case "text":
      return file;
    case "gzip":
      return allBytes(gunzip(source.chunks(), { file: name, path: [] }));
    case "parquet":
      throw notPlain(name);
  }
}

function notPlain(name: string): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "not-plain",
    path: [],
    message: message("{0} is not a plain CSV, so columns cannot be added to it. Save it as CSV first.", name),
  });
}
