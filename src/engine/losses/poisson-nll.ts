// PoissonNLLLoss: eʸ − t y of the logarithm of a count, or y − t log(y + ε) of the count itself; if
// `full`, Stirling's approximation of log t! is added for targets above 1.

import type { LossOf } from "../kernel.ts";
import { pointwise } from "./pointwise.ts";

export const poissonNll = pointwise(({ log_input: isLogarithm, full, eps }: LossOf<"PoissonNLLLoss">) => ({
  value: (y, t) => {
    const loss = isLogarithm ? Math.exp(y) - t * y : y - t * Math.log(y + eps);
    return full && t > 1 ? loss + t * Math.log(t) - t + 0.5 * Math.log(2 * Math.PI * t) : loss;
  },
  slope: (y, t, count) => (isLogarithm ? Math.exp(y) - t : 1 - t / (y + eps)) / count,
}));
