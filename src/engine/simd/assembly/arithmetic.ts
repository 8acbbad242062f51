// The build's own multiply-add, and vectors at the end of a row, when fewer than four numbers are left.

/**
 * a · b + c on four numbers: fused if the machine fuses in the relaxed build, rounded twice in the plain
 * one. RELAXED is given to the compiler.
 */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The first `count` (1 … 4) numbers at `at`; the others are 0. */
// @ts-ignore: decorator
@inline
export function loadSome(at: usize, count: i32): v128 {
  if (count >= 4) return v128.load(at);
  let values = f32x4.replace_lane(f32x4.splat(0), 0, load<f32>(at));
  if (count > 1) values = f32x4.replace_lane(values, 1, load<f32>(at, 4));
  if (count > 2) values = f32x4.replace_lane(values, 2, load<f32>(at, 8));
  return values;
}

/** Writes the first `count` (1 … 4) numbers to `at` and touches nothing behind them. */
// @ts-ignore: decorator
@inline
export function storeSome(at: usize, values: v128, count: i32): void {
  if (count >= 4) {
    v128.store(at, values);
    return;
  }
  store<f32>(at, f32x4.extract_lane(values, 0));
  if (count > 1) store<f32>(at, f32x4.extract_lane(values, 1), 4);
  if (count > 2) store<f32>(at, f32x4.extract_lane(values, 2), 8);
}
