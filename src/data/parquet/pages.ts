// The pages of one column in one group of rows. What a page claims is compared with what it holds, then it is
// unpacked and handed to the library, so that its loops and its memory end with the bytes there are.

import type { ColumnDecoder, ColumnMetaData, DecodedArray, PageHeader, SchemaElement } from "hyparquet/src/types.js";
import type { Library } from "./library.ts";
import { checkDeltas, checkLengths, checkLevels, checkPrefixes, checkRuns, Presence } from "./runs.ts";
import { Damaged, structureLength } from "./thrift.ts";

/** Bytes of an unpacked page; those who write them make pages of about 1 MB. */
const PAGE = 2 ** 28;
/** How many times as long as packed bytes those can be that they stand for, if the method sets a limit. */
const TIMES: Readonly<Record<string, number>> = { SNAPPY: 64, LZ4: 256, LZ4_RAW: 256, GZIP: 1100 };
/** Values of a page: as many as an array may have whose memory is not felt. */
const VALUES = 2 ** 24;
/** Values that are handed on at a time. */
export const PIECE = 2 ** 14;
/** Bits that a value takes at least, if it is written as it is. */
const BITS: Readonly<Record<string, number>> = { BOOLEAN: 1, INT32: 32, FLOAT: 32, INT64: 64, DOUBLE: 64, INT96: 96, BYTE_ARRAY: 32 };
/** Bytes of a decimal number; Parquet's own have 38 digits. */
const DECIMAL = 32;

interface Page {
  readonly header: PageHeader;
  readonly packed: Uint8Array;
}

/** A column that the library can decode, with the levels that say where its values are. */
export interface Decoder extends ColumnDecoder {
  readonly maxRepetition: number;
  readonly maxDefinition: number;
}

/**
 * The pages of a column, none of them unpacked yet.
 * @param values how many the column claims to have
 * @throws Damaged if the pages do not have as many
 */
export function pagesOf({ parquetHeader }: Library, bytes: Uint8Array, values: number): Page[] {
  const pages: Page[] = [];
  let at = 0;
  for (let seen = 0; seen < values;) {
    const rest = bytes.subarray(at);
    const length = structureLength(rest);
    const header = parquetHeader({ view: new DataView(rest.buffer, rest.byteOffset, length), offset: 0 });
    const size = whole(header.compressed_page_size);
    if (size > rest.length - length) throw new Damaged("a page is longer than its column");
    pages.push({ header, packed: rest.subarray(length, length + size) });
    at += length + size;
    const count = whole((header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header)?.num_values);
    if (count > VALUES) throw new Damaged("a page has too many values");
    if (header.type === "DICTIONARY_PAGE") continue;
    seen += count;
    if (seen > values) throw new Damaged("a column has more values than it claims");
    if (count === 0 && size === 0) throw new Damaged("a page is empty");
  }
  return pages;
}

/** Lets in whoever wants to cancel. */
export type Breathe = () => Promise<void>;

/**
 * The values of a column, of a page at most `PIECE` at a time; if it is nested, all at once as lists of
 * lists.
 * @throws Damaged, or whatever the library throws, if a page cannot be decoded
 */
export async function* valuesOf(
  library: Library,
  pages: readonly Page[],
  codec: ColumnMetaData["codec"],
  decoder: Decoder,
  breathe: Breathe,
): AsyncGenerator<DecodedArray> {
  const isFlat = decoder.schemaPath.length === 2 && decoder.maxRepetition === 0;
  let dictionary: DecodedArray | undefined;
  let nested: DecodedArray | undefined;
  for (const { header, packed } of pages) {
    const page = unpacked(library, header, packed, codec);
    checkPage(library, page, header, decoder, dictionary);
    await breathe();
    if (header.type === "DICTIONARY_PAGE") {
      dictionary = library.convert(decoded(library, page, header, decoder, undefined)!, decoder);
    } else if (!isFlat) {
      nested = decoded(library, page, header, decoder, dictionary, nested)!;
    } else if (decoder.maxDefinition === 0) {
      yield* slices(complete(decoded(library, page, header, decoder, dictionary)!, countOf(header)));
    } else {
      yield* withGaps(library, page, header, decoder, dictionary, breathe);
    }
    await breathe();
  }
  if (nested !== undefined) yield nested;
}

/** A page's values, by the library. */
function decoded(
  { readPage }: Library,
  page: Uint8Array,
  header: PageHeader,
  decoder: Decoder,
  dictionary: DecodedArray | undefined,
  nested?: DecodedArray,
): DecodedArray | undefined {
  const reader = { view: new DataView(page.buffer, page.byteOffset, page.length), offset: 0 };
  const plain = { ...header, compressed_page_size: page.length, uncompressed_page_size: page.length };
  if (plain.data_page_header_v2) plain.data_page_header_v2 = { ...plain.data_page_header_v2, is_compressed: false };
  return readPage(reader, plain, decoder, dictionary, nested, 0).data;
}

