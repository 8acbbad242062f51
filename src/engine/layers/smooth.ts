// Smooth activations without parameters of their own: each formula is written so that nothing overflows on
// the way.

import type { LayerOf } from "../kernel.ts";
import { elementwise } from "./elementwise.ts";
import { normalCdf, normalDensity } from "./normal-distribution.ts";

/** 1 / (1 + e⁻ˣ). */
function sigma(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** log(1 + eˣ). */
function softplusOf(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

export const tanh = elementwise(() => ({ value: Math.tanh, slope: (_, y) => 1 - y * y }));

export const tanhshrink = elementwise(() => ({ value: (x) => x - Math.fround(Math.tanh(x)), slope: (x) => Math.tanh(x) ** 2 }));

export const logSigmoid = elementwise(() => ({
  value: (x) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
  slope: (x) => sigma(-x),
}));

export const softsign = elementwise(() => ({ value: (x) => x / (1 + Math.abs(x)), slope: (x) => 1 / (1 + Math.abs(x)) ** 2 }));

export const silu = elementwise(() => ({
  value: (x) => x / (1 + Math.exp(-x)),
  slope: (x) => sigma(x) * (1 + x * (1 - sigma(x))),
}));

export const mish = elementwise(() => ({
  value: (x) => x * Math.tanh(softplusOf(x)),
  slope: (x) => {
    const t = Math.tanh(softplusOf(x));
    return t + x * sigma(x) * (1 - t * t);
  },
}));

export const softplus = elementwise(({ beta, threshold }: LayerOf<"Softplus">) => ({
  value: (x) => (x * beta > threshold ? x : Math.log1p(Math.exp(x * beta)) / beta),
  slope: (x) => (x * beta > threshold ? 1 : sigma(x * beta)),
}));

export const gelu = elementwise(({ approximate }: LayerOf<"GELU">) => {
  if (approximate === "none") return { value: (x) => x * normalCdf(x), slope: (x) => normalCdf(x) + x * normalDensity(x) };
  const scale = Math.sqrt(2 / Math.PI);
  const inner = (x: number): number => Math.tanh(scale * (x + 0.044715 * x ** 3));
  return {
    value: (x) => 0.5 * x * (1 + inner(x)),
    slope: (x) => {
      const t = inner(x);
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * scale * (1 + 3 * 0.044715 * x * x);
    },
  };
});
