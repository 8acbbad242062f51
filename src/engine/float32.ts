// Single-precision arithmetic that JavaScript does not have.
// A product of two float32 is exact in double precision, which leaves one addition to round correctly.

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * The fused multiply-add of float32: a · b + c rounded once. All three must be float32 values.
 *
 * Rounding to double and then to float32 errs only if the double lies exactly between two float32 values
 * and is itself not exact; the sum's error (Knuth's TwoSum) then says to which side it belongs.
 */
export function fma32(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const back = sum - product;
  const error = product - (sum - back) + (c - back);
  if (error !== 0) {
    double[0] = sum;
    if ((words[0]! & 0x1fffffff) === 0x10000000) {
      words[0]! += error > 0 === sum > 0 ? 1 : -1;
      return Math.fround(double[0]);
    }
  }
  return Math.fround(sum);
}
