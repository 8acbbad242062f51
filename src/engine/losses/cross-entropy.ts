// CrossEntropyLoss: log-softmax over a row, then the negative logarithm at the row's class. With label
// smoothing e a share e of the target is spread over all C classes: (1 − e) · nll + (e / C) · Σ −log pᵢ wᵢ,
// both divided by the summed weights of the rows that count.

import type { LossKernel, LossOf } from "../kernel.ts";
import { classLoss, classWeights } from "./classes.ts";

export const crossEntropy: LossKernel<LossOf<"CrossEntropyLoss">> = {
  plan: ({ weight: given, ignore_index: ignored, label_smoothing: smoothing }, buffers) => {
    const { batchSize, width, output, gradOutput, allocate } = buffers;
    const weight = classWeights(given, width);
    const logProbability = allocate(batchSize * width);
    const share = smoothing / width;
    return classLoss(buffers, weight, ignored, {
      term: (row, label) => {
        const start = row * width;
        const end = start + width;
        let largest = -Infinity;
        for (let at = start; at < end; at++) largest = Math.max(largest, output[at]!);
        let exponentials = 0;
        for (let at = start; at < end; at++) exponentials += Math.exp(output[at]! - largest);
        const logarithm = Math.log(exponentials);
        for (let at = start; at < end; at++) logProbability[at] = output[at]! - largest - logarithm;
        let sum = (1 - smoothing) * -logProbability[start + label]! * weight[label]!;
        if (smoothing > 0) for (let unit = 0; unit < width; unit++) sum -= share * logProbability[start + unit]! * weight[unit]!;
        return sum;
      },
      slope: (row, label, divisor) => {
        const start = row * width;
        // What the loss gives to each log-probability, negated; their sum comes back through the softmax.
        const own = ((1 - smoothing) * weight[label]!) / divisor;
        let sum = own;
        if (smoothing > 0) for (let unit = 0; unit < width; unit++) sum += (share * weight[unit]!) / divisor;
        for (let unit = 0; unit < width; unit++) {
          const direct = (unit === label ? own : 0) + (share * weight[unit]!) / divisor;
          gradOutput[start + unit] = Math.exp(logProbability[start + unit]!) * sum - direct;
        }
      },
    });
  },
};
