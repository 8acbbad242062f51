// RAdam as torch.optim.RAdam of 1.13: with ρ∞ = 2 / (1 − β₂) − 1 and ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ) a step
// goes by Adam's direction times a rectification if ρₜ > 5, else by the corrected mean alone.

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const radam: OptimizerKernel<OptimizerOf<"RAdam">> = {
  plan: ({ betas, eps, weight_decay: weightDecay }, { parameters, gradients, allocate }) => {
    const beta2 = betas[1];
    const kept2 = f(beta2);
    const added2 = f(1 - beta2);
    const decay = f(weightDecay);
    const epsilon = f(eps);
    const mean = allocate(parameters.length);
    const square = allocate(parameters.length);
    return {
      state: { exp_avg: mean, exp_avg_sq: square },
      step(count, { lr, momentum: beta1 }, from, to) {
        const kept1 = f(beta1);
        const added1 = f(1 - beta1);
        const correction1 = f(1 - beta1 ** count);
        const correction2 = f(Math.sqrt(1 - beta2 ** count));
        const limit = 2 / (1 - beta2) - 1;
        const length = limit - (2 * count * beta2 ** count) / (1 - beta2 ** count);
        const isRectified = length > 5;
        const rectification = isRectified ? f(Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length))) : 1;
        const rate = f(lr);
        for (let index = from; index < to; index++) {
          const parameter = parameters[index]!;
          let gradient = gradients[index]!;
          if (decay !== 0) gradient = f(gradient + parameter * decay);
          const m = f(f(mean[index]! * kept1) + gradient * added1);
          const v = f(f(square[index]! * kept2) + f(added2 * gradient) * gradient);
          mean[index] = m;
          square[index] = v;
          let step = f(f(m / correction1) * rate);
          if (isRectified) step = f(f(step * f(correction2 / f(f(Math.sqrt(v)) + epsilon))) * rectification);
          parameters[index] = parameter - step;
        }
      },
    };
  },
};
