// Adadelta as torch.optim.Adadelta: w ← w − lr · g √(u + ε) / √(v + ε), u the mean square of the steps
// before.

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const adadelta: OptimizerKernel<OptimizerOf<"Adadelta">> = {
  plan: (settings, { parameters, gradients, allocate }) => {
    const kept = f(settings.rho);
    const added = f(1 - settings.rho);
    const decay = f(settings.weight_decay);
    const epsilon = f(settings.eps);
    const square = allocate(parameters.length);
    const moved = allocate(parameters.length);
    return {
      state: { square_avg: square, acc_delta: moved },
      step(_, { lr }, from, to) {
        const rate = f(-lr);
        for (let index = from; index < to; index++) {
          const parameter = parameters[index]!;
          let gradient = gradients[index]!;
          if (decay !== 0) gradient = f(gradient + parameter * decay);
          const v = f(f(square[index]! * kept) + f(added * gradient) * gradient);
          square[index] = v;
          const deviation = f(Math.sqrt(f(v + epsilon)));
          const step = f(f(f(Math.sqrt(f(moved[index]! + epsilon))) / deviation) * gradient);
          moved[index] = f(moved[index]! * kept) + f(added * step) * step;
          parameters[index] = parameter + step * rate;
        }
      },
    };
  },
};
