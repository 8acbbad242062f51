// BCEWithLogitsLoss: (1 − t) x + (1 + (p − 1) t) log(1 + e⁻ˣ), the logarithm written so that nothing
// overflows; p weighs positive answers.

import type { LossOf } from "../kernel.ts";
import { pointwise } from "./pointwise.ts";

const f = Math.fround;

export const bceWithLogits = pointwise(({ pos_weight: given }: LossOf<"BCEWithLogitsLoss">, width) => {
  const positive = new Float32Array(width).fill(given?.[0] ?? 1);
  if (given && given.length > 1) positive.set(given);
  return {
    value: (x, t, unit) => f((1 - t) * x + (1 + (positive[unit]! - 1) * t) * (Math.log1p(Math.exp(-Math.abs(x))) + Math.max(-x, 0))),
    slope: (x, t, count, unit) => {
      const weight = positive[unit]! * t;
      return ((weight + 1 - t) / (1 + Math.exp(-x)) - weight) / count;
    },
  };
});
