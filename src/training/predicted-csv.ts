// A CSV with what a trained network says of each of its rows, as columns at its right edge; everything else
// stays as it was written, but for formulas. One that is packed by gzip comes back unpacked. The CSV is read
// once to understand it and once more to write it, both in pieces, so that it need not fit into memory.

import { ColumnAppender } from "../data/append-columns.ts";
import { TextStream, withHead } from "../data/encoding.ts";
import { formatOf, gunzip } from "../data/formats.ts";
import { type ReadHooks, ReadProgress } from "../data/sources.ts";
import type { Source } from "../data/types.ts";
import { message } from "../model/message.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import { type PredictedTable, Predictor, type TrainedWeights } from "./predict.ts";

export interface PredictedCsv {
  /** Warnings, as of categories that training did not know. */
  readonly problems: readonly Problem[];
  /**
   * The CSV as UTF-8, once. A piece holds until the next is asked for.
   * @throws ProblemError if the file changes meanwhile, a value is beyond float32, or of code `cancelled`
   */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Leaves nothing of a table that lies on the disk; to be called also if not all pieces were taken. */
  readonly release: () => void;
}

export interface PredictionHooks extends ReadHooks {
  /** Bytes of the CSV that were written again, and how many there are, if that is known. */
  written?(done: number, total: number | undefined): void;
}

/**
 * @param threshold from which probability on a binary answer is positive; the weights' own if nothing is
 *   said
 * @param keepsFormulas whether a text that a spreadsheet would run as a formula stays one
 * @throws ProblemError if weights and layers do not fit, or the CSV cannot be read, lacks columns, or has
 *   values of another kind than in training
 */
export async function predictCsv(
  weights: TrainedWeights,
  threshold: number | undefined,
  source: Source,
  keepsFormulas = false,
  hooks: PredictionHooks = {},
): Promise<PredictedCsv> {
  const format = await formatOf(source);
  if (format === "parquet") throw notPlain(source.name);
  const predicted = await new Predictor(weights, threshold).predict([source], hooks);
  return {
    problems: predicted.problems,
    pieces: piecesOf(predicted, source, format === "gzip", keepsFormulas, hooks),
    release: () => predicted.table.release?.(),
  };
}

async function* piecesOf(
  { table, columns, answerOf, read }: PredictedTable,
  source: Source,
  isPacked: boolean,
  keepsFormulas: boolean,
  hooks: PredictionHooks,
): AsyncGenerator<Uint8Array> {
  const { encoding, decimal, endMark = false } = table.dialect;
  const added = columns.map((column) => ({
    name: column.name,
    cell: (row: number) => {
      const answer = answerOf[row]!;
      if (answer < 0) return "";
      return column.isNumber && decimal === "," ? column.cell(answer).replace(".", ",") : column.cell(answer);
    },
  }));
  const appender = new ColumnAppender(table, added, read, keepsFormulas);
  const location = { file: source.name, path: [] };
  const progress = new ReadProgress([source], {
    isCancelled: () => hooks.isCancelled?.() ?? false,
    progressed: (done, total) => hooks.written?.(done, total),
  });
  const chunks = progress.watch(source);
  const head: Uint8Array[] = [];
  const bytes = remembered(withHead(isPacked ? gunzip(chunks, location) : chunks, 3), head);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  const text = new TextStream(encoding, location);
  let isFirst = true;
  let held = "";
  for await (const piece of text.read(bytes)) {
    const all = held + decoder.decode(piece, { stream: true });
    // Nothing is to stand behind the mark that ends a file.
    const end = endMark ? all.lastIndexOf("\u001a") : -1;
    held = end >= 0 && all.slice(end + 1).trim() === "" ? all.slice(end) : "";
    const result = appender.push(all.slice(0, all.length - held.length), false);
    const mark = isFirst ? markOf(head[0]!, encoding) : "";
    isFirst = false;
    if (mark + result !== "") yield encoder.encode(mark + result);
  }
  yield encoder.encode(appender.push("", true));
}

/** The pieces; the beginning of the first is put into `head`. */
async function* remembered(pieces: AsyncIterable<Uint8Array>, head: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    if (head.length === 0) head.push(piece.slice(0, 3));
    yield piece;
  }
}

/**
 * A mark says that the result is UTF-8 if there was one, and to those who may expect the encoding that was
 * there.
 */
function markOf(head: Uint8Array, encoding: string): string {
  const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return isMarked || encoding !== "utf-8" ? "\ufeff" : "";
}

function notPlain(name: string): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "not-plain",
    path: [],
    message: message("{0} is not a plain CSV, so columns cannot be added to it. Save it as CSV first.", name),
  });
}
