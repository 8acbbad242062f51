// Numbers of 16 bits as single precision, which holds each of them exactly.

/** IEEE 754 half precision: a sign, 5 bits of exponent, 10 of fraction. */
export function floatsOfHalf(bytes: Uint8Array): Float32Array {
  return widen(bytes, (bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

/** bfloat16: the upper half of single precision. */
export function floatsOfBfloat(bytes: Uint8Array): Float32Array {
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  return widen(bytes, (half) => {
    bits[0] = half << 16;
    return float[0]!;
  });
}

function widen(bytes: Uint8Array, valueOf: (bits: number) => number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength >> 1 }, (_, index) => valueOf(view.getUint16(2 * index, true)));
}
