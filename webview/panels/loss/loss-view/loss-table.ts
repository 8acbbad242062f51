// The numbers of the curve as a table: every epoch while there are few, evenly chosen ones and the last where
// there are many.

import type { TemplateResult } from "lit";
import type { EpochResult } from "../../../../src/training/types.ts";
import { formatExact, formatPrecise } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { epochTable, stepOf } from "../../../chart/epoch-table.ts";
import { isOfRun, type MeasureName, measureTitle, valuesOf } from "../../../chart/measures.ts";

/** Every k-th epoch and the last, newest first. */
function chosenPoints(points: readonly EpochResult[]): { readonly every: number; readonly chosen: readonly EpochResult[] } {
  const every = stepOf(points.length);
  const chosen = points.filter(({ epoch }, index) => epoch % every === 0 || index === points.length - 1 || index === 0);
  return { every, chosen: chosen.toReversed() };
}

interface Column {
  readonly title: string;
  readonly value: (point: EpochResult) => string;
}

/** The measures of each split beside each other, and the learning rate. */
export function lossTable(points: readonly EpochResult[], measures: readonly MeasureName[]): TemplateResult {
  const [only] = measures;
  const isAlone = measures.length === 1;
  const label =
    only === undefined || !isAlone
      ? t("All measures by epoch")
      : only === "loss"
        ? t("Loss by epoch")
        : t("{0} by epoch", measureTitle(only));
  const columns = [
    // The learning rate has a column anyway.
    ...measures.filter((measure) => measure !== "lr").flatMap((measure) => columnsOf(measure, isAlone)),
    { title: "lr", value: ({ lr }: EpochResult) => formatExact(lr) },
  ];
  const { every, chosen } = chosenPoints(points);
  return epochTable({
    label,
    every,
    columns: columns.map(({ title }) => title),
    rows: chosen.map((point) => ({ epoch: point.epoch, values: columns.map(({ value }) => value(point)) })),
  });
}

function columnsOf(measure: MeasureName, isAlone: boolean): Column[] {
  const title = measureTitle(measure);
  const column = (split: 0 | 1, name: string): Column => ({
    title: name,
    value: (point) => precise(valuesOf(point, measure)[split]),
  });
  if (isOfRun(measure)) return [column(0, title)];
  return [column(0, isAlone ? t("train") : t("{0}, train", title)), column(1, isAlone ? t("validation") : t("{0}, validation", title))];
}

function precise(value: number | undefined): string {
  return value === undefined ? "–" : formatPrecise(value);
}
