// The safetensors file format (huggingface/safetensors, "Format"): an 8-byte little-endian header length, a JSON header padded with
// spaces to a multiple of 8 bytes, then the tensors' bytes one after the other. Only F32 is written and read here.

import { type Message, message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";

/** A float32 tensor, row-major, under its name in a `state_dict`. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface SafetensorsContent {
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;

/** The bytes of a file with these tensors, in this order. */
export function writeSafetensors(tensors: readonly StoredTensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  let end = 0;
  const entries = tensors.map(({ name, shape, data }) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype: "F32", shape, data_offsets: [begin, end] }];
  });
  const json = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const headerLength = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  bytes.set(json, LENGTH_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of tensors) {
    // Bits rather than numbers, so that every NaN stays the one it is.
    const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
    for (let index = 0; index < bits.length; index++, at += 4) view.setUint32(at, bits[index]!, true);
  }
  return bytes;
}

/**
 * The tensors and metadata of a file.
 * @param file its name, for the sentence that says what is wrong
 * @throws ProblemError where the bytes are no safetensors file, or hold other types than F32
 */
export function readSafetensors(bytes: Uint8Array, file: string): SafetensorsContent {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = bytes.length < LENGTH_BYTES ? NaN : Number(view.getBigUint64(0, true));
  const start = LENGTH_BYTES + headerLength;
  if (!(start <= bytes.length)) throw unreadable(file);
  const { __metadata__: metadata = {}, ...entries } = readHeader(bytes.subarray(LENGTH_BYTES, start), file);
  if (!isTextMap(metadata)) throw unreadable(file);
  const tensors = Object.entries(entries).map(([name, entry]): StoredTensor => {
    if (!isEntry(entry)) throw unreadable(file);
    const { dtype, shape, data_offsets: offsets } = entry;
    if (dtype !== "F32") throw failure(file, message("{0} holds {1} as {2}, but only F32 is read. Save it as float32.", file, name, dtype));
    const [begin, end] = offsets;
    const length = shape.reduce((product, side) => product * side, 1);
    if (begin < 0 || end - begin !== length * 4 || start + end > bytes.length) throw unreadable(file);
    const bits = new Uint32Array(length);
    for (let index = 0; index < length; index++) bits[index] = view.getUint32(start + begin + 4 * index, true);
    return { name, shape, data: new Float32Array(bits.buffer) };
  });
  return { tensors, metadata };
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function readHeader(bytes: Uint8Array, file: string): Readonly<Record<string, unknown>> {
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
  return Array.isArray(list) && list.every((count) => Number.isInteger(count));
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  return typeof dtype === "string" && isCounts(shape) && isCounts(offsets) && offsets.length === 2;
}

function unreadable(file: string): ProblemError {
  return failure(file, message("{0} is not a weight file. Choose a .safetensors file that a training run saved.", file));
}

function failure(file: string, sentence: Message): ProblemError {
  return new ProblemError({ severity: "error", code: "weights-not-read", path: [], file, message: sentence });
}
