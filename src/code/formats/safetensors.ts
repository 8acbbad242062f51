// The safetensors file format (huggingface/safetensors, "Format"): an 8-byte little-endian header length, a
// JSON header padded with spaces to a multiple of 8 bytes, then the tensors' bytes one after the other,
// without holes. Read and written are F32, F64, I64 and U32; F16 and BF16 are read as F32.

import { type Message, message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { floatsOfBfloat, floatsOfHalf } from "./half.ts";

/** The array of each type of number. */
const arrays = { F32: Float32Array, F64: Float64Array, I64: BigInt64Array, U32: Uint32Array };

type Dtype = keyof typeof arrays;

const halves = { F16: floatsOfHalf, BF16: floatsOfBfloat };

export type TensorData = Float32Array | Float64Array | BigInt64Array | Uint32Array;

/**
 * A tensor, row-major, under its name in a `state_dict`; what its array is says its type in the file. A
 * single number has the shape [].
 */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export type Metadata = Readonly<Record<string, string>>;

export interface SafetensorsContent {
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Metadata;
}

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The bytes of a file with these tensors. Types of 8 bytes come first, so that every number lies at a
 * multiple of its size; apart from that the order is the one given.
 */
export function writeSafetensors(tensors: readonly StoredTensor[], metadata: Metadata): Uint8Array {
  const ordered = tensors.toSorted((one, other) => other.data.BYTES_PER_ELEMENT - one.data.BYTES_PER_ELEMENT);
  let end = 0;
  const entries = ordered.map(({ name, shape, data }) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype: dtypeOf(data), shape, data_offsets: [begin, end] }];
  });
  const json = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const headerLength = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  bytes.set(json, LENGTH_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of ordered) {
    const own = bytes.subarray(at, at + data.byteLength);
    own.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    turn(own, data.BYTES_PER_ELEMENT);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * The tensors, in the order of the file, and the metadata.
 * @param file its name, for the sentence that says what is wrong
 * @param isWanted which tensors are copied, by their names; all are checked
 * @throws ProblemError if the bytes are no safetensors file, or hold other types of numbers
 */
export function readSafetensors(bytes: Uint8Array, file: string, isWanted = (_name: string): boolean => true): SafetensorsContent {
  const { entries, metadata, body } = readHeader(bytes, file);
  let end = 0;
  const tensors = entries.flatMap(([name, { dtype, shape, data_offsets: offsets }]): StoredTensor[] => {
    if (!isDtype(dtype) && !isHalf(dtype)) throw otherType(file, name, dtype);
    const [begin, stop] = offsets;
    const size = isDtype(dtype) ? arrays[dtype].BYTES_PER_ELEMENT : 2;
    const length = shape.reduce((product, side) => product * side, 1);
    if (begin !== end || stop - begin !== length * size || stop > body.length) throw unreadable(file);
    end = stop;
    if (!isWanted(name)) return [];
    // A copy, because a view of doubles has to begin at a multiple of 8 bytes.
    const own = new Uint8Array(length * size);
    own.set(body.subarray(begin, stop));
    if (isHalf(dtype)) return [{ name, shape, data: halves[dtype](own) }];
    turn(own, size);
    return [{ name, shape, data: new arrays[dtype](own.buffer) }];
  });
  if (end !== body.length) throw unreadable(file);
  return { tensors, metadata };
}

/** The metadata alone. @throws ProblemError if the bytes are no safetensors file */
export function readMetadata(bytes: Uint8Array, file: string): Metadata {
  return readHeader(bytes, file).metadata;
}

function unreadable(file: string): ProblemError {
  return failure(file, message("{0} is not a weight file. Choose a .safetensors file that a training run saved.", file));
}

/** The file is little-endian; on a machine that is not, each number's bytes change their order. */
function turn(bytes: Uint8Array, size: number): void {
  if (IS_LITTLE_ENDIAN) return;
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

function isDtype(dtype: string): dtype is Dtype {
  return Object.hasOwn(arrays, dtype);
}

function isHalf(dtype: string): dtype is keyof typeof halves {
  return Object.hasOwn(halves, dtype);
}

function dtypeOf(data: TensorData): Dtype {
  if (data instanceof Float32Array) return "F32";
  if (data instanceof Float64Array) return "F64";
  return data instanceof Uint32Array ? "U32" : "I64";
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

interface Header {
  /** In the order of their bytes. */
  readonly entries: readonly (readonly [name: string, entry: Entry])[];
  readonly metadata: Metadata;
  /** The bytes of all tensors. */
  readonly body: Uint8Array;
}

function readHeader(bytes: Uint8Array, file: string): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = bytes.length < LENGTH_BYTES ? NaN : LENGTH_BYTES + Number(view.getBigUint64(0, true));
  if (!(start <= bytes.length)) throw unreadable(file);
  const { __metadata__: metadata = {}, ...rest } = parseObject(bytes.subarray(LENGTH_BYTES, start), file);
  if (!isTextMap(metadata)) throw unreadable(file);
  const entries = Object.entries(rest).map(([name, entry]) => {
    if (!isEntry(entry)) throw unreadable(file);
    return [name, entry] as const;
  });
  const inOrder = entries.toSorted(
    ([, one], [, other]) => one.data_offsets[0] - other.data_offsets[0] || one.data_offsets[1] - other.data_offsets[1],
  );
  return { entries: inOrder, metadata, body: bytes.subarray(start) };
}

function parseObject(bytes: Uint8Array, file: string): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return header as Record<string, unknown>;
  } catch (error) {
    // What is thrown here says that the text is no UTF-8 or no JSON, which is said below.
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw unreadable(file);
}

function isTextMap(value: unknown): value is Record<string, string> {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}

function isCounts(list: unknown): list is number[] {
  return Array.isArray(list) && list.every((count) => Number.isSafeInteger(count) && count >= 0);
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  return typeof dtype === "string" && isCounts(shape) && isCounts(offsets) && offsets.length === 2;
}

function otherType(file: string, name: string, dtype: string): ProblemError {
  return failure(file, message("{0} holds {1} as {2}, which cannot be read. Save it as float32.", file, name, dtype));
}

function failure(file: string, sentence: Message): ProblemError {
  return new ProblemError({ severity: "error", code: "weights-not-read", path: [], file, message: sentence });
}
