// The curves of several runs as numbers: a row for each epoch, newest first, and a column for each run.

import { html, type TemplateResult } from "lit";
import type { EpochResult } from "../../../../src/training/types.ts";
import { epochTable, stepOf } from "../../../chart/epoch-table.ts";
import { type MeasureName, measureTitle, valuesOf } from "../../../chart/measures.ts";
import { formatPrecise } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { runChip } from "./chips.ts";
import type { RunCurve } from "./runs-chart.ts";

interface NamedCurve extends RunCurve {
  readonly name: string;
}

/** What the chart draws: the validation rows of each run, or its training rows if it has no others. */
export function curvesTable(runs: readonly NamedCurve[], measure: MeasureName): TemplateResult {
  const last = Math.max(1, ...runs.map(({ points }) => points.at(-1)?.epoch ?? 1));
  const every = stepOf(last);
  const found = runs.map(({ points }) => new Map(points.map((point) => [point.epoch, point])));
  const epochs = [...new Set(found.flatMap((points) => [...points.keys()]))]
    .filter((epoch) => epoch === 1 || epoch === last || epoch % every === 0)
    .toSorted((one, other) => other - one);
  return epochTable({
    label: t("{0} by epoch", measureTitle(measure)),
    every,
    columns: runs.map(({ place, name }) => html`${runChip(place)} ${name}`),
    rows: epochs.map((epoch) => ({ epoch, values: found.map((points) => valueText(points.get(epoch), measure)) })),
  });
}

function valueText(point: EpochResult | undefined, measure: MeasureName): string {
  const [train, validation] = point ? valuesOf(point, measure) : [];
  const value = validation ?? train;
  return value === undefined ? "–" : formatPrecise(value);
}
