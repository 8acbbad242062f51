// `tensor.normal_` of float32, in every bit. Sixteen elements and more take PyTorch's vector path: Box–Muller
// over blocks of sixteen with the single-precision log, sine and cosine of the Cephes library (S. Moshier),
// contracted to fused multiply-adds.

import { fma32 } from "./float32.ts";
import { fillUniform, type Generator } from "./random.ts";

const BLOCK = 16;
const HALF = BLOCK / 2;
const f = Math.fround;

const logCoefficients = Float32Array.of(
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
);
const cosineCoefficients = Float32Array.of(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);
const sineCoefficients = Float32Array.of(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
/** π/4 in three parts, negated, and ln 2 in two. */
const quarterTurn = Float32Array.of(-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8);
const ln2 = Float32Array.of(0.693359375, -2.1219444e-4);
const perQuarterTurn = f(1.27323954473516);
const fullTurn = f(2 * Math.PI);
const squareRootOfHalf = f(Math.SQRT1_2);

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/**
 * Fills with float32 from the normal distribution. Below 16 elements the generator's kept second number is
 * used and left, as in PyTorch.
 */
export function fillNormal(values: Float32Array, mean: number, deviation: number, generator: Generator): void {
  const count = values.length;
  if (count < BLOCK) {
    for (let index = 0; index < count; index++) values[index] = generator.normal64() * deviation + mean;
    return;
  }
  fillUniform(values, 0, 1, generator);
  for (let start = 0; start + BLOCK <= count; start += BLOCK) transformBlock(values.subarray(start, start + BLOCK), f(mean), f(deviation));
  if (count % BLOCK === 0) return;
  // The last sixteen are drawn anew, those included that a whole block has already made.
  const tail = values.subarray(count - BLOCK);
  fillUniform(tail, 0, 1, generator);
  transformBlock(tail, f(mean), f(deviation));
}

function transformBlock(block: Float32Array, mean: number, deviation: number): void {
  for (let index = 0; index < HALF; index++) {
    const radius = f(Math.sqrt(f(-2 * log32(f(1 - block[index]!)))));
    const angle = f(fullTurn * block[index + HALF]!);
    const { sine, cosine } = sineAndCosine32(angle);
    block[index] = fma32(f(radius * cosine), deviation, mean);
    block[index + HALF] = fma32(f(radius * sine), deviation, mean);
  }
}

function horner(coefficients: Float32Array, x: number): number {
  let result = coefficients[0]!;
  for (let index = 1; index < coefficients.length; index++) result = fma32(result, x, coefficients[index]!);
  return result;
}

/** logf of Cephes for normal positive numbers. */
function log32(value: number): number {
  single[0] = value;
  let exponent = (bits[0]! >>> 23) - 126;
  bits[0] = (bits[0]! & 0x7fffff) | 0x3f000000;
  let mantissa = single[0];
  if (mantissa < squareRootOfHalf) {
    exponent -= 1;
    mantissa = 2 * mantissa - 1;
  } else {
    mantissa -= 1;
  }
  const square = f(mantissa * mantissa);
  let y = f(horner(logCoefficients, mantissa) * mantissa);
  y = fma32(y, square, f(exponent * ln2[1]!));
  y = fma32(-square, 0.5, y);
  return fma32(exponent, ln2[0]!, f(mantissa + y));
}

/** sinf and cosf of Cephes for angles from 0 to 2π. */
function sineAndCosine32(angle: number): { sine: number; cosine: number } {
  const octant = (Math.trunc(f(angle * perQuarterTurn)) + 1) & ~1;
  let x = angle;
  for (const part of quarterTurn) x = fma32(octant, part, x);
  const square = f(x * x);
  const even = f(fma32(f(horner(cosineCoefficients, square) * square), square, -f(square * 0.5)) + 1);
  const odd = fma32(f(horner(sineCoefficients, square) * square), x, x);
  const [sine, cosine] = octant & 2 ? [even, odd] : [odd, even];
  return { sine: octant & 4 ? -sine : sine, cosine: ~(octant - 2) & 4 ? -cosine : cosine };
}
