// CyclicLR: up from base to max and down again, over and over, the cycles of one height or lower and lower;
// momentum goes the other way.

import type { SchedulerKernel, SchedulerOf } from "./scheduler.ts";

export const cyclicLr: SchedulerKernel<SchedulerOf<"CyclicLR">> = {
  start: (scheduler, rates) => {
    const { base_lr: base, max_lr: highest, step_size_up: up, mode, gamma } = scheduler;
    const length = up + (scheduler.step_size_down ?? up);
    const ratio = up / length;
    let step = 0;
    const apply = (): void => {
      const cycle = Math.floor(1 + step / length);
      const at = 1 + step / length - cycle;
      const height = at <= ratio ? at / ratio : (at - 1) / (ratio - 1);
      const scale = mode === "triangular" ? 1 : mode === "triangular2" ? 1 / 2 ** (cycle - 1) : gamma ** step;
      rates.lr = base + (highest - base) * height * scale;
      if (scheduler.cycle_momentum) {
        rates.momentum = scheduler.max_momentum - (scheduler.max_momentum - scheduler.base_momentum) * height * scale;
      }
    };
    apply();
    return {
      step() {
        step += 1;
        apply();
      },
      state: () => [step],
      restore: ([last = 0]) => void (step = last),
    };
  },
};
