// SGD as torch.optim.SGD: weight decay joins the gradient, momentum keeps a share of the last step, the learning rate stays outside
// of it. The first step fills the momentum without dampening. Each operation is rounded to float32 where PyTorch rounds.

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const sgd: OptimizerKernel<OptimizerOf<"SGD">> = {
  plan: (settings, parameters, gradients) => {
    const { momentum, nesterov } = settings;
    const decay = f(settings.weight_decay);
    const kept = f(momentum);
    const added = f(1 - settings.dampening);
    const buffer = momentum === 0 ? undefined : new Float32Array(parameters.length);
    let first = true;
    return {
      step(lr) {
        const rate = f(-lr);
        const count = parameters.length;
        for (let index = 0; index < count; index++) {
          const parameter = parameters[index]!;
          let gradient = gradients[index]!;
          if (decay !== 0) gradient = f(gradient + parameter * decay);
          if (buffer !== undefined) {
            const step = first ? gradient : f(f(buffer[index]! * kept) + gradient * added);
            buffer[index] = step;
            gradient = nesterov ? f(gradient + step * kept) : step;
          }
          parameters[index] = parameter + gradient * rate;
        }
        first = false;
      },
    };
  },
};
