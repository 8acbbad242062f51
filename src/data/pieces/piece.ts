// What crosses between the reader of a file and the threads that help it: a piece of text goes out, its
// columns come back. There are few objects, because a table may have hundreds of columns; their cells lie
// behind each other in one array of bytes.

import type { ColumnSettings } from "../../model/schema.ts";
import type { NumberPlan } from "../kernel/record-kernel.ts";
import type { HeldNumbers } from "../number-cells.ts";
import type { DecimalMark } from "../numbers.ts";

/** What is alike in all pieces of a table. */
export interface PieceSettings {
  readonly delimiter: string;
  readonly comment: string | undefined;
  /** The possible decimal marks. */
  readonly marks: readonly DecimalMark[];
  readonly columns: readonly { readonly name: string; readonly own: ColumnSettings }[];
}

/** A piece of text from the beginning of a record on, most likely to the end of one. */
export interface Piece {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How each column was read so far. */
  readonly states: readonly ColumnState[];
  /** Room for its cells, which may be too small. */
  readonly room: ArrayBuffer | undefined;
}

/** How a column is read: as texts, as numbers that are kept in some way, or not, because it is read later. */
export type ColumnState =
  | { readonly kind: "texts" | "none" }
  | {
      readonly kind: "numbers";
      readonly plan: Pick<NumberPlan, "kind" | "decimals">;
      readonly isCounted: boolean;
    };

/** What a piece holds, as far as its records are plain enough for a thread of its own. */
export interface ReadPiece {
  /** The text as it was given. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of the records that were read, from the first on; the rest is left. */
  readonly taken: number;
  /** Lines of these bytes. */
  readonly lines: number;
  readonly rows: number;
  /** The line of each row, from 0 at the piece's beginning; absent if each line is a row. */
  readonly rowLines?: Uint32Array<ArrayBuffer>;
  /** Whether a lone U+001A is among them. */
  readonly hasEndMark: boolean;
  /** What `partsOf` reads: FACTS numbers for each column. */
  readonly facts: Int32Array<ArrayBuffer>;
  readonly cells: ArrayBuffer;
  readonly news: readonly ColumnNews[];
}

/** What a thread has met in a column for the first time; a column without any is left out. */
export interface ColumnNews {
  readonly column: number;
  /** Different numbers, and how some of them are written. */
  readonly values?: Float64Array<ArrayBuffer>;
  readonly written?: readonly (readonly [value: number, text: string])[];
  /** Texts, of which the thread gave the first this number. */
  readonly first?: number;
  readonly texts?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly ends: Uint32Array<ArrayBuffer> };
  /** How often each text was met in this piece that means missing. */
  readonly met?: Uint32Array<ArrayBuffer>;
}

/** The cells of a column in a piece. */
export type ColumnPart =
  | { readonly kind: "numbers"; readonly held: HeldNumbers; readonly present: number; readonly point: boolean; readonly comma: boolean }
  | { readonly kind: "texts"; readonly codes: Int32Array }
  | { readonly kind: "none" };

/** Of a column: what its cells are, decimals, values, decimal marks, and where its cells begin. */
const FACTS = 5;
const [NOTHING, WHOLE, DOUBLES, CODES] = [0, 1, 2, 3];
const [POINT, COMMA] = [1, 2];
/** Bytes that doubles may begin at. */
const STEP = 8;

/** Puts the parts of a piece's columns behind each other, in the room if it is large enough. */
export function packParts(parts: readonly ColumnPart[], room?: ArrayBuffer): Pick<ReadPiece, "facts" | "cells"> {
  const facts = new Int32Array(FACTS * parts.length);
  let length = 0;
  const arrays = parts.map((part, column) => {
    const at = FACTS * column;
    if (part.kind === "none") return undefined;
    const cells = part.kind === "texts" ? part.codes : part.held.cells;
    if (part.kind === "numbers") {
      facts[at + 1] = part.held.decimals;
      facts[at + 2] = part.present;
      facts[at + 3] = (part.point ? POINT : 0) | (part.comma ? COMMA : 0);
    }
    facts[at] = part.kind === "texts" ? CODES : cells instanceof Int32Array ? WHOLE : DOUBLES;
    facts[at + 4] = length;
    length += Math.ceil(cells.byteLength / STEP) * STEP;
    return cells;
  });
  const cells = room !== undefined && room.byteLength >= length ? room : new ArrayBuffer(length);
  for (const [column, array] of arrays.entries()) {
    if (array === undefined) continue;
    const place = facts[FACTS * column + 4]!;
    if (array instanceof Int32Array) new Int32Array(cells, place, array.length).set(array);
    else new Float64Array(cells, place, array.length).set(array);
  }
  return { facts, cells };
}

/** The cells of the columns of a piece. */
export function partsOf(piece: ReadPiece): ColumnPart[] {
  return Array.from({ length: piece.facts.length / FACTS }, (_, column) => partOf(piece, column));
}

function partOf({ facts, cells, rows }: ReadPiece, column: number): ColumnPart {
  const [kind = 0, decimals = 0, present = 0, marks = 0, place = 0] = facts.subarray(FACTS * column, FACTS * (column + 1));
  if (kind === NOTHING) return { kind: "none" };
  if (kind === CODES) return { kind: "texts", codes: new Int32Array(cells, place, rows) };
  const values = kind === WHOLE ? new Int32Array(cells, place, rows) : new Float64Array(cells, place, rows);
  return { kind: "numbers", held: { cells: values, decimals }, present, point: (marks & POINT) !== 0, comma: (marks & COMMA) !== 0 };
}
