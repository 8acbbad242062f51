// SGD as torch.optim.SGD: weight decay joins the gradient, momentum keeps a share of the last step, the
// learning rate stays outside of it. The first step fills the momentum without dampening. Each operation is
// rounded to float32 where PyTorch rounds.

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const sgd: OptimizerKernel<OptimizerOf<"SGD">> = {
  plan: (settings, { parameters, gradients, allocate }) => {
    const { nesterov } = settings;
    const decay = f(settings.weight_decay);
    const added = f(1 - settings.dampening);
    // Also without momentum, because a scheduler may bring some.
    const buffer = allocate(parameters.length);
    return {
      state: { momentum_buffer: buffer },
      step(count, { lr, momentum }, from, to) {
        const rate = f(-lr);
        const kept = f(momentum);
        for (let index = from; index < to; index++) {
          const parameter = parameters[index]!;
          let gradient = gradients[index]!;
          if (decay !== 0) gradient = f(gradient + parameter * decay);
          if (momentum !== 0) {
            const step = count === 1 ? gradient : f(f(buffer[index]! * kept) + gradient * added);
            buffer[index] = step;
            gradient = nesterov ? f(gradient + step * kept) : step;
          }
          parameters[index] = parameter + gradient * rate;
        }
      },
    };
  },
};
