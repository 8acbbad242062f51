// Runs of layers that are folded to one row. Folds belong to the view: they follow the layers through edits,
// and open when they no longer fit.

import type { JsonLayer } from "../../src/model/edit.ts";

/** Layers `from` … `to`, both included. */
export interface Fold {
  readonly from: number;
  readonly to: number;
}

/** The pipeline's rows in order: a layer, or a fold of several. */
export function rowsOf(count: number, folds: readonly Fold[]): readonly Fold[] {
  const rows: Fold[] = [];
  for (let index = 0; index < count;) {
    const fold = folds.find(({ from, to }) => from === index && to < count);
    rows.push(fold ?? { from: index, to: index });
    index = (fold?.to ?? index) + 1;
  }
  return rows;
}

export function isFold({ from, to }: Fold): boolean {
  return to > from;
}

/**
 * The folds with one more; it takes in those it overlaps. Only layers without another between them can be
 * folded.
 */
export function withFold(folds: readonly Fold[], indices: readonly number[]): readonly Fold[] {
  const from = indices[0];
  const to = indices.at(-1);
  if (from === undefined || to === undefined || !canFold(indices)) return folds;
  return [...folds.filter((fold) => fold.to < from || fold.from > to), { from, to }].toSorted((one, other) => one.from - other.from);
}

export function canFold(indices: readonly number[]): boolean {
  const [first = 0] = indices;
  return indices.length > 1 && indices.every((index, place) => index === first + place);
}

/** The folds after the layers have changed, by whatever: those before and behind the changed part stay. */
export function followFolds(before: readonly JsonLayer[], after: readonly JsonLayer[], folds: readonly Fold[]): readonly Fold[] {
  if (folds.length === 0) return folds;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && same(before[head], after[head])) head++;
  let tail = 0;
  while (tail < most - head && same(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const end = before.length - tail;
  const shift = after.length - before.length;
  // One layer whose parameters changed is still the same layer.
  if (shift === 0 && end - head <= 1) return folds;
  return folds.flatMap(({ from, to }) => (to < head ? [{ from, to }] : from >= end ? [{ from: from + shift, to: to + shift }] : []));
}

function same(one: JsonLayer | undefined, other: JsonLayer | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * The folds after the list was rearranged; one whose layers are no longer side by side opens.
 * @param order for each place after the change the index before it, or undefined for a new layer
 */
export function foldsThrough(order: readonly (number | undefined)[], folds: readonly Fold[]): readonly Fold[] {
  return folds.flatMap(({ from, to }) => {
    const start = order.indexOf(from);
    for (let index = from; index <= to; index++) if (start < 0 || order[start + index - from] !== index) return [];
    return [{ from: start, to: start + to - from }];
  });
}
