// BatchNorm1d, four columns at a time with the rows in order: sums in float32, as the reference.

import { loadSome, multiplyAdd, storeSome } from "./arithmetic";

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
  const step = (<usize>width) << 2;
  const count = f32x4.splat(<f32>rows);
  for (let column = from; column < to; column += 4) {
    const some = min(4, to - column);
    const place = (<usize>column) << 2;
    let at = x + place;
    let sum = f32x4.splat(0);
    for (let row = 0; row < rows; row++) {
      sum = f32x4.add(sum, loadSome(at, some));
      at += step;
    }
    const mean = f32x4.div(sum, count);
    let squares = f32x4.splat(0);
    at = x + place;
    for (let row = 0; row < rows; row++) {
      const distance = f32x4.sub(loadSome(at, some), mean);
      squares = multiplyAdd(distance, distance, squares);
      at += step;
    }
    storeSome(means + place, mean, some);
    const variance = f32x4.div(squares, count);
    storeSome(variances + place, f32x4.div(squares, f32x4.splat(<f32>(rows - 1))), some);
    for (let lane = 0; lane < some; lane++) {
      const value =
        lane == 0
          ? f32x4.extract_lane(variance, 0)
          : lane == 1
            ? f32x4.extract_lane(variance, 1)
            : lane == 2
              ? f32x4.extract_lane(variance, 2)
              : f32x4.extract_lane(variance, 3);
      store<f32>(scales + place + ((<usize>lane) << 2), <f32>(1 / Math.sqrt(<f64>value + eps)));
    }
  }
}

/** y = x · alpha + beta, for columns `from` … `to`. */
export function rescale(x: usize, y: usize, alpha: usize, beta: usize, from: i32, to: i32, rows: i32, width: i32): void {
  const step = (<usize>width) << 2;
  for (let column = from; column < to; column += 4) {
    const some = min(4, to - column);
    const place = (<usize>column) << 2;
    const factor = loadSome(alpha + place, some);
    const shift = loadSome(beta + place, some);
    let at = place;
    for (let row = 0; row < rows; row++) {
      storeSome(y + at, multiplyAdd(loadSome(x + at, some), factor, shift), some);
      at += step;
    }
  }
}

/** sums of the gradients, and of the gradients times the distance from the mean, for columns `from` … `to`. */
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
  const step = (<usize>width) << 2;
  for (let column = from; column < to; column += 4) {
    const some = min(4, to - column);
    const place = (<usize>column) << 2;
    const mean = loadSome(means + place, some);
    let sum = f32x4.splat(0);
    let product = f32x4.splat(0);
    let at = place;
    for (let row = 0; row < rows; row++) {
      const gradient = loadSome(gradY + at, some);
      sum = f32x4.add(sum, gradient);
      product = multiplyAdd(f32x4.sub(loadSome(x + at, some), mean), gradient, product);
      at += step;
    }
    storeSome(sums + place, sum, some);
    storeSome(products + place, product, some);
  }
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
    for (let row = 0; row < rows; row++) {
      const own = multiplyAdd(f32x4.sub(mean, loadSome(x + at, some)), pull, f32x4.sub(loadSome(gradY + at, some), less));
      storeSome(gradX + at, f32x4.mul(own, scale), some);
      at += step;
    }
  }
}
