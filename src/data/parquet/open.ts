// Parquet files as columns of values, by hyparquet. What the file claims is compared with its bytes before
// anything is allocated for it; columns come in pieces, one group of rows after the other, so that reading
// can be cancelled between two.

import type { AsyncColumn, ColumnChunk, DecodedArray, FileMetaData, SchemaElement, SchemaTree } from "hyparquet/src/types.js";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { type Allowance, Budget } from "../budget.ts";
import { fileError, type CsvLocation } from "../problems.ts";
import type { Library } from "./library.ts";
import { type Breathe, type Decoder, pagesOf, slices, valuesOf, whole } from "./pages.ts";
import { Damaged, structureLength } from "./thrift.ts";
import { plainValue } from "./values.ts";

/** Values of one column, of rows that follow those of its piece before. */
export interface ParquetPiece {
  /** The column, in the file's order. */
  readonly column: number;
  readonly values: ArrayLike<unknown>;
}

/** The bytes of a file, of which parts are read. */
export interface ParquetBytes {
  readonly size: number;
  /** Those from `start` to before `end`, which both lie within the file. */
  read(start: number, end: number): Promise<Uint8Array>;
}

export interface ParquetFile {
  readonly names: readonly string[];
  readonly rows: number;
  /**
   * The columns of the first `limit` rows, those that are `wanted`; `breathe` is called often meanwhile, and
   * may end it.
   * @throws ProblemError if the file is damaged
   */
  pieces(limit: number, wanted?: (column: number) => boolean, breathe?: Breathe): AsyncGenerator<ParquetPiece>;
}

/**
 * What a file's values may take. A column of one value in all rows takes a few bytes, but not all of its
 * columns are such.
 */
const UNPACKED: Allowance = { always: 2 ** 27, times: 100 };
/** Bytes that a value takes, and one in lists or structures. */
const VALUE = 8;
const NESTED = 128;

/** The most values that a file of so many bytes may have. */
export function mostValues(size: number): number {
  return Math.max(UNPACKED.always, UNPACKED.times * size) / VALUE;
}

/** @throws ProblemError if the file is damaged, here or while its columns are read */
export async function openParquet(bytes: ParquetBytes, location: CsvLocation): Promise<ParquetFile> {
  const { library } = await import("./library.ts");
  return guarded(location, async () => {
    const metadata = await readMetadata(library, bytes);
    const columns = columnsOf(library, metadata);
    checkClaims(metadata, columns, bytes.size);
    return {
      names: columns.map(({ tree }) => tree.element.name),
      rows: metadata.row_groups.reduce((sum, group) => sum + whole(group.num_rows), 0),
      pieces: async function* (limit, wanted = () => true, breathe = async () => {}) {
        const budget = new Budget(location, UNPACKED, bytes.size);
        let left = limit;
        for (const group of metadata.row_groups) {
          const rows = Math.min(left, whole(group.num_rows));
          left -= rows;
          for (const [column, shape] of columns.entries()) {
            if (rows === 0 || !wanted(column)) continue;
            const chunks = group.columns.slice(shape.first, shape.first + shape.leaves.length);
            yield* guardedPieces(location, column, piecesOf(library, bytes, shape, chunks, rows, budget, breathe));
          }
        }
      },
    };
  });
}

/** A column of the table: one leaf of the schema, or several if it is nested. */
interface ColumnShape {
  readonly tree: SchemaTree;
  /** The index of its first leaf among all. */
  readonly first: number;
  readonly leaves: readonly Decoder[];
}

async function readMetadata({ parquetMetadata }: Library, bytes: ParquetBytes): Promise<FileMetaData> {
  const end = bytes.size - 8;
  if (end < 4) throw new Damaged("its end is missing");
  const last = await bytes.read(end, bytes.size);
  const length = new DataView(last.buffer, last.byteOffset, 4).getUint32(0, true);
  if (length > end - 4) throw new Damaged("its end is missing");
  const metadata = await bytes.read(end - length, bytes.size);
  structureLength(metadata.subarray(0, length));
  return parquetMetadata(metadata);
}

function columnsOf({ parquetSchema, parsers }: Library, metadata: FileMetaData): ColumnShape[] {
  // Values of any shape in each row are no column of a table; so they are shown as their bytes, as whatever
  // else is not understood.
  const schema = metadata.schema.map((element): SchemaElement => {
    const { logical_type: type, ...rest } = element;
    return type?.type === "VARIANT" ? rest : element;
  });
  let first = 0;
  return parquetSchema({ ...metadata, schema }).children.map((tree) => {
    const leaves: Decoder[] = [];
    const visit = (node: SchemaTree, above: readonly SchemaTree[], maxRepetition: number, maxDefinition: number): void => {
      const { element, path, children } = node;
      if (typeof element.name !== "string") throw new Damaged("a column has no name");
      const repetition = maxRepetition + (element.repetition_type === "REPEATED" ? 1 : 0);
      const definition = maxDefinition + (element.repetition_type === "REQUIRED" ? 0 : 1);
      const schemaPath = [...above, node];
      for (const child of children) visit(child, schemaPath, repetition, definition);
      if (children.length > 0) return;
      if (element.type === undefined) throw new Damaged("a column has no type");
      leaves.push({
        pathInSchema: path,
        element,
        schemaPath,
        type: element.type,
        codec: "UNCOMPRESSED",
        parsers: { ...parsers, jsonFromBytes: (bytes) => parsers.stringFromBytes(bytes) },
        maxRepetition: repetition,
        maxDefinition: definition,
      });
    };
    visit(tree, [{ element: metadata.schema[0]!, children: [], count: 0, path: [] }], 0, 0);
    first += leaves.length;
    return { tree, first: first - leaves.length, leaves };
  });
}

