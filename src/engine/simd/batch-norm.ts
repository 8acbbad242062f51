// BatchNorm1d: passes over the rows in the kernels, what is one number a column here.

import type { LayerKernel, LayerOf } from "../kernel.ts";
import { reference } from "../reference.ts";
import type { Kernels } from "./kernels.ts";

const f = Math.fround;

export function batchNorm1d(kernels: Kernels): LayerKernel<LayerOf<"BatchNorm1d">> {
  return {
    ...reference.layers.BatchNorm1d,
    plan: ({ eps, momentum }, planned) => {
      const { inFeatures: width, input, output, gradOutput, gradInput, parameters, gradients, buffers, mode, allocate } = planned;
      const [weight, bias] = parameters;
      const [gradWeight, gradBias] = gradients;
      const [runningMean, runningVar, tracked] = buffers;
      const [means, scales, variances, alpha, beta] = [allocate(width), allocate(width), allocate(width), allocate(width), allocate(width)];
      const [sums, products, shift, back] = [allocate(width), allocate(width), allocate(width), allocate(width)];
      const [x, y, gradY, gradX] = [input.byteOffset, output.byteOffset, gradOutput.byteOffset, gradInput?.byteOffset];
      const usesBatch = (): boolean => mode.training || runningMean === undefined;
      return {
        over: "columns",
        units: width,

        forward(from, to, rows) {
          const ofBatch = usesBatch();
          if (ofBatch) kernels.measure(x, means.byteOffset, scales.byteOffset, variances.byteOffset, eps, from, to, rows, width);
          // Without momentum the plain mean of all batches so far.
          const share = momentum ?? 1 / ((tracked?.[0] ?? 0) + 1);
          for (let column = from; column < to; column++) {
            if (!ofBatch) {
              means[column] = runningMean![column]!;
              scales[column] = 1 / f(Math.sqrt(f(runningVar![column]! + f(eps))));
            } else if (mode.training && runningMean !== undefined) {
              runningMean[column] = f(f(share) * means[column]!) + f(f(1 - share) * runningMean[column]!);
              runningVar![column] = f(share) * variances[column]! + f(f(1 - share) * runningVar![column]!);
            }
            alpha[column] = scales[column]! * (weight?.[column] ?? 1);
            beta[column] = (bias?.[column] ?? 0) - means[column]! * alpha[column]!;
          }
          kernels.rescale(x, y, alpha.byteOffset, beta.byteOffset, from, to, rows, width);
        },

        backward(from, to, rows) {
          kernels.gather(x, gradY, means.byteOffset, sums.byteOffset, products.byteOffset, from, to, rows, width);
          const ofBatch = usesBatch();
          for (let column = from; column < to; column++) {
            const scale = scales[column]!;
            shift[column] = ofBatch ? sums[column]! / rows : 0;
            back[column] = ofBatch ? f(f(products[column]! * scale) * scale) / rows : 0;
            products[column] = products[column]! * scale;
          }
          if (gradX === undefined) return;
          kernels.spread(x, gradY, gradX, means.byteOffset, shift.byteOffset, back.byteOffset, alpha.byteOffset, from, to, rows, width);
        },

        learn(from, to) {
          if (gradWeight !== undefined) kernels.copy(products.byteOffset + 4 * from, gradWeight.byteOffset + 4 * from, to - from);
          if (gradBias !== undefined) kernels.copy(sums.byteOffset + 4 * from, gradBias.byteOffset + 4 * from, to - from);
          // Counted here, where every thread has read it.
          if (from === 0 && to > 0 && mode.training && tracked !== undefined) tracked[0]! += 1;
        },
      };
    },
  };
}
