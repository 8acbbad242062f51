// ELU, CELU and SELU: x above zero, a curve that ends at −α (−scale · α) below. The slope at zero is the
// curve's, not 1.

import type { LayerOf } from "../kernel.ts";
import { elementwise } from "./elementwise.ts";

/** The two constants of SELU, as torch.nn.SELU has them. */
const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

export const elu = elementwise(({ alpha }: LayerOf<"ELU">) => exponential(alpha, 1, 1));

export const celu = elementwise(({ alpha }: LayerOf<"CELU">) => exponential(alpha, 1, 1 / alpha));

export const selu = elementwise(() => exponential(ALPHA, SCALE, 1));

/** scale · x above zero, scale · α (e^(rate · x) − 1) below, in PyTorch's order. */
function exponential(alpha: number, scale: number, rate: number) {
  return {
    value: (x: number) => (x > 0 ? x * scale : Math.expm1(x * rate) * alpha * scale),
    slope: (x: number) => (x > 0 ? scale : alpha * rate * scale * Math.exp(x * rate)),
  };
}
