// Losses of two classes as −1 and 1.

import type { LossOf } from "../kernel.ts";
import { pointwise } from "./pointwise.ts";

export const softMargin = pointwise(() => ({
  value: (y, t) => Math.log1p(Math.exp(-y * t)),
  slope: (y, t, count) => -t / (1 + Math.exp(y * t)) / count,
}));

export const hingeEmbedding = pointwise(({ margin }: LossOf<"HingeEmbeddingLoss">) => ({
  // What is neither 1 nor −1 counts as both.
  value: (y, t) => (t === 1 ? 0 : Math.max(0, margin - y)) + (t === -1 ? 0 : y),
  slope: (y, t, count) => ((t === 1 || margin - y < 0 ? 0 : -1) + (t === -1 ? 0 : 1)) / count,
}));
