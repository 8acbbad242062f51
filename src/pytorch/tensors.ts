// Tensors as bytes that come with a message, one after the other: as numbers of an array, and back.

import type { CheckpointTensor } from "../training/checkpoint.ts";
import type { NamedTensor } from "../training/types.ts";
import type { PackedTensor } from "./messages.ts";

/**
 * Weights out of the bytes that came with a message, from `start` on; counts are numbers as any other.
 * @throws Error if there are too few
 */
export function unpack(
  packed: readonly PackedTensor[],
  payload: Uint8Array,
  start = 0,
): { readonly tensors: NamedTensor[]; readonly end: number } {
  let at = start;
  const tensors = packed.map((tensor) => {
    const bytes = bytesOf(tensor, payload, at);
    at += bytes.byteLength;
    return { name: tensor.name, shape: tensor.shape, data: floats(tensor, bytes) };
  });
  return { tensors, end: at };
}

/** The same of a run's whole state, which has words besides. */
export function unpackState(packed: readonly PackedTensor[], payload: Uint8Array): CheckpointTensor[] {
  let at = 0;
  return packed.map((tensor) => {
    const bytes = bytesOf(tensor, payload, at);
    at += bytes.byteLength;
    const data = tensor.dtype === "U32" ? new Uint32Array(bytes) : floats(tensor, bytes);
    return { name: tensor.name, shape: tensor.shape, data };
  });
}

/** Tensors as the runner takes them. Those of double precision stay here. */
export function pack(tensors: readonly CheckpointTensor[]): { readonly packed: PackedTensor[]; readonly payload: Uint8Array } {
  const own = tensors.filter(({ data }) => !(data instanceof Float64Array));
  const payload = new Uint8Array(own.reduce((sum, { data }) => sum + data.byteLength, 0));
  let at = 0;
  const packed = own.map(({ name, shape, data }): PackedTensor => {
    payload.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
    return { name, shape, dtype: data instanceof Uint32Array ? "U32" : "F32" };
  });
  return { packed, payload };
}

/** In memory of their own: they lie anywhere in the payload, and numbers want them aligned. */
function bytesOf({ name, shape, dtype }: PackedTensor, payload: Uint8Array, at: number): ArrayBuffer {
  const size = shape.reduce((product, one) => product * one, dtype === "I64" ? 8 : 4);
  const bytes = payload.slice(at, at + size);
  if (bytes.length < size) throw new Error(`The runner sent too few bytes for ${name}.`);
  return bytes.buffer;
}

function floats({ dtype }: PackedTensor, bytes: ArrayBuffer): Float32Array {
  return dtype === "I64" ? Float32Array.from(new BigInt64Array(bytes), Number) : new Float32Array(bytes);
}
