// The two cosine schedulers: one goes on from the rate it finds, the other starts each round from the first
// rate.

import type { SchedulerKernel, SchedulerOf } from "./scheduler.ts";

export const cosineAnnealingLr: SchedulerKernel<SchedulerOf<"CosineAnnealingLR">> = {
  start: ({ T_max: length, eta_min: least }, rates) => {
    const base = rates.lr;
    let epoch = 0;
    return {
      step() {
        epoch += 1;
        // At the bottom the ratio of two cosines is none; PyTorch writes the step upwards by itself.
        if ((epoch - 1 - length) % (2 * length) === 0) rates.lr += ((base - least) * (1 - Math.cos(Math.PI / length))) / 2;
        else
          rates.lr =
            ((1 + Math.cos((Math.PI * epoch) / length)) / (1 + Math.cos((Math.PI * (epoch - 1)) / length))) * (rates.lr - least) + least;
      },
      state: () => [epoch],
      restore: ([last = 0]) => void (epoch = last),
    };
  },
};

export const cosineAnnealingWarmRestarts: SchedulerKernel<SchedulerOf<"CosineAnnealingWarmRestarts">> = {
  start: ({ T_0: first, T_mult: factor, eta_min: least }, rates) => {
    const base = rates.lr;
    let epoch = 0;
    let length = first;
    return {
      step() {
        epoch += 1;
        if (epoch >= length) {
          epoch -= length;
          length *= factor;
        }
        rates.lr = least + ((base - least) * (1 + Math.cos((Math.PI * epoch) / length))) / 2;
      },
      state: () => [epoch, length],
      restore: ([last = 0, round = first]) => {
        epoch = last;
        length = round;
      },
    };
  },
};
