// The optimizers that most networks are trained with, each one pass over the arena.

import type { Backend, OptimizerBuffers, OptimizerCall, OptimizerOf } from "../kernel.ts";
import { reference } from "../reference.ts";
import type { Kernels } from "./kernels.ts";

const f = Math.fround;

/** The records that take the place of the reference's. */
export function simdOptimizers(kernels: Kernels): Partial<Backend["optimizers"]> {
  return {
    SGD: { plan: (settings, buffers) => sgd(kernels, settings, buffers) },
    Adam: {
      plan: (settings, buffers) =>
        settings.amsgrad ? reference.optimizers.Adam.plan(settings, buffers) : adam(kernels, settings, buffers, false),
    },
    AdamW: {
      plan: (settings, buffers) =>
        settings.amsgrad ? reference.optimizers.AdamW.plan(settings, buffers) : adam(kernels, settings, buffers, true),
    },
  };
}

function sgd(kernels: Kernels, settings: OptimizerOf<"SGD">, { parameters, gradients, allocate }: OptimizerBuffers): OptimizerCall {
  const buffer = allocate(parameters.length);
  const [w, g, b] = [parameters.byteOffset, gradients.byteOffset, buffer.byteOffset];
  const decay = f(settings.weight_decay);
  const added = f(1 - settings.dampening);
  return {
    state: { momentum_buffer: buffer },
    step(count, { lr, momentum }, from, to) {
      const at = 4 * from;
      kernels.sgd(w + at, g + at, b + at, to - from, -lr, decay, momentum, added, settings.nesterov, count === 1);
    },
  };
}

function adam(
  kernels: Kernels,
  { betas, eps, weight_decay: weightDecay }: OptimizerOf<"Adam"> | OptimizerOf<"AdamW">,
  { parameters, gradients, allocate }: OptimizerBuffers,
  isDecoupled: boolean,
): OptimizerCall {
  const beta2 = betas[1];
  const mean = allocate(parameters.length);
  const square = allocate(parameters.length);
  const [w, g, m, v] = [parameters.byteOffset, gradients.byteOffset, mean.byteOffset, square.byteOffset];
  return {
    state: { exp_avg: mean, exp_avg_sq: square },
    step(count, { lr, momentum: beta1 }, from, to) {
      const at = 4 * from;
      kernels.adam(
        w + at,
        g + at,
        m + at,
        v + at,
        to - from,
        -(lr / (1 - beta1 ** count)),
        1 / Math.sqrt(1 - beta2 ** count),
        eps,
        isDecoupled ? 0 : weightDecay,
        isDecoupled ? 1 - lr * weightDecay : 1,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
      );
    },
  };
}
