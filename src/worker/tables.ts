// The tables that were read, kept between questions: another role, loss or split does not read a large CSV again. A table belongs to its
// files as they were and to what decides how they are read; of a few, the one that was asked for least recently is dropped.

import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { type ReadSettings, readTable } from "../data/read.ts";
import type { ReadHooks } from "../data/sources.ts";
import { cellText, type Table } from "../data/table.ts";
import type { Experiment } from "../model/schema.ts";
import type { ReadingProgress, RowPage, RowsQuestion, SourceReference } from "../protocol/worker.ts";
import { readSources } from "./read-sources.ts";

/** Tables that are kept. */
const KEPT = 3;
/** Milliseconds between two reports: at most 10 a second. */
const PACE = 100;

type Data = Experiment["data"] & Pick<ReadSettings, "encodingHint">;

export class Tables {
  /** The least recently used first. */
  readonly #kept = new Map<string, Table>();
  /** The table of each document. */
  readonly #keys = new Map<string, string>();
  /** What each document reads at the moment. */
  readonly #reading = new Map<string, { isCancelled: boolean }>();

  /**
   * The document's CSVs as a table, read only where it is not kept.
   * @throws ProblemError where they cannot be read; of code `cancelled` after `cancel`
   */
  async read(document: string, data: Data, sources: readonly SourceReference[], tell: (progress: ReadingProgress) => void): Promise<Table> {
    const key = JSON.stringify([await Promise.all(sources.map(versionOf)), readingOf(data)]);
    const table = this.#kept.get(key) ?? (await this.#read(document, data, sources, tell));
    this.#kept.delete(key);
    this.#kept.set(key, table);
    this.#keys.set(document, key);
    for (const old of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - KEPT))) this.#kept.delete(old);
    return table;
  }

  cancel(document: string): void {
    const reading = this.#reading.get(document);
    if (reading) reading.isCancelled = true;
  }

  /** A piece of the document's table; undefined where it is not kept any more. */
  rows(document: string, { from, count, firstColumn, columnCount }: RowsQuestion): RowPage | undefined {
    const table = this.#kept.get(this.#keys.get(document) ?? "");
    if (table === undefined) return undefined;
    const rows = Array.from({ length: Math.max(0, Math.min(count, table.rows - from)) }, (_, index) => from + index);
    const columns = table.columns.slice(firstColumn, firstColumn + columnCount);
    return {
      lines: rows.map((row) => table.lines[row]!),
      cells: rows.map((row) => columns.map((column) => cellText(column, row) ?? null)),
    };
  }

  async #read(
    document: string,
    data: Data,
    sources: readonly SourceReference[],
    tell: (progress: ReadingProgress) => void,
  ): Promise<Table> {
    const reading = { isCancelled: false };
    let toldAt = 0;
    const hooks: ReadHooks = {
      isCancelled: () => reading.isCancelled,
      progressed: (done, total = 0) => {
        const now = performance.now();
        if (now - toldAt < PACE) return;
        toldAt = now;
        tell({ document, done, total });
      },
    };
    this.#reading.set(document, reading);
    try {
      return await readTable(await readSources(data.file, sources), data, hooks);
    } finally {
      if (this.#reading.get(document) === reading) this.#reading.delete(document);
    }
  }
}

/** What tells a file from itself after a change. One that is not there is said to be so by who reads it. */
async function versionOf(source: SourceReference): Promise<readonly unknown[]> {
  if ("bytes" in source) return [source.name, createHash("sha1").update(source.bytes).digest("hex")];
  const found = await stat(source.path).catch(() => undefined);
  return [source.name, source.path, found?.size, found?.mtimeMs];
}

/** Everything of the data settings that the table depends on. */
function readingOf({ file, encoding, delimiter, decimal, header, comment, columns, encodingHint }: Data): readonly unknown[] {
  const own = Object.entries(columns).map(([name, { kind, missing_values, thousands }]) => [name, kind, missing_values, thousands]);
  return [
    file,
    encoding ?? { found: encodingHint },
    delimiter,
    decimal,
    header,
    comment,
    own.filter((column) => column.some((field, index) => index > 0 && field !== undefined)),
  ];
}
