// Parquet files as columns of values, one group of rows after the other, by hyparquet. Values become what a CSV of them would say: numbers stay
// numbers, all else is text, so kinds, missing values and settings are the same for both. The library is loaded with the first such file.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { ColumnBuilder } from "./column-builder.ts";
import { fileError, type Place } from "./problems.ts";

export interface ParquetGroup {
  readonly rows: number;
  /** By column, in the file's order. */
  readonly columns: readonly ArrayLike<unknown>[];
}

export interface ParquetFile {
  readonly names: readonly string[];
  /** The rows of the file up to `limit`. */
  groups(limit: number): AsyncGenerator<ParquetGroup>;
}

/** @throws ProblemError where the file is damaged, here or while its groups are read */
export async function openParquet(bytes: Uint8Array, place: Place): Promise<ParquetFile> {
  const [{ parquetMetadataAsync, parquetRead, parquetSchema }, { compressors }] = await Promise.all([
    import("hyparquet/src/index.js"),
    import("hyparquet-compressors"),
  ]);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const file = { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) };
  const metadata = await guarded(() => parquetMetadataAsync(file), place);
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  return {
    names,
    groups: async function* (limit) {
      let rowStart = 0;
      for (const group of metadata.row_groups) {
        const rowEnd = Math.min(rowStart + Number(group.num_rows), limit);
        if (rowEnd <= rowStart) break;
        const parts = new Map<string, ArrayLike<unknown>[]>(names.map((name) => [name, []]));
        const onChunk = (chunk: { columnName: string; columnData: ArrayLike<unknown> }): void =>
          void parts.get(chunk.columnName)?.push(chunk.columnData);
        await guarded(() => parquetRead({ file, metadata, compressors, rowStart, rowEnd, onChunk }), place);
        const columns = names.map((name) => {
          const [first, ...others] = parts.get(name)!;
          return others.length === 0 && first !== undefined ? first : [first ?? [], ...others].flatMap((part) => Array.from(part));
        });
        yield { rows: rowEnd - rowStart, columns };
        rowStart += Number(group.num_rows);
      }
    },
  };
}

async function guarded<T>(read: () => Promise<T>, place: Place): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw fileError(
      "damaged-parquet",
      place,
      message(
        "{0} is a Parquet file that cannot be read: {1}. Write it again, or save it as CSV.",
        place.file,
        error instanceof Error ? error.message : String(error),
      ),
    );
  }
}

const encoder = new TextEncoder();

/** Adds a value of a Parquet column to one that is built. */
export function addValue(builder: ColumnBuilder, value: unknown): void {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number === "number" && (typeof value === "bigint" ? Number.isSafeInteger(number) : Number.isFinite(number))) {
    builder.addNumber(number);
    return;
  }
  const text = textOf(value);
  if (text === undefined) {
    builder.addMissing();
    return;
  }
  const bytes = encoder.encode(text);
  builder.add(bytes, 0, bytes.length);
}

/** A value as pandas writes it into a CSV; undefined where it is missing. */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "bigint":
      return String(value);
    case "boolean":
      return value ? "True" : "False";
    // What is infinite is no value that can be learnt from, as little as what is no number.
    case "number":
      return undefined;
    default:
      if (value === null || value === undefined) return undefined;
      return value instanceof Date
        ? dateText(value)
        : JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
  }
}

/** A day, with its time where it has one. */
function dateText(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  const [day, time] = date.toISOString().slice(0, -1).split("T") as [string, string];
  return /^[0:.]*$/.test(time) ? day : `${day} ${time.replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : zeros))}`;
}
