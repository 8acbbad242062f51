// Adamax as torch.optim.Adamax: u ← max(β₂ u, |g| + ε), w ← w − lr / (1 − β₁ᵗ) · m / u.

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const adamax: OptimizerKernel<OptimizerOf<"Adamax">> = {
  plan: ({ betas, eps, weight_decay: weightDecay }, { parameters, gradients, allocate }) => {
    const kept2 = f(betas[1]);
    const decay = f(weightDecay);
    const epsilon = f(eps);
    const mean = allocate(parameters.length);
    const norm = allocate(parameters.length);
    return {
      state: { exp_avg: mean, exp_inf: norm },
      step(count, { lr, momentum: beta1 }, from, to) {
        const kept1 = f(beta1);
        const added1 = f(1 - beta1);
        const rate = f(-(lr / (1 - beta1 ** count)));
        for (let index = from; index < to; index++) {
          const parameter = parameters[index]!;
          let gradient = gradients[index]!;
          if (decay !== 0) gradient = f(gradient + parameter * decay);
          const m = f(f(mean[index]! * kept1) + gradient * added1);
          const u = Math.max(f(norm[index]! * kept2), f(Math.abs(gradient) + epsilon));
          mean[index] = m;
          norm[index] = u;
          parameters[index] = parameter + f(f(rate * m) / u);
        }
      },
    };
  },
};
