// Tables of the document as the page's worker reads them, and two ways to stop at what real reading only
// passes through: a reader that is held on its way, and a table that is said to be as large as people have
// them.

import { readingCancelled } from "../../src/data/sources.ts";
import type { DataSummary } from "../../src/data/types.ts";
import type { FirstRows, ReadingProgress, RowsQuestion, Tables } from "../../src/protocol/worker.ts";
import type { TableReader } from "../../src/session/data/document-data.ts";
import { Emitter } from "../../src/session/emitter.ts";
import type { MemoryFolder } from "./memory-folder.ts";

/** @param document what the worker knows it by */
export function tableReader(folder: MemoryFolder, worker: Tables, document: string): TableReader {
  return {
    onDidAllow: new Emitter<void>().event,
    askAgain: () => {},
    describe: async (experiment, begun) => {
      const sources = folder.sources(experiment.data.file);
      await begun();
      return worker.describe(experiment, sources, { document });
    },
    cancel: () => worker.cancelReading(document),
    rows: (question) => worker.rows(document, question),
    rowValues: (row) => worker.rowValues(document, row),
  };
}

/** How far the reading has come where it is held. */
export interface Hold {
  readonly done: number;
  readonly total: number;
  /** Whether the first rows were told already. */
  readonly hasFirst?: boolean;
}

/** Reads as another reader does, but answers only when it is let go, or not if reading is cancelled. */
export class HeldReader implements TableReader {
  readonly #reader: TableReader;
  readonly #tell: (progress: Omit<ReadingProgress, "document">) => void;
  #hold: Hold | undefined;
  #go: { readonly on: () => void; readonly off: (reason: Error) => void } | undefined;

  constructor(reader: TableReader, tell: (progress: Omit<ReadingProgress, "document">) => void) {
    this.#reader = reader;
    this.#tell = tell;
  }

  get onDidAllow(): TableReader["onDidAllow"] {
    return this.#reader.onDidAllow;
  }

  /** From now on readings get no further than this. */
  hold(at: Hold): void {
    this.#hold = at;
  }

  /** Lets the reading go on to its end, and all that follow. */
  release(): void {
    this.#hold = undefined;
    this.#go?.on();
  }

  askAgain(): void {
    this.#reader.askAgain();
  }

  async describe(...question: Parameters<TableReader["describe"]>): Promise<DataSummary> {
    const summary = await this.#reader.describe(...question);
    if (this.#hold === undefined) return summary;
    const { done, total, hasFirst } = this.#hold;
    const held = new Promise<void>((resolve, reject) => (this.#go = { on: resolve, off: reject }));
    this.#tell({ done, total, ...(hasFirst ? { first: await this.#first(summary) } : {}) });
    await held;
    return summary;
  }

  async cancel(): Promise<void> {
    this.#hold = undefined;
    this.#go?.off(readingCancelled());
    await this.#reader.cancel();
  }

  rows: TableReader["rows"] = (question) => this.#reader.rows(question);
  rowValues: TableReader["rowValues"] = (row) => this.#reader.rowValues(row);

  async #first({ files, columns }: DataSummary): Promise<FirstRows> {
    const page = await this.#reader.rows({ from: 0, count: 100, firstColumn: 0, columnCount: columns.length });
    if (page === undefined) throw new Error("The table is not kept any more.");
    return { files, columns: columns.map(({ name, kind }) => ({ name, kind })), page };
  }
}

/** The same table so many times below itself. */
export function repeated(reader: TableReader, times: number): TableReader {
  let own = 0;
  return {
    ...reader,
    describe: async (...question) => {
      const summary = await reader.describe(...question);
      own = summary.rows;
      return enlarged(summary, times);
    },
    rows: async (question) => {
      const first = await reader.rows({ ...question, from: question.from % own });
      if (first === undefined) return undefined;
      const count = Math.max(0, Math.min(question.count, own * times - question.from));
      // A piece that goes over the end of the own table begins with it again.
      const rest: RowsQuestion = { ...question, from: 0, count: count - first.cells.length };
      const second = rest.count > 0 ? await reader.rows(rest) : undefined;
      const cells = [...first.cells, ...(second?.cells ?? [])];
      return { lines: cells.map((_, index) => question.from + index + 2), cells };
    },
    rowValues: (row) => reader.rowValues(row % own),
  };
}

function enlarged(summary: DataSummary, times: number): DataSummary {
  const { dropped, split } = summary;
  return {
    ...summary,
    rows: summary.rows * times,
    dropped: { missingTarget: dropped.missingTarget * times, missingFeature: dropped.missingFeature * times },
    split: { train: split.train * times, validation: split.validation * times, test: split.test * times },
    columns: summary.columns.map((column) => ({ ...column, missing: column.missing * times })),
  };
}
