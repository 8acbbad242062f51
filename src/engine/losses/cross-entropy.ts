// CrossEntropyLoss: log-softmax over a row, then the negative logarithm at the row's class. With label smoothing e a share e of the
// target is spread over all C classes: (1 − e) · nll + (e / C) · Σ −log pᵢ wᵢ, both divided by the summed weights of the rows that count.

import type { LossKernel, LossOf } from "../kernel.ts";

const f = Math.fround;

export const crossEntropy: LossKernel<LossOf<"CrossEntropyLoss">> = {
  plan: ({ weight: given, ignore_index: ignored, label_smoothing: smoothing }, { width, output, target, gradOutput }) => {
    const weight = given ? Float32Array.from(given) : new Float32Array(width).fill(1);
    const logProbability = new Float32Array(output.length);
    const share = smoothing / width;
    let divisor = 0;
    return {
      forward(rows) {
        let sum = 0;
        let smoothSum = 0;
        divisor = 0;
        for (let row = 0; row < rows; row++) {
          const start = row * width;
          const end = start + width;
          let largest = -Infinity;
          for (let at = start; at < end; at++) largest = Math.max(largest, output[at]!);
          let exponentials = 0;
          for (let at = start; at < end; at++) exponentials += Math.exp(output[at]! - largest);
          const logarithm = Math.log(exponentials);
          for (let at = start; at < end; at++) logProbability[at] = output[at]! - largest - logarithm;
          const label = target[row]!;
          if (label === ignored) continue;
          divisor += weight[label]!;
          sum -= logProbability[start + label]! * weight[label]!;
          if (smoothing > 0) {
            for (let unit = 0; unit < width; unit++) smoothSum -= logProbability[start + unit]! * weight[unit]!;
          }
        }
        return f(((1 - smoothing) * sum + share * smoothSum) / divisor);
      },
      backward(rows) {
        for (let row = 0; row < rows; row++) {
          const start = row * width;
          const label = target[row]!;
          if (label === ignored) {
            gradOutput.fill(0, start, start + width);
            continue;
          }
          // What the loss gives to each log-probability, negated; their sum comes back through the softmax.
          const own = ((1 - smoothing) * weight[label]!) / divisor;
          let sum = own;
          if (smoothing > 0) for (let unit = 0; unit < width; unit++) sum += (share * weight[unit]!) / divisor;
          for (let unit = 0; unit < width; unit++) {
            const direct = (unit === label ? own : 0) + (share * weight[unit]!) / divisor;
            gradOutput[start + unit] = Math.exp(logProbability[start + unit]!) * sum - direct;
          }
        }
      },
    };
  },
};
