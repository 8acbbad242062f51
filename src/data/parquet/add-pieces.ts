// The values of a Parquet file into the columns of a table, piece by piece: of each group of rows one column
// after the other, of which only the bytes of that one are read.

import type { ColumnBuilder } from "../column-builder.ts";
import { headerNames } from "../names.ts";
import type { CsvLocation } from "../problems.ts";
import type { RowsBuilder } from "../rows-builder.ts";
import { allBytes, type ReadProgress } from "../sources.ts";
import type { ColumnFile } from "../stored-cells.ts";
import type { Source } from "../types.ts";
import { openParquet, type ParquetBytes, type ParquetFile } from "./open.ts";
import { PIECE } from "./pages.ts";
import { addValue } from "./values.ts";

/** Adds the rows of a file. @param most rows that are wanted */
export async function addParquet(
  source: Source,
  location: CsvLocation,
  progress: ReadProgress,
  rows: RowsBuilder,
  most: number,
): Promise<void> {
  const file = await openSource(source, location, progress);
  rows.beginFile(location, ",");
  rows.hasHeader = true;
  rows.setNames(headerNames(file.names));
  const count = Math.min(file.rows, most);
  const stored = rows.beginColumns(count);
  await addPieces(file, count, progress, (column) => rows.columns[column], rows.rows, stored);
  // A row of a Parquet file has no line; its number stands for one.
  for (let row = 0; row < count; row++) {
    rows.addLine(row + 1);
    if (row % PIECE === 0) await progress.breathe();
  }
}

/** Opens a file of which parts are read, or all of it if only that can be had. */
export async function openSource(source: Source, location: CsvLocation, progress: ReadProgress): Promise<ParquetFile> {
  return openParquet(await bytesOf(source, progress), location);
}

async function bytesOf(source: Source, progress: ReadProgress): Promise<ParquetBytes> {
  const { size } = source;
  if (source.read === undefined || size === undefined) {
    const bytes = await allBytes(progress.watch(source));
    return { size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
  }
  return {
    size,
    read: async (start, end) => {
      progress.goOn(end - start);
      return source.read!(start, end);
    },
  };
}

/**
 * Adds the values of the columns that have a builder.
 * @param before rows that each builder has been given already, also those that it has written
 * @param stored takes what the builders hold, so many rows at a time, if it does not fit into memory
 */
export async function addPieces(
  file: ParquetFile,
  rows: number,
  progress: ReadProgress,
  builderOf: (column: number) => ColumnBuilder | undefined,
  before: number,
  stored: ColumnFile | undefined,
): Promise<void> {
  const lengths = new Map<number, number>();
  for await (const { column, values } of file.pieces(
    rows,
    (one) => builderOf(one) !== undefined,
    () => progress.breathe(),
  )) {
    const builder = builderOf(column)!;
    let length = lengths.get(column) ?? before;
    for (let row = 0; row < values.length; row++) {
      addValue(builder, values[row]);
      length += 1;
      if (stored && length % stored.rowsOfChunk === 0) builder.store(stored);
    }
    lengths.set(column, length);
    await progress.breathe();
  }
}
