// OneCycleLR: from max / div_factor up to max and down to that divided by final_div_factor, while momentum or
// Adam's first beta goes the other way.

import type { SchedulerKernel, SchedulerOf } from "./scheduler.ts";

interface Phase {
  /** The step at which it ends. */
  readonly end: number;
  readonly lr: readonly [from: number, to: number];
  readonly momentum: readonly [from: number, to: number];
}

export const oneCycleLr: SchedulerKernel<SchedulerOf<"OneCycleLR">> = {
  start: (scheduler, rates, context) => {
    const total = scheduler.total_steps ?? context.totalSteps;
    const phases = phasesOf(scheduler, total);
    let step = 0;
    const apply = (): void => {
      let start = 0;
      for (const [index, { end, lr, momentum }] of phases.entries()) {
        if (step <= end || index === phases.length - 1) {
          const share = (step - start) / (end - start);
          rates.lr = anneal(scheduler, lr, share);
          if (scheduler.cycle_momentum) rates.momentum = anneal(scheduler, momentum, share);
          return;
        }
        start = end;
      }
    };
    apply();
    return {
      step() {
        step += 1;
        if (step > total) throw new Error(`OneCycleLR has ${total} steps, and this is one more.`);
        apply();
      },
      state: () => [step],
      restore: ([last = 0]) => void (step = last),
    };
  },
};

function phasesOf(scheduler: SchedulerOf<"OneCycleLR">, total: number): Phase[] {
  const { max_lr: highest, pct_start: share, base_momentum: base, max_momentum: most } = scheduler;
  const first = highest / scheduler.div_factor;
  const last = first / scheduler.final_div_factor;
  const rise: Phase = { end: share * total - 1, lr: [first, highest], momentum: [most, base] };
  if (!scheduler.three_phase) return [rise, { end: total - 1, lr: [highest, last], momentum: [base, most] }];
  return [
    rise,
    { end: 2 * share * total - 2, lr: [highest, first], momentum: [base, most] },
    { end: total - 1, lr: [first, last], momentum: [most, most] },
  ];
}

function anneal({ anneal_strategy: curve }: SchedulerOf<"OneCycleLR">, [from, to]: Phase["lr"], share: number): number {
  return curve === "cos" ? to + ((from - to) / 2) * (Math.cos(Math.PI * share) + 1) : (to - from) * share + from;
}
