// What is taken of hyparquet and of the libraries of its codecs; this file is loaded with the first Parquet
// file. Single pages are decoded rather than whole files, so that what each claims is looked at first, and
// reading can be cancelled between two.

import { Decompress as ZstdDecompress } from "fzstd";
import { parquetHeader, readPage } from "hyparquet/src/column.js";
import { convert, DEFAULT_PARSERS as parsers } from "hyparquet/src/convert.js";
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { parquetMetadata, parquetSchema } from "hyparquet/src/metadata.js";
import { assembleAsync } from "hyparquet/src/rowgroup.js";
import { compressors as packed } from "hyparquet-compressors";
import { BrotliOutput } from "hyparquet-compressors/src/brotli.streams.js";
import { Damaged } from "./thrift.ts";

type Compressors = Readonly<Record<string, (input: Uint8Array, size: number) => Uint8Array>>;

const kept = new WeakMap<object, Uint8Array>();

/**
 * The library's Brotli makes room for whatever the bytes say is to come, without end; here a page keeps to
 * the size that it claims.
 */
function keepToSize({ prototype }: typeof BrotliOutput): void {
  Object.defineProperty(prototype, "buffer", {
    configurable: true,
    get(this: object) {
      return kept.get(this);
    },
    set(this: object, buffer: Uint8Array) {
      if (kept.has(this)) throw new Damaged("a page has not the size that it claims");
      kept.set(this, buffer);
    },
  });
}

type Decompress = new (add: (piece: Uint8Array) => void) => { push(input: Uint8Array, isLast: boolean): void };

/** Piece by piece, because the library's other way has no end while the bytes say that it goes on. */
function unpackZstd(Decompressor: Decompress, input: Uint8Array, size: number): Uint8Array {
  if (zstdWindow(input) > Math.max(size, 2 ** 23)) throw new Damaged("a page claims more than it can hold");
  const page = new Uint8Array(size);
  let at = 0;
  new Decompressor((piece) => {
    if (at + piece.length > size) throw new Damaged("a page has not the size that it claims");
    page.set(piece, at);
    at += piece.length;
  }).push(input, true);
  return page.subarray(0, at);
}

/** Bytes that a frame wants to look back at (RFC 8878, 3.1.1.1.2); its content is measured as it comes. */
function zstdWindow(input: Uint8Array): number {
  const [flags = 0, window = 0] = input.subarray(4);
  const isSingle = (flags & 0x20) !== 0;
  if (!isSingle) {
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const length = 1 << (flags >> 6);
  const dictionary = [0, 1, 2, 4][flags & 3]!;
  let content = flags >> 6 === 1 ? 256 : 0;
  for (let byte = 0; byte < length; byte++) content += (input[5 + dictionary + byte] ?? 0) * 2 ** (8 * byte);
  return content;
}

keepToSize(BrotliOutput);

const compressors: Compressors = { ...packed, ZSTD: (input, size) => unpackZstd(ZstdDecompress, input, size) };

export const library = {
  parquetMetadata,
  parquetSchema,
  parquetHeader,
  readPage,
  convert,
  parsers,
  deltaBinaryUnpack,
  assembleAsync,
  compressors,
};
export type Library = typeof library;
