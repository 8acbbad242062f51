// The numbers of a stop to listen to: the row in which the number in focus stands, from unit to unit, with 0
// in the middle of the pitches and a short tone at that number. If there is one unit only, from row to row.

import type { InsideStep, NumberAddress, TensorPiece, TensorWindow } from "../../../../src/training/inside/types.ts";
import type { Heard } from "../../../chart/curve-sound.ts";
import { heardOf } from "../../../chart/heard.ts";
import { factsOf, largestOf, startAround } from "../inside-view/stops.ts";

/** Numbers that three seconds can tell apart. */
const MOST = 300;

/** What is heard, as a piece of the tensor; of very many numbers those around the one in focus. */
export function heardWindow(step: InsideStep, { tensor, row, column }: NumberAddress): TensorWindow {
  const { rows, columns } = factsOf(step, tensor);
  const across = columns > 1;
  const [at, count] = across ? [column, columns] : [row, rows];
  const from = startAround(at, count, MOST);
  const length = Math.min(count, MOST);
  return across ? { tensor, row, rows: 1, column: from, columns: length } : { tensor, row: from, rows: length, column: 0, columns: 1 };
}

/** @param piece of that window; while it has not come, there is nothing to hear */
export function stopHeard(step: InsideStep, address: NumberAddress, piece: TensorPiece | undefined): readonly Heard[] {
  if (piece === undefined || piece.data.length < 2) return [];
  const { data } = piece;
  const largest = largestOf(step, address.tensor) || Math.max(...data.map(Math.abs)) || 1;
  const window = heardWindow(step, address);
  const at = window.columns > 1 ? address.column - window.column : address.row - window.row;
  const heard = heardOf([{ x: [...data.keys()], y: data }], undefined, [-largest, largest]);
  return [{ ...heard, marks: [{ x: at, y: data[at]! }] }];
}
