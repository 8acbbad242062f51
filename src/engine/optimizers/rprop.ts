// Rprop as torch.optim.Rprop: each parameter has a step of its own, which grows while its gradient keeps its
// sign and shrinks where it changes; where it changes the parameter stays.

import type { OptimizerKernel, OptimizerOf } from "../kernel.ts";

const f = Math.fround;

export const rprop: OptimizerKernel<OptimizerOf<"Rprop">> = {
  plan: ({ etas, step_sizes: [shortest, longest] }, { parameters, gradients, allocate }) => {
    const shrink = f(etas[0]);
    const grow = f(etas[1]);
    const [least, most] = [f(shortest), f(longest)];
    const previous = allocate(parameters.length);
    const size = allocate(parameters.length);
    return {
      state: { prev: previous, step_size: size },
      step(count, { lr }, from, to) {
        if (count === 1) size.fill(lr, from, to);
        for (let index = from; index < to; index++) {
          let gradient = gradients[index]!;
          const agreement = f(gradient * previous[index]!);
          const factor = agreement > 0 ? grow : agreement < 0 ? shrink : 1;
          const step = Math.min(Math.max(f(size[index]! * factor), least), most);
          size[index] = step;
          if (agreement < 0) gradient = 0;
          parameters[index] = parameters[index]! - Math.sign(gradient) * step;
          previous[index] = gradient;
        }
      },
    };
  },
};
