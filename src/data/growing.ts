// Typed arrays that grow by half when they are full, as columns do whose number of rows nobody knows before.

type Cells = Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** The array, or a larger copy, that has room for `length` elements. */
export function withRoom<T extends Cells>(array: T, length: number): T {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(length, 16, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}
