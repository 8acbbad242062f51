// RMSprop as torch.optim.RMSprop: w ← w − lr · g / (√v + ε), v less the squared mean gradient if centered;
// momentum keeps the quotient, and the learning rate stays outside of it.

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const rmsprop: OptimizerKernel<OptimizerOf<"RMSprop">> = {
  plan: ({ alpha, eps, weight_decay: weightDecay, centered }, { parameters, gradients, allocate }) => {
    const kept = f(alpha);
    const added = f(1 - alpha);
    const decay = f(weightDecay);
    const epsilon = f(eps);
    const square = allocate(parameters.length);
    const mean = centered ? allocate(parameters.length) : undefined;
    const buffer = allocate(parameters.length);
    return {
      state: { square_avg: square, momentum_buffer: buffer, ...(mean ? { grad_avg: mean } : {}) },
      step(_, { lr, momentum }, from, to) {
        const rate = f(-lr);
        const keptStep = f(momentum);
        for (let index = from; index < to; index++) {
          const parameter = parameters[index]!;
          let gradient = gradients[index]!;
          if (decay !== 0) gradient = f(gradient + parameter * decay);
          let v = f(f(square[index]! * kept) + f(added * gradient) * gradient);
          square[index] = v;
          if (mean !== undefined) {
            const g = f(f(mean[index]! * kept) + gradient * added);
            mean[index] = g;
            v = f(v - g * g);
          }
          const size = f(f(Math.sqrt(v)) + epsilon);
          if (momentum > 0) {
            const step = f(f(buffer[index]! * keptStep) + f(gradient / size));
            buffer[index] = step;
            parameters[index] = parameter + step * rate;
          } else {
            parameters[index] = parameter + f(f(rate * gradient) / size);
          }
        }
      },
    };
  },
};
