// A scheduler of a document, started on an optimizer's rates.

import type { Scheduler } from "../../model/schema.ts";
import { type SchedulerRecord, schedulers as records } from "../../model/schedulers.ts";
import type { Rates } from "../kernel.ts";
import type { SchedulerCall, SchedulerContext, SchedulerKernel } from "./scheduler.ts";
import { schedulers } from "./table.ts";

/** Whether a scheduler steps after every batch rather than after every epoch. */
export function perBatch(scheduler: Scheduler | undefined): boolean {
  if (scheduler === undefined) return false;
  const record: SchedulerRecord = records[scheduler.type];
  return record.perBatch;
}

/** Sets the first rates, and gives what changes them from then on. */
export function startScheduler(scheduler: Scheduler, rates: Rates, context: SchedulerContext): SchedulerCall {
  const kernel: SchedulerKernel<Scheduler> = schedulers[scheduler.type];
  return kernel.start(scheduler, rates, context);
}
