// ReLU and its kin of straight pieces. At a kink the slope is PyTorch's: 0 for ReLU, the negative slope for
// LeakyReLU.

import type { LayerOf } from "../kernel.ts";
import { elementwise } from "./elementwise.ts";

// NaN is not below zero, so it goes through.
export const relu = elementwise(() => ({ value: (x) => (x <= 0 ? 0 : x), slope: (x) => (x <= 0 ? 0 : 1) }));

export const relu6 = clamp(() => [0, 6]);

export const hardtanh = clamp((layer: LayerOf<"Hardtanh">) => [layer.min_val, layer.max_val]);

export const leakyRelu = elementwise((layer: LayerOf<"LeakyReLU">) => {
  const below = Math.fround(layer.negative_slope);
  return { value: (x) => (x > 0 ? x : x * below), slope: (x) => (x > 0 ? 1 : below) };
});

export const threshold = elementwise((layer: LayerOf<"Threshold">) => {
  const least = Math.fround(layer.threshold);
  return { value: (x) => (x <= least ? layer.value : x), slope: (x) => (x <= least ? 0 : 1) };
});

export const step = elementwise(() => ({ value: (x) => (x >= 0 ? 1 : 0), slope: () => 0 }));

/** Cut at both ends; no slope at the ends themselves. */
function clamp<L>(ends: (layer: L) => readonly [number, number]) {
  return elementwise((layer: L) => {
    const [low, high] = ends(layer).map(Math.fround) as [number, number];
    return {
      value: (x) => (x < low ? low : x > high ? high : x),
      slope: (x) => (x <= low || x >= high ? 0 : 1),
    };
  });
}
