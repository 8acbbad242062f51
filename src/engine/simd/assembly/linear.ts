// What a Linear does besides its products: the bias, and everything of layers so small that packing would
// cost more than it saves. There sums are those of the reference: each a float32 that is rounded once a
// product (a fused multiply-add, in double precision).

import { loadSome, multiplyAdd, storeSome } from "./arithmetic";

/** y[row, unit] += bias[unit] for rows `from` … `to`. */
export function addBias(y: usize, bias: usize, from: i32, to: i32, units: i32): void {
  for (let row = from; row < to; row++) {
    const start = y + (<usize>(row * units) << 2);
    const end = <usize>(units & ~3) << 2;
    for (let at: usize = 0; at < end; at += 16) v128.store(start + at, f32x4.add(v128.load(start + at), v128.load(bias + at)));
    const rest = units & 3;
    if (rest) storeSome(start + end, f32x4.add(loadSome(start + end, rest), loadSome(bias + end, rest)), rest);
  }
}

/**
 * into[unit] = Σ over all rows of values[row, unit], rows in order, for units `from` … `to`: sixteen side by
 * side, because a sum waits for the one before it.
 */
export function sumRows(values: usize, into: usize, from: i32, to: i32, rows: i32, units: i32): void {
  const step = (<usize>units << 2);
  let unit = from;
  for (; unit + 16 <= to; unit += 16) {
    let at = values + (<usize>unit << 2);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let row = 0; row < rows; row++) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
      at += step;
    }
    const place = into + (<usize>unit << 2);
    v128.store(place, s0);
    v128.store(place, s1, 16);
    v128.store(place, s2, 32);
    v128.store(place, s3, 48);
  }
  for (; unit < to; unit += 4) {
    const count = min(4, to - unit);
    let at = values + (<usize>unit << 2);
    let sum = f32x4.splat(0);
    for (let row = 0; row < rows; row++) {
      sum = f32x4.add(sum, loadSome(at, count));
      at += step;
    }
    storeSome(into + (<usize>unit << 2), sum, count);
  }
}

// @ts-ignore: decorator
@inline
function fused(sum: f32, a: f32, b: f32): f32 {
  return <f32>(<f64>sum + <f64>a * <f64>b);
}

/** y = x Wᵀ + b of a small layer, for rows `from` … `to`; `bias` 0 if there is none. */
export function forwardSmall(x: usize, weight: usize, bias: usize, y: usize, from: i32, to: i32, inputs: i32, units: i32): void {
  for (let row = from; row < to; row++) {
    const start = x + (<usize>(row * inputs) << 2);
    for (let unit = 0; unit < units; unit++) {
      const w = weight + (<usize>(unit * inputs) << 2);
      let sum: f32 = 0;
      for (let index = 0; index < inputs; index++) sum = fused(sum, load<f32>(start + (<usize>index << 2)), load<f32>(w + (<usize>index << 2)));
      if (bias) sum += load<f32>(bias + (<usize>unit << 2));
      store<f32>(y + (<usize>(row * units + unit) << 2), sum);
    }
  }
}

/**
 * y = x w + b of a single unit, for rows `from` … `to`; `bias` is 0 if there is none. A product of matrices
 * would pack the weight for tiles that one unit does not fill.
 */
export function forwardUnit(x: usize, weight: usize, bias: usize, y: usize, from: i32, to: i32, inputs: i32): void {
  const end = <usize>(inputs & ~15) << 2;
  const stop = <usize>inputs << 2;
  for (let row = from; row < to; row++) {
    const start = x + (<usize>(row * inputs) << 2);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at: usize = 0;
    for (; at < end; at += 64) {
      s0 = multiplyAdd(v128.load(start + at), v128.load(weight + at), s0);
      s1 = multiplyAdd(v128.load(start + at, 16), v128.load(weight + at, 16), s1);
      s2 = multiplyAdd(v128.load(start + at, 32), v128.load(weight + at, 32), s2);
      s3 = multiplyAdd(v128.load(start + at, 48), v128.load(weight + at, 48), s3);
    }
    for (; at < stop; at += 16) {
      const count = min(4, <i32>((stop - at) >> 2));
      s0 = multiplyAdd(loadSome(start + at, count), loadSome(weight + at, count), s0);
    }
    const four = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
    let sum = f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 1) + (f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3));
    if (bias) sum += load<f32>(bias);
    store<f32>(y + (<usize>row << 2), sum);
  }
}

/** The gradient of a small layer's input, for rows `from` … `to`. */
export function backwardSmall(gradY: usize, weight: usize, gradX: usize, from: i32, to: i32, inputs: i32, units: i32): void {
  for (let row = from; row < to; row++) {
    const start = gradY + (<usize>(row * units) << 2);
    for (let index = 0; index < inputs; index++) {
      let sum: f32 = 0;
      for (let unit = 0; unit < units; unit++)
        sum = fused(sum, load<f32>(start + (<usize>unit << 2)), load<f32>(weight + (<usize>(unit * inputs + index) << 2)));
      store<f32>(gradX + (<usize>(row * inputs + index) << 2), sum);
    }
  }
}

/** The gradient of a small layer's weight, for units `from` … `to`. */
export function learnSmall(gradY: usize, x: usize, gradW: usize, from: i32, to: i32, rows: i32, inputs: i32, units: i32): void {
  for (let unit = from; unit < to; unit++) {
    for (let index = 0; index < inputs; index++) {
      let sum: f32 = 0;
      for (let row = 0; row < rows; row++)
        sum = fused(sum, load<f32>(gradY + (<usize>(row * units + unit) << 2)), load<f32>(x + (<usize>(row * inputs + index) << 2)));
      store<f32>(gradW + (<usize>(unit * inputs + index) << 2), sum);
    }
  }
}
