// The trials of a sweep as a CSV for other programs: a line for each, in the order they were trained, with
// every digit.

import { csvCell, harmless } from "../model/csv-cell.ts";
import { metricNames } from "../model/metric-names.ts";
import { axisNames } from "../model/sweep/sweep.ts";
import type { TrialStatus } from "./sweep.ts";

/** The settings that vary, then how each trial ended; a column that nothing stands in is left out. */
export function trialsCsv(trials: readonly TrialStatus[]): string {
  const rows = trials.map(cellsOf);
  const names = Object.keys(rows[0] ?? {}).filter((name) => rows.some((row) => row[name] !== undefined));
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? ""))];
  return `${lines.map((line) => line.map((cell) => (typeof cell === "string" ? csvCell(harmless(cell)) : cell)).join(",")).join("\n")}\n`;
}

function cellsOf({ settings, state, stopped, epoch, best, bestEpoch, bestMetrics, last, seconds }: TrialStatus, index: number) {
  const metrics = last?.metrics?.validation ?? last?.metrics?.train;
  const there = bestMetrics?.validation ?? bestMetrics?.train;
  const cells: Record<string, string | number | undefined> = { trial: index + 1 };
  for (const name of ["seed", ...axisNames] as const) cells[name] = settings[name];
  Object.assign(cells, {
    state,
    stopped: stopped ?? undefined,
    epochs: epoch,
    best_loss: best,
    best_epoch: bestEpoch,
    ...Object.fromEntries(metricNames.map((name) => [`best_${name}`, there?.[name]])),
    train_loss: last?.trainLoss,
    validation_loss: last?.validationLoss,
  });
  for (const name of metricNames) cells[name] = metrics?.[name];
  cells["seconds"] = seconds;
  return cells;
}
