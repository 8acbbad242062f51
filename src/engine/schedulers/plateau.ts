// ReduceLROnPlateau: lowers the rate after more than `patience` epochs that are not better, then waits for
// `cooldown` epochs.

import type { SchedulerKernel, SchedulerOf } from "./scheduler.ts";

type Plateau = SchedulerOf<"ReduceLROnPlateau">;

export const reduceLrOnPlateau: SchedulerKernel<Plateau> = {
  start: (scheduler, rates) => {
    const { mode, factor, patience, cooldown, min_lr: least, eps } = scheduler;
    let best = mode === "min" ? Infinity : -Infinity;
    let bad = 0;
    let wait = 0;
    return {
      step(metric) {
        if (isBetter(scheduler, metric, best)) {
          best = metric;
          bad = 0;
        } else {
          bad += 1;
        }
        if (wait > 0) {
          wait -= 1;
          bad = 0;
        }
        if (bad <= patience) return;
        const lower = Math.max(rates.lr * factor, least);
        if (rates.lr - lower > eps) rates.lr = lower;
        wait = cooldown;
        bad = 0;
      },
      state: () => [best, bad, wait],
      restore: ([found = best, since = 0, left = 0]) => {
        best = found;
        bad = since;
        wait = left;
      },
    };
  },
};

function isBetter({ mode, threshold, threshold_mode: kind }: Plateau, metric: number, best: number): boolean {
  if (mode === "min") return metric < (kind === "rel" ? best * (1 - threshold) : best - threshold);
  return metric > (kind === "rel" ? best * (threshold + 1) : best + threshold);
}
