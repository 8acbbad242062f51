// The rows that were asked for and have come, in pages. Only pages that are on the screen are asked for, one
// question at a time, so that somebody who drags through a million rows waits for the last question and not
// for all of them.

import type { RowPage, RowsQuestion } from "../../../../src/protocol/worker.ts";

/** Rows and columns of a page. */
const ROWS = 100;
const COLUMNS = 32;
/** Pages that are kept. */
const KEPT = 64;

type Fetch = (question: RowsQuestion) => Promise<RowPage | undefined>;

interface Kept {
  readonly page: RowPage;
  /** Of another reading: shown until the new one is there. */
  isStale: boolean;
}

export class RowPages {
  readonly #fetch: Fetch;
  readonly #arrived: () => void;
  /** By row and column of the page; the least recently used first. */
  readonly #pages = new Map<string, Kept>();
  #wanted: RowsQuestion | undefined;
  #isAsking = false;
  #reading = 0;

  /** @param arrived told when a page has come */
  constructor(fetch: Fetch, arrived: () => void) {
    this.#fetch = fetch;
    this.#arrived = arrived;
  }

  /** The table was read anew. */
  outdate(): void {
    this.#reading++;
    for (const kept of this.#pages.values()) kept.isStale = true;
  }

  /** The text of a cell; null is a missing value, undefined one that has not come yet. */
  cell(row: number, column: number): string | null | undefined {
    return this.#at(row, column)?.cells[row % ROWS]?.[column % COLUMNS];
  }

  /** The line of a row in its file, once it has come. */
  line(row: number, column: number): number | undefined {
    return this.#at(row, column)?.lines[row % ROWS];
  }

  /** Which of the files a row is of, once it has come. */
  file(row: number, column: number): number | undefined {
    const page = this.#at(row, column);
    return page?.files ? page.files[row % ROWS] : page && 0;
  }

  /** Asks for what is missing of a piece that is seen; a later wish takes the place of an earlier one. */
  want(piece: RowsQuestion): void {
    this.#wanted = piece;
    if (!this.#isAsking) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    try {
      for (let next = this.#missing(); next !== undefined; next = this.#missing()) {
        const reading = this.#reading;
        const question = { from: next[0] * ROWS, count: ROWS, firstColumn: next[1] * COLUMNS, columnCount: COLUMNS };
        const page = await this.#fetch(question);
        // Nothing is kept while the table is read again; what is shown then asks anew.
        if (page === undefined) return;
        this.#pages.delete(keyOf(...next));
        this.#pages.set(keyOf(...next), { page, isStale: reading !== this.#reading });
        for (const key of [...this.#pages.keys()].slice(0, Math.max(0, this.#pages.size - KEPT))) this.#pages.delete(key);
        this.#arrived();
      }
    } finally {
      this.#isAsking = false;
    }
  }

  /** The first page of what is wanted that is not there. */
  #missing(): [row: number, column: number] | undefined {
    if (this.#wanted === undefined) return undefined;
    const { from, count, firstColumn, columnCount } = this.#wanted;
    for (let row = Math.floor(from / ROWS); row * ROWS < from + count; row++) {
      for (let column = Math.floor(firstColumn / COLUMNS); column * COLUMNS < firstColumn + columnCount; column++) {
        if (this.#pages.get(keyOf(row, column))?.isStale !== false) return [row, column];
      }
    }
    return undefined;
  }

  #at(row: number, column: number): RowPage | undefined {
    return this.#pages.get(keyOf(Math.floor(row / ROWS), Math.floor(column / COLUMNS)))?.page;
  }
}

/** What a page that is there has of a piece. */
export function pieceOf({ lines, files, cells }: RowPage, { from, count, firstColumn, columnCount }: RowsQuestion): RowPage {
  return {
    lines: lines.slice(from, from + count),
    ...(files ? { files: files.slice(from, from + count) } : {}),
    cells: cells.slice(from, from + count).map((texts) => texts.slice(firstColumn, firstColumn + columnCount)),
  };
}

function keyOf(row: number, column: number): string {
  return `${row}:${column}`;
}