/**
 * The values of a page of a flat column that may have gaps. The library gets those there are as a column
 * without gaps; by itself it goes over the gaps of a page, of which a few bytes can claim millions, in one
 * step.
 */
async function* withGaps(
  library: Library,
  page: Uint8Array,
  header: PageHeader,
  decoder: Decoder,
  dictionary: DecodedArray | undefined,
  breathe: Breathe,
): AsyncGenerator<DecodedArray> {
  const count = countOf(header);
  const { data_page_header: first, data_page_header_v2: second } = header;
  const [at, end] = second ? [0, whole(second.definition_levels_byte_length)] : [4, 4 + lengthAt(page, 0)];
  const presence = new Presence(page.subarray(0, end), at);
  const levels = new Uint8Array(count);
  let present = 0;
  for (let row = 0; row < count; row += PIECE) {
    present += presence.next(levels.subarray(row, row + PIECE));
    await breathe();
  }
  if (second && present !== count - whole(second.num_nulls)) throw new Damaged("a page has not as many gaps as it claims");
  const dense: PageHeader = second
    ? { ...header, data_page_header_v2: { ...second, num_values: present, num_nulls: 0, definition_levels_byte_length: 0 } }
    : { ...header, data_page_header: { ...first!, num_values: present } };
  const without = { ...decoder, schemaPath: decoder.schemaPath.map((node) => ({ ...node, element: required(node.element) })) };
  // Of a page of gaps alone there may be nothing behind the levels.
  const values = present === 0 ? [] : complete(decoded(library, page.subarray(end), dense, without, dictionary)!, present);
  if (present === count) return yield* slices(values);
  let next = 0;
  for (let row = 0; row < count; row += PIECE) {
    const piece = Array.from<unknown>({ length: Math.min(PIECE, count - row) }).fill(null);
    for (let index = 0; index < piece.length; index++) if (levels[row + index] === 1) piece[index] = values[next++];
    yield piece;
  }
}

/** A column of the schema that has no gaps. */
function required(element: SchemaElement): SchemaElement {
  return { ...element, repetition_type: "REQUIRED" };
}

/** The values, so many at a time that whoever wants to cancel is let in soon. */
export function* slices(values: DecodedArray): Generator<DecodedArray> {
  if (values.length <= PIECE) return yield values;
  for (let row = 0; row < values.length; row += PIECE) yield values.slice(row, row + PIECE);
}

/**
 * The values of a page without levels.
 * @throws Damaged if there are not `count` of them, or one is in no dictionary
 */
function complete(data: DecodedArray, count: number): DecodedArray {
  if (data.length !== count) throw new Damaged("a page has not as many values as it claims");
  if (Array.isArray(data) && data.includes(undefined)) throw new Damaged("a value is not in its dictionary");
  return data;
}

function countOf({ data_page_header: first, data_page_header_v2: second }: PageHeader): number {
  return (first ?? second)!.num_values;
}

/** The page as it was before it was packed, in memory of its own, so that nothing reads beyond its end. */
function unpacked(library: Library, header: PageHeader, packed: Uint8Array, codec: ColumnMetaData["codec"]): Uint8Array {
  const size = whole(header.uncompressed_page_size);
  const second = header.data_page_header_v2;
  if (second === undefined) return unpack(library, packed, size, codec);
  // The levels of a second version's page are never packed.
  const levels = whole(second.repetition_levels_byte_length) + whole(second.definition_levels_byte_length);
  if (levels > packed.length || levels > size) throw new Damaged("a page is shorter than its levels");
  const method = second.is_compressed === false ? "UNCOMPRESSED" : codec;
  const values = unpack(library, packed.subarray(levels), size - levels, method);
  const page = new Uint8Array(size);
  page.set(packed.subarray(0, levels));
  page.set(values, levels);
  return page;
}

function unpack({ compressors }: Library, packed: Uint8Array, size: number, codec: ColumnMetaData["codec"]): Uint8Array {
  if (size > PAGE || size > (TIMES[codec] ?? Infinity) * packed.length + 64) throw new Damaged("a page claims more than it can hold");
  const unpackWith = compressors[codec];
  if (codec !== "UNCOMPRESSED" && unpackWith === undefined) throw new Damaged(`it is packed by ${codec}, which is not known here`);
  const page = unpackWith === undefined ? packed : unpackWith(packed, size);
  if (page.length !== size) throw new Damaged("a page has not the size that it claims");
  return page.buffer.byteLength === size ? page : page.slice();
}

/**
 * Compares what is packed in a page with the values it has at most.
 * @throws Damaged if it is more, or no dictionary tells what it means
 */
