// Histograms of one thing after each remembered epoch as a picture: a column for each epoch, the stronger the
// more numbers lie there, with the mean as a line.

import type { Statistics } from "../../../../src/training/statistics.ts";
import { formatCount, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { Plane } from "../plane-picture/plane.ts";

/** Steps of the vertical axis. */
const ROWS = 48;

/** @param place index of the epoch that is looked at */
export function histogramPlane(epochs: readonly number[], all: readonly Statistics[], place: number | undefined): Plane {
  const low = Math.min(...all.map(({ min }) => min));
  const high = Math.max(...all.map(({ max }) => max));
  const [first, width] = high > low ? [low, high - low] : [low - 0.5, 1];
  const values = Float64Array.from({ length: ROWS }, (_, row) => first + ((row + 0.5) * width) / ROWS);
  const densities = all.map((one) => densitiesOf(one, first, width / ROWS));
  return {
    x: { title: t("Epoch"), values: Float64Array.from(epochs.keys()), names: epochs.map(formatCount) },
    y: { title: t("Value"), values },
    tintOf: (point) => ({ tone: "low", strength: densities[point % epochs.length]![Math.floor(point / epochs.length)]! }),
    contours: [],
    marks: [],
    path: all.map((one, index) => ({ x: index, y: one.mean, text: `${t("Epoch {0}", formatCount(epochs[index]!))}: ${inWords(one)}` })),
    ...(place === undefined ? {} : { place }),
  };
}

export function inWords({ mean, deviation, min, max, notFinite }: Statistics): string {
  const text = t("mean {0}, deviation {1}, from {2} to {3}", formatTick(mean), formatTick(deviation), formatTick(min), formatTick(max));
  return notFinite > 0 ? `${text}, ${t("{0} not finite", formatCount(notFinite))}` : text;
}

/** How much lies in each step of the axis, the most of them 1. */
function densitiesOf({ histogram, min, max }: Statistics, first: number, step: number): readonly number[] {
  const found = Array.from({ length: ROWS }, () => 0);
  const bin = (max - min) / histogram.length;
  for (const [index, count] of histogram.entries()) {
    if (count === 0) continue;
    const [from, to] = [(min + index * bin - first) / step, (min + (index + 1) * bin - first) / step];
    const [begin, end] = [Math.max(0, Math.min(ROWS - 1, Math.floor(from))), Math.max(0, Math.min(ROWS - 1, Math.ceil(to) - 1))];
    // A bin that reaches over several steps is shared among them, as far as it reaches into each.
    for (let row = begin; row <= Math.max(begin, end); row++) {
      const share = to - from < 1e-9 ? 1 : (Math.min(to, row + 1) - Math.max(from, row)) / (to - from);
      found[row]! += count * Math.max(0, share);
    }
  }
  const most = Math.max(...found);
  // Of few numbers something is seen as well.
  return found.map((value) => (most === 0 || value === 0 ? 0 : Math.sqrt(value / most)));
}
