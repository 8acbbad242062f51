// The tables that were read, kept between questions: another role, loss or split does not read a large CSV
// again. A table belongs to its files as they were and to what decides how they are read; of a few, the one
// that was asked for least recently is dropped. Of a large file the first rows are told before the rest is
// read.

import { previewTable, readTable } from "../data/read.ts";
import type { ReadSettings } from "../data/read-settings.ts";
import type { ReadHooks } from "../data/sources.ts";
import type { Table } from "../data/table.ts";
import type { Source } from "../data/types.ts";
import { fewAtATime } from "../model/few-at-a-time.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import type { FirstRows, ReadingProgress, RowPage, RowsQuestion, SourceReference } from "../protocol/worker.ts";
import type { WorkerPorts } from "./ports.ts";
import { firstRows, rowPage, rowValues } from "./row-page.ts";

/** Tables that are kept. */
const KEPT = 3;
/** Milliseconds between two reports: at most 10 a second. */
const PACE = 100;
/** Bytes from which on it takes so long to read all that the first rows are told before. */
const LARGE = 2 ** 20;
/** Rows that are told before. */
const FIRST = 100;

/** Where the table is, and how it is read. */
type Data = Pick<Experiment["data"], "file" | "columns"> & ReadSettings;

export class Tables {
  readonly #ports: WorkerPorts;
  /** The least recently used first. */
  readonly #kept = new Map<string, Table>();
  /** The table of each document. */
  readonly #keys = new Map<string, string>();
  /** What each document reads at the moment. */
  readonly #reading = new Map<string, AbortController>();

  constructor(ports: WorkerPorts) {
    this.#ports = ports;
  }

  /**
   * The document's CSVs as a table, read only if it is not kept.
   * @param reading ends it, as `cancel` does
   * @throws ProblemError if they cannot be read; of code `cancelled` if it was ended
   */
  async read(
    document: string,
    data: Data,
    sources: readonly SourceReference[],
    tell: (progress: ReadingProgress) => void,
    reading = new AbortController(),
  ): Promise<Table> {
    this.#reading.set(document, reading);
    try {
      const versions = await fewAtATime(sources, (source) => this.#ports.versionOf(source, reading.signal));
      const key = JSON.stringify([versions, readingOf(data)]);
      const table = this.#kept.get(key) ?? (await readAll(this.#ports, document, data, sources, tell, reading.signal));
      this.#keep(document, key, table);
      return table;
    } finally {
      if (this.#reading.get(document) === reading) this.#reading.delete(document);
    }
  }

  #keep(document: string, key: string, table: Table): void {
    this.#kept.delete(key);
    this.#kept.set(key, table);
    this.#keys.set(document, key);
    for (const old of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - KEPT))) this.#kept.delete(old);
  }

  cancel(document: string): void {
    this.#reading.get(document)?.abort();
  }

  /** A piece of the document's table; undefined if it is not kept any more. */
  rows(document: string, question: RowsQuestion): RowPage | undefined {
    const table = this.#kept.get(this.#keys.get(document) ?? "");
    return table && rowPage(table, question);
  }

  /** The values of one row of it, as a person types them. */
  rowValues(document: string, row: number): Readonly<Record<string, string>> | undefined {
    const table = this.#kept.get(this.#keys.get(document) ?? "");
    return table && row >= 0 && row < table.rows ? rowValues(table, row) : undefined;
  }
}

async function readAll(
  ports: WorkerPorts,
  document: string,
  data: Data,
  sources: readonly SourceReference[],
  tell: (progress: ReadingProgress) => void,
  signal: AbortSignal,
): Promise<Table> {
  let toldAt = 0;
  const cancel = { isCancelled: () => signal.aborted };
  const hooks: ReadHooks = {
    ...cancel,
    storage: ports.storage,
    threads: ports.readingThreads,
    progressed: (done, total = 0) => {
      const now = performance.now();
      if (now - toldAt < PACE) return;
      toldAt = now;
      tell({ document, done, total });
    },
  };
  const csvs = await ports.readSources(data.file, sources, signal);
  const total = csvs.reduce((sum, { size = 0 }) => sum + size, 0);
  const first = total < LARGE ? undefined : await beginningOf(csvs, data, cancel);
  if (first) tell({ document, done: 0, total, first });
  return readTable(csvs, data, hooks);
}

/** The first rows; undefined if there are none to show, of which reading everything tells the reason. */
async function beginningOf(csvs: readonly Source[], data: Data, hooks: ReadHooks): Promise<FirstRows | undefined> {
  try {
    return firstRows(
      await previewTable(csvs, data, FIRST, hooks),
      csvs.map(({ name }) => name),
    );
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** Everything of the data settings that the table depends on. */
function readingOf({ file, encoding, delimiter, decimal, header, comment, skip, columns, encodingHint }: Data): readonly unknown[] {
  const own = Object.entries(columns).map(([name, { kind, missing_values, thousands, strip, parentheses }]) => [
    name,
    kind,
    missing_values,
    thousands,
    strip,
    parentheses,
  ]);
  return [
    file,
    encoding ?? { found: encodingHint },
    delimiter,
    decimal,
    header,
    comment,
    skip ?? [],
    own.filter((column) => column.some((field, index) => index > 0 && field !== undefined)),
  ];
}
