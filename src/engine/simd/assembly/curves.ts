// Activations on spans of numbers: a vector at a time, the last one padded, so that a number's result does not depend on where it lies.
// exp and tanh are Cephes' (S. L. Moshier), on four numbers.

import { loadSome, multiplyAdd, storeSome } from "./arithmetic";

/** eˣ; right at ±∞, NaN and where the result is denormal. */
// @ts-ignore: decorator
@inline
function exp(given: v128): v128 {
  const x = f32x4.max(f32x4.min(given, f32x4.splat(89)), f32x4.splat(-104));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = multiplyAdd(n, f32x4.splat(-0.693359375), x);
  r = multiplyAdd(n, f32x4.splat(2.1219444e-4), r);
  let p = f32x4.splat(1.98756915e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  const y = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  // In two steps, because 2ⁿ alone may be no float32.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(y, power(half)), power(i32x4.sub(whole, half)));
}

/** 2ⁿ of whole numbers within the exponents of float32. */
// @ts-ignore: decorator
@inline
function power(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

// @ts-ignore: decorator
@inline
function tanhOf(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = multiplyAdd(p, z, f32x4.splat(2.06390887954e-2));
  p = multiplyAdd(p, z, f32x4.splat(-5.37397155531e-2));
  p = multiplyAdd(p, z, f32x4.splat(1.33314422036e-1));
  p = multiplyAdd(p, z, f32x4.splat(-3.33332819422e-1));
  const near = multiplyAdd(f32x4.mul(p, z), x, x);
  const one = f32x4.splat(1);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exp(f32x4.add(size, size)), one)));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

export function sigmoid(x: usize, y: usize, count: i32): void {
  const one = f32x4.splat(1);
  for (let index = 0; index < count; index += 4) {
    const some = min(4, count - index);
    const value = loadSome(x + (<usize>index << 2), some);
    storeSome(y + (<usize>index << 2), f32x4.div(one, f32x4.add(one, exp(f32x4.neg(value)))), some);
  }
}

export function sigmoidBack(y: usize, gradY: usize, gradX: usize, count: i32): void {
  const one = f32x4.splat(1);
  for (let index = 0; index < count; index += 4) {
    const some = min(4, count - index);
    const at = (<usize>index << 2);
    const value = loadSome(y + at, some);
    storeSome(gradX + at, f32x4.mul(f32x4.mul(loadSome(gradY + at, some), f32x4.sub(one, value)), value), some);
  }
}

export function tanh(x: usize, y: usize, count: i32): void {
  for (let index = 0; index < count; index += 4) {
    const some = min(4, count - index);
    storeSome(y + (<usize>index << 2), tanhOf(loadSome(x + (<usize>index << 2), some)), some);
  }
}

export function tanhBack(y: usize, gradY: usize, gradX: usize, count: i32): void {
  const one = f32x4.splat(1);
  for (let index = 0; index < count; index += 4) {
    const some = min(4, count - index);
    const at = (<usize>index << 2);
    const value = loadSome(y + at, some);
    storeSome(gradX + at, f32x4.mul(loadSome(gradY + at, some), f32x4.sub(one, f32x4.mul(value, value))), some);
  }
}

/** x above zero, slope · x elsewhere; ReLU where the slope is 0, which keeps NaN. */
export function leaky(x: usize, y: usize, slope: f32, count: i32): void {
  const zero = f32x4.splat(0);
  const below = f32x4.splat(slope);
  for (let index = 0; index < count; index += 4) {
    const some = min(4, count - index);
    const value = loadSome(x + (<usize>index << 2), some);
    const low = slope == 0 ? zero : f32x4.mul(value, below);
    storeSome(y + (<usize>index << 2), v128.bitselect(low, value, f32x4.le(value, zero)), some);
  }
}

export function leakyBack(x: usize, gradY: usize, gradX: usize, slope: f32, count: i32): void {
  const zero = f32x4.splat(0);
  const below = f32x4.splat(slope);
  for (let index = 0; index < count; index += 4) {
    const some = min(4, count - index);
    const at = (<usize>index << 2);
    const gradient = loadSome(gradY + at, some);
    const low = slope == 0 ? zero : f32x4.mul(gradient, below);
    storeSome(gradX + at, v128.bitselect(low, gradient, f32x4.le(loadSome(x + at, some), zero)), some);
  }
}
