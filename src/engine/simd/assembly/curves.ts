// Activations on spans of numbers: a vector at a time, the last one padded, so that a number's result does
// not depend on where it lies. exp and tanh are Cephes' (S. L. Moshier), on four numbers.

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

// @ts-ignore: decorator
@inline
function sigmoidOf(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

// @ts-ignore: decorator
@inline
function sigmoidSlope(y: v128, gradient: v128): v128 {
  return f32x4.mul(f32x4.mul(gradient, f32x4.sub(f32x4.splat(1), y)), y);
}

// @ts-ignore: decorator
@inline
function tanhSlope(y: v128, gradient: v128): v128 {
  return f32x4.mul(gradient, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
}

// @ts-ignore: decorator
@inline
function leakyOf(x: v128, value: v128, slope: v128): v128 {
  return v128.bitselect(f32x4.mul(value, slope), value, f32x4.le(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function reluOf(x: v128, value: v128): v128 {
  return v128.andnot(value, f32x4.le(x, f32x4.splat(0)));
}

/** Bytes of the whole vectors in `count` numbers; `count & 3` are left. */
// @ts-ignore: decorator
@inline
function wholeBytes(count: i32): usize {
  return <usize>(count & ~3) << 2;
}

export function sigmoid(x: usize, y: usize, count: i32): void {
  const end = wholeBytes(count);
  for (let at: usize = 0; at < end; at += 16) v128.store(y + at, sigmoidOf(v128.load(x + at)));
  const rest = count & 3;
  if (rest) storeSome(y + end, sigmoidOf(loadSome(x + end, rest)), rest);
}

export function sigmoidBack(y: usize, gradY: usize, gradX: usize, count: i32): void {
  const end = wholeBytes(count);
  for (let at: usize = 0; at < end; at += 16) v128.store(gradX + at, sigmoidSlope(v128.load(y + at), v128.load(gradY + at)));
  const rest = count & 3;
  if (rest) storeSome(gradX + end, sigmoidSlope(loadSome(y + end, rest), loadSome(gradY + end, rest)), rest);
}

export function tanh(x: usize, y: usize, count: i32): void {
  const end = wholeBytes(count);
  for (let at: usize = 0; at < end; at += 16) v128.store(y + at, tanhOf(v128.load(x + at)));
  const rest = count & 3;
  if (rest) storeSome(y + end, tanhOf(loadSome(x + end, rest)), rest);
}

export function tanhBack(y: usize, gradY: usize, gradX: usize, count: i32): void {
  const end = wholeBytes(count);
  for (let at: usize = 0; at < end; at += 16) v128.store(gradX + at, tanhSlope(v128.load(y + at), v128.load(gradY + at)));
  const rest = count & 3;
  if (rest) storeSome(gradX + end, tanhSlope(loadSome(y + end, rest), loadSome(gradY + end, rest)), rest);
}

/**
 * value where x is above zero or none, slope · value elsewhere: forward the value is x, backward the
 * gradient.
 */
export function leaky(x: usize, value: usize, into: usize, slope: f32, count: i32): void {
  const below = f32x4.splat(slope);
  const end = wholeBytes(count);
  for (let at: usize = 0; at < end; at += 16) v128.store(into + at, leakyOf(v128.load(x + at), v128.load(value + at), below));
  const rest = count & 3;
  if (rest) storeSome(into + end, leakyOf(loadSome(x + end, rest), loadSome(value + end, rest), below), rest);
}

/** As `leaky` with slope 0, also if the value is infinite. */
export function relu(x: usize, value: usize, into: usize, count: i32): void {
  const end = wholeBytes(count);
  for (let at: usize = 0; at < end; at += 16) v128.store(into + at, reluOf(v128.load(x + at), v128.load(value + at)));
  const rest = count & 3;
  if (rest) storeSome(into + end, reluOf(loadSome(x + end, rest), loadSome(value + end, rest)), rest);
}
