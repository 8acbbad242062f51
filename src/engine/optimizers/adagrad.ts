// Adagrad as torch.optim.Adagrad: w ← w − lr / (1 + (t − 1) η) · g / (√Σg² + ε).

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const adagrad: OptimizerKernel<OptimizerOf<"Adagrad">> = {
  plan: (settings, { parameters, gradients, allocate }) => {
    const { lr_decay: lrDecay, initial_accumulator_value: initial } = settings;
    const decay = f(settings.weight_decay);
    const epsilon = f(settings.eps);
    const sum = allocate(parameters.length);
    return {
      state: { sum },
      step(count, { lr }, from, to) {
        const rate = f(-(lr / (1 + (count - 1) * lrDecay)));
        if (count === 1) sum.fill(initial, from, to);
        for (let index = from; index < to; index++) {
          const parameter = parameters[index]!;
          let gradient = gradients[index]!;
          if (decay !== 0) gradient = f(gradient + parameter * decay);
          const total = f(sum[index]! + gradient * gradient);
          sum[index] = total;
          parameters[index] = parameter + f(f(rate * gradient) / f(f(Math.sqrt(total)) + epsilon));
        }
      },
    };
  },
};
