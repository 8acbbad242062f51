// Adam as torch.optim.Adam of 1.13: w ← w − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε), weight decay joining
// the gradient first; AdamW's shrinks the parameter by itself before the step. AMSGrad keeps the largest v
// before its correction. Each operation is rounded to float32 where PyTorch rounds.

import type { OptimizerBuffers, OptimizerCall, OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const adam: OptimizerKernel<OptimizerOf<"Adam">> = { plan: (settings, buffers) => plan(settings, false, buffers) };

export const adamW: OptimizerKernel<OptimizerOf<"AdamW">> = { plan: (settings, buffers) => plan(settings, true, buffers) };

function plan(
  { betas, eps, weight_decay: weightDecay, amsgrad }: OptimizerOf<"Adam"> | OptimizerOf<"AdamW">,
  isDecoupled: boolean,
  { parameters, gradients, allocate }: OptimizerBuffers,
): OptimizerCall {
  const beta2 = betas[1];
  const decay = isDecoupled ? 0 : f(weightDecay);
  const kept2 = f(beta2);
  const added2 = f(1 - beta2);
  const epsilon = f(eps);
  const mean = allocate(parameters.length);
  const square = allocate(parameters.length);
  const largest = amsgrad ? allocate(parameters.length) : undefined;
  return {
    state: { exp_avg: mean, exp_avg_sq: square, ...(largest ? { max_exp_avg_sq: largest } : {}) },
    step(count, { lr, momentum: beta1 }, from, to) {
      const kept1 = f(beta1);
      const added1 = f(1 - beta1);
      const rate = f(-(lr / (1 - beta1 ** count)));
      const correction = f(Math.sqrt(1 - beta2 ** count));
      const shrink = isDecoupled ? f(1 - lr * weightDecay) : 1;
      for (let index = from; index < to; index++) {
        const parameter = f(parameters[index]! * shrink);
        let gradient = gradients[index]!;
        if (decay !== 0) gradient = f(gradient + parameter * decay);
        const m = f(f(mean[index]! * kept1) + gradient * added1);
        let v = f(f(square[index]! * kept2) + f(added2 * gradient) * gradient);
        mean[index] = m;
        square[index] = v;
        if (largest !== undefined) {
          v = Math.max(largest[index]!, v);
          largest[index] = v;
        }
        const denominator = f(f(f(Math.sqrt(v)) / correction) + epsilon);
        parameters[index] = parameter + f(f(rate * m) / denominator);
      }
    },
  };
}
