// Rosenblatt's rule (F. Rosenblatt, "The perceptron", 1958): a row is answered with the weights as they are,
// and a wrong answer moves them, w ← w + lr · (t − a) · x and b ← b + lr · (t − a). No gradient has a part in
// it, so it learns through Step. Each operation is rounded to float32, as in the exported script.

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

/**
 * What a network that learns row by row asks of its optimizer at the end of a batch: nothing is left to do.
 */
export const perceptron: OptimizerKernel<OptimizerOf<"Perceptron">> = {
  plan: () => ({ state: {}, step: () => {} }),
};

/**
 * Moves the weights for one row.
 * @param weight of the Linear, `[1, inputs]`
 * @param bias `[1]`; undefined if it has none
 * @param inputs rows of inputs; the row begins at `start`
 * @param error target − answer
 */
export function learnRow(
  weight: Float32Array,
  bias: Float32Array | undefined,
  inputs: Float32Array,
  start: number,
  error: number,
  lr: number,
): void {
  if (error === 0) return;
  const step = f(f(lr) * error);
  for (let index = 0; index < weight.length; index++) weight[index] = weight[index]! + f(step * inputs[start + index]!);
  if (bias !== undefined) bias[0] = bias[0]! + step;
}
