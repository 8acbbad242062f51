// What a worker says of CSVs that belong to no document yet.

import { inspectTable } from "../data/inspect.ts";
import { readMended } from "../data/mend-reading.ts";
import type { ReadSettings } from "../data/read-settings.ts";
import type { SourceReference, TrainingWorker } from "../protocol/worker.ts";
import type { Tables } from "./tables.ts";

/** The columns of CSVs that belong to no document yet. @throws ProblemError if they cannot be read */
export async function inspect(
  tables: Tables,
  sources: readonly SourceReference[],
  encodingHint: string | undefined,
): ReturnType<TrainingWorker["inspect"]> {
  const names = sources.map(({ name }) => name);
  // As the document that is made of it will ask for it, so that it is not read twice.
  const data = { file: names.length === 1 ? names[0]! : names, columns: {}, encodingHint };
  const read = (own: ReadSettings) => tables.read("", { ...data, ...own, columns: {} }, sources, () => {});
  const { table, reading, mended } = await readMended({ encodingHint }, read);
  return { columns: inspectTable(table), dialect: table.dialect, rows: table.rows, reading, mended };
}
