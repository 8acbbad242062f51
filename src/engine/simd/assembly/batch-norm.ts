// BatchNorm1d, columns in vectors with the rows in order: sums in float32, as the reference. A sum waits for
// the one before it, so sixteen columns are added up side by side, which fills a cache line as well; the
// columns that are left go four at a time.

import { loadSome, multiplyAdd, storeSome } from "./arithmetic";
import { sumRows } from "./linear";

/** squares[column] = Σ over the rows of (x − mean)². */
function sumSquares(x: usize, means: usize, squares: usize, from: i32, to: i32, rows: i32, width: i32): void {
  const step = (<usize>width) << 2;
  let column = from;
  for (; column + 16 <= to; column += 16) {
    const place = (<usize>column) << 2;
    const m0 = v128.load(means + place);
    const m1 = v128.load(means + place, 16);
    const m2 = v128.load(means + place, 32);
    const m3 = v128.load(means + place, 48);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at = x + place;
    for (let row = 0; row < rows; row++) {
      const d0 = f32x4.sub(v128.load(at), m0);
      s0 = multiplyAdd(d0, d0, s0);
      const d1 = f32x4.sub(v128.load(at, 16), m1);
      s1 = multiplyAdd(d1, d1, s1);
      const d2 = f32x4.sub(v128.load(at, 32), m2);
      s2 = multiplyAdd(d2, d2, s2);
      const d3 = f32x4.sub(v128.load(at, 48), m3);
      s3 = multiplyAdd(d3, d3, s3);
      at += step;
    }
    v128.store(squares + place, s0);
    v128.store(squares + place, s1, 16);
    v128.store(squares + place, s2, 32);
    v128.store(squares + place, s3, 48);
  }
  for (; column < to; column += 4) {
    const some = min(4, to - column);
    const place = (<usize>column) << 2;
    const mean = loadSome(means + place, some);
    let sum = f32x4.splat(0);
    let at = x + place;
    for (let row = 0; row < rows; row++) {
      const distance = f32x4.sub(loadSome(at, some), mean);
      sum = multiplyAdd(distance, distance, sum);
      at += step;
    }
    storeSome(squares + place, sum, some);
  }
}

/** products[column] = Σ over the rows of (x − mean) · gradient. */
function sumProducts(x: usize, gradY: usize, means: usize, products: usize, from: i32, to: i32, rows: i32, width: i32): void {
  const step = (<usize>width) << 2;
  let column = from;
  for (; column + 16 <= to; column += 16) {
    const place = (<usize>column) << 2;
    const m0 = v128.load(means + place);
    const m1 = v128.load(means + place, 16);
    const m2 = v128.load(means + place, 32);
    const m3 = v128.load(means + place, 48);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at = x + place;
    let slope = gradY + place;
    for (let row = 0; row < rows; row++) {
      s0 = multiplyAdd(f32x4.sub(v128.load(at), m0), v128.load(slope), s0);
      s1 = multiplyAdd(f32x4.sub(v128.load(at, 16), m1), v128.load(slope, 16), s1);
      s2 = multiplyAdd(f32x4.sub(v128.load(at, 32), m2), v128.load(slope, 32), s2);
      s3 = multiplyAdd(f32x4.sub(v128.load(at, 48), m3), v128.load(slope, 48), s3);
      at += step;
      slope += step;
    }
    v128.store(products + place, s0);
    v128.store(products + place, s1, 16);
    v128.store(products + place, s2, 32);
    v128.store(products + place, s3, 48);
  }
  for (; column < to; column += 4) {
    const some = min(4, to - column);
    const place = (<usize>column) << 2;
    const mean = loadSome(means + place, some);
    let sum = f32x4.splat(0);
    let at = place;
    for (let row = 0; row < rows; row++) {
      sum = multiplyAdd(f32x4.sub(loadSome(x + at, some), mean), loadSome(gradY + at, some), sum);
      at += step;
    }
    storeSome(products + place, sum, some);
  }
}

/** means and 1 / √(variance + ε) of the batch, for columns `from` … `to`, and the unbiased variances. */
export function measure(
  x: usize,
  means: usize,
  scales: usize,
  variances: usize,
  eps: f64,
  from: i32,
  to: i32,
  rows: i32,
  width: i32,
): void {
  const count = <f32>rows;
  sumRows(x, means, from, to, rows, width);
  for (let column = from; column < to; column++) {
    const at = means + (<usize>column << 2);
    store<f32>(at, load<f32>(at) / count);
  }
  sumSquares(x, means, variances, from, to, rows, width);
  for (let column = from; column < to; column++) {
    const place = <usize>column << 2;
    const squares = load<f32>(variances + place);
    store<f32>(scales + place, <f32>(1 / Math.sqrt(<f64>(squares / count) + eps)));
    store<f32>(variances + place, squares / <f32>(rows - 1));
  }
}

/** y = x · alpha + beta, for columns `from` … `to`. */
export function rescale(x: usize, y: usize, alpha: usize, beta: usize, from: i32, to: i32, rows: i32, width: i32): void {
  const step = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const start = <usize>row * step;
    let column = from;
    for (; column + 4 <= to; column += 4) {
      const place = <usize>column << 2;
      v128.store(y + start + place, multiplyAdd(v128.load(x + start + place), v128.load(alpha + place), v128.load(beta + place)));
    }
    if (column < to) {
      const some = to - column;
      const place = <usize>column << 2;
      const value = multiplyAdd(loadSome(x + start + place, some), loadSome(alpha + place, some), loadSome(beta + place, some));
      storeSome(y + start + place, value, some);
    }
  }
}

/**
 * sums of the gradients, and of the gradients times the distance from the mean, for columns `from` … `to`.
 */
export function gather(
  x: usize,
  gradY: usize,
  means: usize,
  sums: usize,
  products: usize,
  from: i32,
  to: i32,
  rows: i32,
  width: i32,
): void {
  sumRows(gradY, sums, from, to, rows, width);
  sumProducts(x, gradY, means, products, from, to, rows, width);
}

/** ((g − shift) − (x − mean) · back) · factor. */
// @ts-ignore: decorator
@inline
function spreadOne(x: v128, gradient: v128, mean: v128, shift: v128, back: v128, factor: v128): v128 {
  return f32x4.mul(multiplyAdd(f32x4.sub(mean, x), back, f32x4.sub(gradient, shift)), factor);
}

/** gradX = ((g − shift) − (x − mean) · back) · factor, for columns `from` … `to`. */
export function spread(
  x: usize,
  gradY: usize,
  gradX: usize,
  means: usize,
  shift: usize,
  back: usize,
  factor: usize,
  from: i32,
  to: i32,
  rows: i32,
  width: i32,
): void {
  const step = (<usize>width) << 2;
  for (let column = from; column < to; column += 4) {
    const some = min(4, to - column);
    const place = (<usize>column) << 2;
    const mean = loadSome(means + place, some);
    const less = loadSome(shift + place, some);
    const pull = loadSome(back + place, some);
    const scale = loadSome(factor + place, some);
    let at = place;
    if (some == 4) {
      for (let row = 0; row < rows; row++) {
        v128.store(gradX + at, spreadOne(v128.load(x + at), v128.load(gradY + at), mean, less, pull, scale));
        at += step;
      }
      continue;
    }
    for (let row = 0; row < rows; row++) {
      storeSome(gradX + at, spreadOne(loadSome(x + at, some), loadSome(gradY + at, some), mean, less, pull, scale), some);
      at += step;
    }
  }
}
