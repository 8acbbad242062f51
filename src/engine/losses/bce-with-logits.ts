// BCEWithLogitsLoss: binary cross entropy of σ(x), from x itself and without overflow:
// (1 − t) x + (1 + (p − 1) t) (log(1 + e^−|x|) + max(−x, 0)), where p is pos_weight, one per output or one for all.

import type { LossKernel, LossOf } from "../kernel.ts";

const f = Math.fround;

export const bceWithLogits: LossKernel<LossOf<"BCEWithLogitsLoss">> = {
  plan: ({ pos_weight: given }, { width, output, target, gradOutput }) => {
    const posWeight = new Float32Array(width).fill(given?.[0] ?? 1);
    if (given && given.length > 1) posWeight.set(given);
    return {
      forward(rows) {
        const count = rows * width;
        let sum = 0;
        for (let index = 0; index < count; index++) {
          const x = output[index]!;
          const t = target[index]!;
          const p = posWeight[index % width]!;
          sum += f((1 - t) * x + (1 + (p - 1) * t) * (Math.log1p(Math.exp(-Math.abs(x))) + Math.max(-x, 0)));
        }
        return f(sum / count);
      },
      backward(rows) {
        const count = rows * width;
        for (let index = 0; index < count; index++) {
          const t = target[index]!;
          const positive = posWeight[index % width]! * t;
          gradOutput[index] = ((positive + 1 - t) / (1 + Math.exp(-output[index]!)) - positive) / count;
        }
      },
    };
  },
};
