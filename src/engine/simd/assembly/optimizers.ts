// Fused optimizers over spans of the arena: one pass that reads and writes each number once. Operations and
// their rounding are the reference's. Spans start at multiples of 16 numbers, and the arena is padded to
// such.

import { multiplyAdd } from "./arithmetic";

/** SGD; `first` if the momentum is filled rather than moved. */
export function sgd(
  w: usize,
  g: usize,
  buffer: usize,
  count: i32,
  rate: f32,
  decay: f32,
  momentum: f32,
  added: f32,
  isNesterov: bool,
  isFirst: bool,
): void {
  const negative = f32x4.splat(rate);
  const pull = f32x4.splat(decay);
  const kept = f32x4.splat(momentum);
  const share = f32x4.splat(added);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const value = v128.load(w + at);
    let gradient = v128.load(g + at);
    if (decay != 0) gradient = multiplyAdd(value, pull, gradient);
    if (momentum != 0) {
      const step = isFirst ? gradient : multiplyAdd(gradient, share, f32x4.mul(v128.load(buffer + at), kept));
      v128.store(buffer + at, step);
      gradient = isNesterov ? multiplyAdd(step, kept, gradient) : step;
    }
    v128.store(w + at, multiplyAdd(gradient, negative, value));
  }
}

/**
 * Adam, and AdamW if `shrink` is not 1; without AMSGrad. `correction` is 1 / √(1 − β₂ᵗ): a product if
 * the reference divides, half a rounding away.
 */
export function adam(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  count: i32,
  rate: f32,
  correction: f32,
  eps: f32,
  decay: f32,
  shrink: f32,
  kept1: f32,
  added1: f32,
  kept2: f32,
  added2: f32,
): void {
  const step = f32x4.splat(rate);
  const root = f32x4.splat(correction);
  const epsilon = f32x4.splat(eps);
  const pull = f32x4.splat(decay);
  const less = f32x4.splat(shrink);
  const k1 = f32x4.splat(kept1);
  const a1 = f32x4.splat(added1);
  const k2 = f32x4.splat(kept2);
  const a2 = f32x4.splat(added2);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const value = f32x4.mul(v128.load(w + at), less);
    let gradient = v128.load(g + at);
    if (decay != 0) gradient = multiplyAdd(value, pull, gradient);
    const mean = multiplyAdd(gradient, a1, f32x4.mul(v128.load(m + at), k1));
    const square = multiplyAdd(f32x4.mul(a2, gradient), gradient, f32x4.mul(v128.load(v + at), k2));
    v128.store(m + at, mean);
    v128.store(v + at, square);
    const size = f32x4.add(f32x4.mul(f32x4.sqrt(square), root), epsilon);
    v128.store(w + at, f32x4.add(value, f32x4.div(f32x4.mul(step, mean), size)));
  }
}

/** Σ v² in double precision. */
export function sumOfSquares(values: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let index = 0;
  for (; index + 4 <= count; index += 4) {
    const four = v128.load(values + ((<usize>index) << 2));
    const first = f64x2.promote_low_f32x4(four);
    const last = f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(first, first));
    high = f64x2.add(high, f64x2.mul(last, last));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; index < count; index++) {
    const value = <f64>load<f32>(values + ((<usize>index) << 2));
    sum += value * value;
  }
  return sum;
}

/** Whether all numbers are finite: the difference of a finite number with itself is 0. */
export function areFinite(values: usize, count: i32): bool {
  let seen = f32x4.splat(0);
  let index = 0;
  for (; index + 4 <= count; index += 4) {
    const some = v128.load(values + ((<usize>index) << 2));
    seen = v128.or(seen, f32x4.sub(some, some));
  }
  if (v128.any_true(seen)) return false;
  for (; index < count; index++) {
    const value = load<f32>(values + ((<usize>index) << 2));
    if (value - value != 0) return false;
  }
  return true;
}

export function scale(values: usize, factor: f32, count: i32): void {
  for (let index = 0; index < count; index++) {
    const at = values + ((<usize>index) << 2);
    store<f32>(at, load<f32>(at) * factor);
  }
}

export function copy(from: usize, to: usize, count: i32): void {
  memory.copy(to, from, (<usize>count) << 2);
}
