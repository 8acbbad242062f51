// A thread that helps to read a CSV: it is sent pieces of text and sends back what they hold, which it does
// not keep. It is a bundle of its own: without all else that a worker knows it starts in half the time.

import { parentPort, workerData } from "node:worker_threads";
import type { Piece, PieceSettings } from "../../data/pieces/piece.ts";
import { PieceReader } from "../../data/pieces/piece-reader.ts";

const reader = new PieceReader(workerData as PieceSettings);

parentPort?.on("message", (piece: Piece) => {
  const read = reader.read(piece);
  const arrays = read.news.flatMap(({ values, texts, met }) => [values, texts?.bytes, texts?.ends, met]);
  const own = [read.facts, read.rowLines, ...arrays].flatMap((array) => (array === undefined ? [] : [array.buffer]));
  parentPort?.postMessage(read, [read.bytes.buffer, read.cells, ...own]);
});
