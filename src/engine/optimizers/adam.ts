// Adam as torch.optim.Adam of 1.13: w ← w − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε), weight decay joining the gradient first.
// AMSGrad keeps the largest v before its correction. Each operation is rounded to float32 where PyTorch rounds.

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const adam: OptimizerKernel<OptimizerOf<"Adam">> = {
  plan: ({ betas, eps, weight_decay: weightDecay, amsgrad }, parameters, gradients) => {
    const [beta1, beta2] = betas;
    const decay = f(weightDecay);
    const kept1 = f(beta1);
    const kept2 = f(beta2);
    const added1 = f(1 - beta1);
    const added2 = f(1 - beta2);
    const epsilon = f(eps);
    const mean = new Float32Array(parameters.length);
    const square = new Float32Array(parameters.length);
    const largest = amsgrad ? new Float32Array(parameters.length) : undefined;
    let steps = 0;
    return {
      step(lr) {
        steps += 1;
        const rate = f(-(lr / (1 - beta1 ** steps)));
        const correction = f(Math.sqrt(1 - beta2 ** steps));
        const count = parameters.length;
        for (let index = 0; index < count; index++) {
          const parameter = parameters[index]!;
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
  },
};
