// Schedulers that multiply the rate they find by a factor of the epoch, one product after the other, as
// PyTorch's chainable forms do.

import type { Rates } from "../kernel.ts";
import type { SchedulerKernel, SchedulerOf } from "./scheduler.ts";

/**
 * @param factorOf the factor at epoch `epoch` (0 when the scheduler starts)
 */
function chained<S>(factorOf: (scheduler: S, epoch: number) => number): SchedulerKernel<S> {
  return {
    start: (scheduler, rates: Rates) => {
      let epoch = 0;
      rates.lr *= factorOf(scheduler, 0);
      return {
        step() {
          epoch += 1;
          rates.lr *= factorOf(scheduler, epoch);
        },
        state: () => [epoch],
        restore: ([last = 0]) => void (epoch = last),
      };
    },
  };
}

export const stepLr = chained(({ step_size: size, gamma }: SchedulerOf<"StepLR">, epoch) => (epoch > 0 && epoch % size === 0 ? gamma : 1));

/** A milestone of 0 is passed as the scheduler starts. */
export const multiStepLr = chained(
  ({ milestones, gamma }: SchedulerOf<"MultiStepLR">, epoch) => gamma ** milestones.filter((milestone) => milestone === epoch).length,
);

export const constantLr = chained(({ factor, total_iters: count }: SchedulerOf<"ConstantLR">, epoch) =>
  epoch === 0 ? factor : epoch === count ? 1 / factor : 1,
);

export const linearLr = chained(({ start_factor: start, end_factor: end, total_iters: count }: SchedulerOf<"LinearLR">, epoch) => {
  if (epoch === 0) return start;
  return epoch > count ? 1 : 1 + (end - start) / (count * start + (epoch - 1) * (end - start));
});

export const exponentialLr = chained(({ gamma }: SchedulerOf<"ExponentialLR">, epoch) => (epoch === 0 ? 1 : gamma));

export const polynomialLr = chained(({ total_iters: count, power }: SchedulerOf<"PolynomialLR">, epoch) =>
  epoch === 0 || epoch > count ? 1 : ((1 - epoch / count) / (1 - (epoch - 1) / count)) ** power,
);
