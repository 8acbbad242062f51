// BCELoss: −(t log y + (1 − t) log(1 − y)) of a probability, rounded to float32 where PyTorch rounds. Each
// logarithm is at least −100, and the derivative's denominator at least 1e-12, so that a certain and wrong
// answer costs much but not everything.

import { pointwise } from "./pointwise.ts";

const f = Math.fround;
const smallest = f(1e-12);

export const bce = pointwise(() => ({
  value: (y, t) => {
    const whenFalse = Math.max(f(Math.log(f(1 - y))), -100);
    const whenTrue = Math.max(f(Math.log(y)), -100);
    return f(f(f(t - 1) * whenFalse) - f(t * whenTrue));
  },
  slope: (y, t, count) => f(f(y - t) / Math.max(f(f(1 - y) * y), smallest)) / count,
  isDefined: (y) => !(y < 0 || y > 1),
}));
