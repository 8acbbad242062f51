// Hardsigmoid, Hardswish and the two shrinks.

import type { LayerOf } from "../kernel.ts";
import { elementwise } from "./elementwise.ts";

/** min(max(0, x), 6), NaN staying what it is. */
function upToSix(x: number): number {
  return x < 0 ? 0 : x > 6 ? 6 : x;
}

export const hardsigmoid = elementwise(() => ({
  value: (x) => upToSix(Math.fround(x + 3)) / 6,
  slope: (x) => (x > -3 && x < 3 ? 1 / 6 : 0),
}));

// At −3 and 3 the slope is that of the parabola, as in PyTorch 1.13.
export const hardswish = elementwise(() => ({
  value: (x) => Math.fround(x * upToSix(Math.fround(x + 3))) / 6,
  slope: (x) => (x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1),
}));

export const hardshrink = elementwise((layer: LayerOf<"Hardshrink">) => {
  const lambd = Math.fround(layer.lambd);
  return { value: (x) => (x >= -lambd && x <= lambd ? 0 : x), slope: (x) => (x >= -lambd && x <= lambd ? 0 : 1) };
});

export const softshrink = elementwise((layer: LayerOf<"Softshrink">) => {
  const lambd = Math.fround(layer.lambd);
  return {
    value: (x) => (x > lambd ? x - lambd : x < -lambd ? x + lambd : 0),
    slope: (x) => (x >= -lambd && x <= lambd ? 0 : 1),
  };
});