/**
 * Compares what the groups of rows claim with each other and with the file.
 * @throws Damaged if they differ
 */
function checkClaims({ row_groups: groups, num_rows: rows }: FileMetaData, columns: readonly ColumnShape[], size: number): void {
  const leaves = columns.flatMap((column) => column.leaves);
  if (columns.length === 0) throw new Damaged("it has no columns");
  let total = 0;
  for (const { num_rows: count, columns: chunks } of groups) {
    total += whole(count);
    if (chunks.length !== leaves.length) throw new Damaged("a group of rows has not every column");
    for (const [index, chunk] of chunks.entries()) checkChunk(chunk, leaves[index]!, whole(count), size);
  }
  // Some who write them leave this number 0.
  if (total < whole(rows)) throw new Damaged("it has not as many rows as it claims");
}

function checkChunk({ meta_data: meta, file_path: elsewhere }: ColumnChunk, leaf: Decoder, rows: number, size: number): void {
  if (elsewhere !== undefined) throw new Damaged("a column is in another file");
  if (meta === undefined) throw new Damaged("a column is encrypted or missing");
  if (meta.type !== leaf.type || meta.path_in_schema.join(".") !== leaf.pathInSchema.join("."))
    throw new Damaged("a column is not the one that it claims");
  const { start, end } = rangeOf(meta);
  if (end > size || start > end) throw new Damaged("a column lies outside of the file");
  const values = whole(meta.num_values);
  if (leaf.maxRepetition === 0 ? values !== rows : values < rows) throw new Damaged("a column has not as many values as there are rows");
}

/** Where the pages of a column lie. */
function rangeOf(meta: NonNullable<ColumnChunk["meta_data"]>): { readonly start: number; readonly end: number } {
  const start = whole(meta.dictionary_page_offset ?? 0) || whole(meta.data_page_offset);
  return { start, end: start + whole(meta.total_compressed_size) };
}

async function* piecesOf(
  library: Library,
  bytes: ParquetBytes,
  { tree, leaves }: ColumnShape,
  chunks: readonly ColumnChunk[],
  rows: number,
  budget: Budget,
  breathe: Breathe,
): AsyncGenerator<ArrayLike<unknown>> {
  const isNested = tree.children.length > 0 || leaves[0]!.maxRepetition > 0;
  const parts: AsyncGenerator<DecodedArray>[] = [];
  for (const [index, { meta_data: meta }] of chunks.entries()) {
    const { start, end } = rangeOf(meta!);
    const values = whole(meta!.num_values);
    const pages = pagesOf(library, await bytes.read(start, end), values);
    budget.spend((isNested ? NESTED : VALUE) * values);
    parts.push(valuesOf(library, pages, meta!.codec, leaves[index]!, breathe));
  }
  let left = rows;
  const upToLimit = (values: ArrayLike<unknown>): ArrayLike<unknown> => {
    const piece = values.length <= left ? values : Array.prototype.slice.call(values, 0, left);
    left -= piece.length;
    return Array.isArray(piece) ? asTexts(piece, budget) : piece;
  };
  if (isNested) {
    const asyncColumns: AsyncColumn[] = [];
    for (const [index, part] of parts.entries()) {
      const data: DecodedArray[] = [];
      for await (const values of part) data.push(values);
      asyncColumns.push({ pathInSchema: leaves[index]!.pathInSchema, data: Promise.resolve({ skipped: 0, data }) });
    }
    const group = { groupStart: 0, groupRows: rows, asyncColumns };
    const schema = { ...tree, path: [], children: [tree] };
    const [column] = library.assembleAsync(group, schema).asyncColumns;
    for (const values of (await column!.data).data) for (const piece of slices(values)) yield upToLimit(piece);
  } else {
    for await (const values of parts[0]!) {
      yield upToLimit(values);
      if (left === 0) return;
    }
  }
  if (left > 0) throw new Damaged("a column has not as many values as there are rows");
}

/**
 * The values, with texts in place of lists and structures. A text counts each time, however short the file
 * says it.
 */
function asTexts(values: readonly unknown[], budget: Budget): unknown[] {
  return values.map((value) => {
    const plain = plainValue(value);
    if (typeof plain === "string") budget.spend(plain.length);
    return plain;
  });
}

async function* guardedPieces(
  location: CsvLocation,
  column: number,
  pieces: AsyncGenerator<ArrayLike<unknown>>,
): AsyncGenerator<ParquetPiece> {
  for (;;) {
    const next = await guarded(location, () => pieces.next());
    if (next.done) return;
    yield { column, values: next.value };
  }
}

/** Whatever the library says of a file becomes the one sentence. */
export async function guarded<T>(location: CsvLocation, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw fileError(
      "damaged-parquet",
      location,
      message(
        "{0} is a Parquet file that cannot be read: it is damaged, or written in a way that is not known here. Write it again, or save it as CSV.",
        location.file,
      ),
    );
  }
}
