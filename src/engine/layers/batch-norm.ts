// BatchNorm1d: each column to mean 0 and deviation 1 over the batch, then times a learnt weight plus a learnt
// bias; by running statistics once the network is trained. Operations and their rounding are PyTorch's on one
// thread, column by column with the rows in order.

import { fma32 } from "../float32.ts";
import type { LayerKernel, LayerOf } from "../kernel.ts";

const f = Math.fround;

export const batchNorm1d: LayerKernel<LayerOf<"BatchNorm1d">> = {
  parameters: ({ affine }, width) =>
    affine
      ? [
          { name: "weight", shape: [width] },
          { name: "bias", shape: [width] },
        ]
      : [],

  buffers: ({ track_running_stats: tracks }, width) =>
    tracks
      ? [
          { name: "running_mean", shape: [width] },
          { name: "running_var", shape: [width] },
          { name: "num_batches_tracked", shape: [] },
        ]
      : [],

  initialise: (_, __, [weight], ___, [, variance]) => {
    weight?.fill(1);
    variance?.fill(1);
  },

  plan: ({ eps, momentum }, planned) => {
    const { inFeatures: width, input, output, gradOutput, gradInput, parameters, gradients, buffers, mode, allocate } = planned;
    const [weight, bias] = parameters;
    const [gradWeight, gradBias] = gradients;
    const [runningMean, runningVar, tracked] = buffers;
    const means = allocate(width);
    const scales = allocate(width);
    const sums = allocate(width);
    const products = allocate(width);
    const usesBatch = (): boolean => mode.training || runningMean === undefined;

    /**
     * The batch's mean and 1 / √(variance + ε) of a column; the running statistics move a step towards them.
     */
    const measure = (column: number, rows: number): void => {
      let sum = 0;
      for (let at = column; at < rows * width; at += width) sum = f(sum + input[at]!);
      const mean = f(sum / rows);
      let squares = 0;
      for (let at = column; at < rows * width; at += width) {
        const distance = f(input[at]! - mean);
        squares = fma32(distance, distance, squares);
      }
      means[column] = mean;
      scales[column] = 1 / Math.sqrt(f(squares / rows) + eps);
      if (!mode.training || runningMean === undefined) return;
      // Without momentum the plain mean of all batches so far.
      const share = momentum ?? 1 / (tracked![0]! + 1);
      runningMean[column] = f(f(share) * mean) + f(f(1 - share) * runningMean[column]!);
      runningVar![column] = fma32(f(share), f(squares / (rows - 1)), f(f(1 - share) * runningVar![column]!));
    };

    return {
      over: "columns",
      units: width,

      forward(from, to, rows) {
        for (let column = from; column < to; column++) {
          if (usesBatch()) {
            measure(column, rows);
          } else {
            means[column] = runningMean![column]!;
            scales[column] = 1 / f(Math.sqrt(f(runningVar![column]! + f(eps))));
          }
          const alpha = f(scales[column]! * (weight?.[column] ?? 1));
          const beta = fma32(-means[column]!, alpha, bias?.[column] ?? 0);
          for (let at = column; at < rows * width; at += width) output[at] = fma32(input[at]!, alpha, beta);
        }
      },

      backward(from, to, rows) {
        for (let column = from; column < to; column++) {
          const mean = means[column]!;
          const scale = scales[column]!;
          const factor = weight?.[column] ?? 1;
          let sum = 0;
          let product = 0;
          for (let at = column; at < rows * width; at += width) {
            sum = f(sum + gradOutput[at]!);
            product = fma32(f(input[at]! - mean), gradOutput[at]!, product);
          }
          sums[column] = sum;
          products[column] = f(product * scale);
          if (gradInput === undefined) continue;
          const back = f(f(f(product * scale) * scale) / rows);
          const shift = f(sum / rows);
          for (let at = column; at < rows * width; at += width) {
            const own = usesBatch() ? fma32(-f(input[at]! - mean), back, f(gradOutput[at]! - shift)) : gradOutput[at]!;
            gradInput[at] = f(own * scale) * factor;
          }
        }
      },

      learn(from, to) {
        gradWeight?.set(products.subarray(from, to), from);
        gradBias?.set(sums.subarray(from, to), from);
        // Counted here, where every thread has read it.
        if (from === 0 && to > 0 && mode.training && tracked !== undefined) tracked[0]! += 1;
      },
    };
  },
};
