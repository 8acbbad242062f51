// How far a run is before it trains, as those hear it who wait: its CSVs are read, and rows that do not fit
// into memory are written to the disk.

import type { ReadHooks } from "../data/sources.ts";
import type { Preparing } from "../protocol/run.ts";

/** Milliseconds between two reports: at most 10 a second. What is over before is not told at all. */
const PACE = 100;

export function preparingHooks(tell: (preparing: Preparing) => void): Pick<ReadHooks, "progressed" | "encoded"> {
  let due = performance.now() + PACE;
  const report = (what: Preparing["what"], done: number, total: number): void => {
    const now = performance.now();
    if (now < due || total === 0) return;
    due = now + PACE;
    tell({ what, share: done / total });
  };
  return {
    progressed: (done, total = 0) => report("reading", done, total),
    encoded: (done, total) => report("encoding", done, total),
  };
}