function checkPage(library: Library, page: Uint8Array, header: PageHeader, decoder: Decoder, dictionary: DecodedArray | undefined): void {
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: texts } = header;
  if (header.type === "DICTIONARY_PAGE") {
    const count = whole(texts?.num_values);
    return checkValues(library, page, { at: 0, count, present: count, isSecond: false }, "PLAIN", decoder);
  }
  const { encoding, num_values: count } = (header.type === "DATA_PAGE" ? first : second) ?? {};
  if (encoding === undefined || count === undefined) throw new Damaged("a page does not say what it holds");
  if (encoding.endsWith("_DICTIONARY") && dictionary === undefined) throw new Damaged("a column has no dictionary");
  const values = header.type === "DATA_PAGE" ? afterLevels(page, count, decoder) : afterShortLevels(page, second!, decoder);
  checkValues(library, page, values, encoding, decoder);
}

/** The values of a page. */
interface Values {
  /** Where they begin. */
  readonly at: number;
  /** How many there are at most. */
  readonly count: number;
  /** How many there are at least. */
  readonly present: number;
  /** Whether the page is of the second version. */
  readonly isSecond: boolean;
}

/** The values behind levels that have their length before them. */
function afterLevels(page: Uint8Array, count: number, { maxRepetition, maxDefinition }: Decoder): Values {
  let at = 0;
  let present = count;
  for (const most of [maxRepetition, maxDefinition]) {
    if (most === 0) continue;
    const end = at + 4 + lengthAt(page, at);
    if (end > page.length) throw new Damaged("a page is shorter than its levels");
    present = checkLevels(page.subarray(0, end), at + 4, most, count);
    at = end;
  }
  return { at, count, present: maxDefinition === 0 ? count : present, isSecond: false };
}

/** The values behind levels whose length the header says. */
function afterShortLevels(page: Uint8Array, header: NonNullable<PageHeader["data_page_header_v2"]>, decoder: Decoder): Values {
  const { repetition_levels_byte_length: repetition, definition_levels_byte_length: definition, num_values: count } = header;
  const nulls = whole(header.num_nulls);
  if (nulls > count || whole(header.num_rows) > count) throw new Damaged("a page has more rows than values");
  const { maxRepetition, maxDefinition } = decoder;
  const at = repetition + definition;
  if (maxRepetition > 0) checkLevels(page.subarray(0, repetition), 0, maxRepetition, count);
  if (maxDefinition > 0) checkLevels(page.subarray(0, at), repetition, maxDefinition, count);
  return { at, count: count - nulls, present: count - nulls, isSecond: true };
}

function checkValues({ deltaBinaryUnpack }: Library, page: Uint8Array, values: Values, encoding: string, decoder: Decoder): void {
  const { at, count, present, isSecond } = values;
  const { type, element } = decoder;
  const isDecimal = element.converted_type === "DECIMAL";
  switch (encoding) {
    case "PLAIN":
    case "BYTE_STREAM_SPLIT": {
      const bits = BITS[type] ?? 8 * whole(element.type_length);
      if (present * bits > 8 * (page.length - at)) throw new Damaged("a page claims more than it can hold");
      if (isDecimal && type === "BYTE_ARRAY") checkLengths(page, at, DECIMAL);
      if (isDecimal && bits > 8 * DECIMAL) throw new Damaged("a decimal number is too long");
      return;
    }
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY":
    case "RLE":
      if (type === "BOOLEAN") checkRuns(page, at + 4, 1, count);
      // Indices of no bits have runs only in a page of the second version; elsewhere nobody reads what
      // follows.
      else if (count > 0 && (isSecond || page[at] !== 0)) checkRuns(page, at + 1, page[at] ?? 0, count);
      return;
    case "DELTA_BINARY_PACKED":
      if (count > 0) checkDeltas(page, at);
      return;
    case "DELTA_LENGTH_BYTE_ARRAY":
    case "DELTA_BYTE_ARRAY": {
      if (count === 0) return;
      const reader = { view: new DataView(page.buffer, page.byteOffset, page.length), offset: at };
      const lengths = (): Int32Array => {
        const said = checkDeltas(page, reader.offset);
        if (said > count || said < present) throw new Damaged("a page has not as many values as it claims");
        const found = new Int32Array(said);
        deltaBinaryUnpack(reader, said, found);
        return found;
      };
      const prefixes = encoding === "DELTA_BYTE_ARRAY" ? lengths() : undefined;
      checkPrefixes(prefixes, lengths(), isDecimal ? DECIMAL : PAGE, PAGE);
    }
  }
}

function lengthAt(page: Uint8Array, at: number): number {
  if (at + 4 > page.length) throw new Damaged("a page is shorter than its levels");
  return new DataView(page.buffer, page.byteOffset, page.length).getUint32(at, true);
}

/** A number of things, as the library read it. @throws Damaged if it is none */
export function whole(value: number | bigint | undefined): number {
  const number = typeof value === "bigint" || typeof value === "number" ? Number(value) : NaN;
  if (!Number.isSafeInteger(number) || number < 0) throw new Damaged("a number is missing or impossible");
  return number;
}
