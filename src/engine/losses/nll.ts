// NLLLoss: the negated log-probability at the row's class, weighted by class.

import type { LossKernel, LossOf } from "../kernel.ts";
import { classLoss, classWeights } from "./classes.ts";

export const nll: LossKernel<LossOf<"NLLLoss">> = {
  plan: ({ weight: given, ignore_index: ignored }, buffers) => {
    const { width, output, gradOutput } = buffers;
    const weight = classWeights(given, width);
    return classLoss(buffers, weight, ignored, {
      term: (row, label) => -output[row * width + label]! * weight[label]!,
      slope: (row, label, divisor) => {
        gradOutput.fill(0, row * width, (row + 1) * width);
        gradOutput[row * width + label] = -weight[label]! / divisor;
      },
    });
  },
};
