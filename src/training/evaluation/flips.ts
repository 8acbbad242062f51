// Which smallest change of a single feature would flip the answer for a row: the counterfactual a person can
// act on.

import { type FeatureGroup, type InputRows, rawValues } from "./features.ts";
import { oneHot } from "./importance.ts";

/** The class that is answered for each row of encoded inputs. */
export type Decide = (inputs: Float32Array, rows: number) => Uint32Array;

export interface Flip {
  readonly column: string;
  /** Raw values; indices of the categories if there are some. */
  readonly from: number;
  readonly to: number;
  /** The class that is answered then. */
  readonly answer: number;
  /**
   * How far that is, as a share of the feature's range among the training rows; another category or truth
   * value is 1.
   */
  readonly size: number;
}

/** Halvings: until two float32 are hardly apart. */
const HALVINGS = 24;

/** Flips that are told, and so many of the smallest are looked at closely. */
const MOST = 20;

/**
 * For each feature the smallest change that makes the answer another, smallest first and at most 20; features
 * that cannot are left out. Numbers move within the range of the training rows: a flip that lies between two
 * steps and back again is not seen. Dates do not move.
 * @param row encoded inputs, `[width]`
 * @param steps from one end of a number's range to the other
 */
export function flipsOf(row: Float32Array, training: InputRows, groups: readonly FeatureGroup[], decide: Decide, steps = 128): Flip[] {
  const own = decide(row, 1)[0]!;
  return groups
    .flatMap((group) => roughFlip(row, training, group, decide, own, steps) ?? [])
    .toSorted((one, other) => one.size - other.size)
    .slice(0, MOST)
    .map(({ closer }) => closer())
    .toSorted((one, other) => one.size - other.size);
}

/** A flip between two steps, and how to come closer to where it is. */
interface RoughFlip {
  readonly size: number;
  readonly closer: () => Flip;
}

function roughFlip(
  row: Float32Array,
  training: InputRows,
  group: FeatureGroup,
  decide: Decide,
  own: number,
  steps: number,
): RoughFlip | undefined {
  if (group.encode === "date" || group.width === 0) return undefined;
  const { column } = group;
  const [from = NaN] = rawValues(group, { inputs: row, rows: 1, width: row.length });
  const raw = rawValues(group, training);
  const [low, high] = [
    raw.reduce((least, value) => Math.min(least, value), Infinity),
    raw.reduce((most, value) => Math.max(most, value), -Infinity),
  ];
  const isNumber = group.encode === "value" && group.kind === "number";
  const candidates = isNumber ? grid(low, high, steps) : choices(group);
  const cellsOf = (value: number): Float32Array =>
    group.encode === "one-hot" ? oneHot(group.width, value) : Float32Array.of((value - group.shift) / group.scale);
  const answers = decideAt(row, group, candidates.map(cellsOf), decide);
  let best: (Found & { readonly distance: number }) | undefined;
  for (const [index, value] of candidates.entries()) {
    const distance = Math.abs(value - from);
    if (answers[index] !== own && (best === undefined || distance < best.distance)) best = { value, answer: answers[index]!, distance };
  }
  if (best === undefined) return undefined;
  const found = best;
  const range = group.encode === "one-hot" || group.kind === "boolean" ? 0 : high - low;
  const sizeOf = ({ value }: Found): number => (range === 0 ? 1 : Math.abs(value - from) / range);
  const answerAt = (value: number): number => decideAt(row, group, [cellsOf(value)], decide)[0]!;
  const closer = (): Flip => {
    const at = isNumber ? shortened(from, halve(from, found, answerAt, own), answerAt, own, high - low) : found;
    return { column, from, to: at.value, answer: at.answer, size: sizeOf(at) };
  };
  return { size: sizeOf(found), closer };
}

interface Found {
  readonly value: number;
  readonly answer: number;
}

/** Goes from a value that flips towards the row's own as far as it still does. */
function halve(from: number, best: Found, answerAt: (value: number) => number, own: number): Found {
  let [inside, { value, answer }] = [from, best];
  for (let count = 0; count < HALVINGS; count++) {
    const middle = (inside + value) / 2;
    const found = answerAt(middle);
    if (found === own) inside = middle;
    else [value, answer] = [middle, found];
  }
  return { value, answer };
}

/**
 * A flip with as few digits as a person would type, to a thousandth of the feature's range or three digits of
 * the change, whichever is coarser; with more if the answer would be the old one otherwise.
 */
function shortened(from: number, { value, answer }: Found, answerAt: (value: number) => number, own: number, range: number): Found {
  const change = value - from;
  if (change === 0) return { value, answer };
  const coarsest = Math.max(Math.floor(Math.log10(Math.abs(change))) - 2, Math.floor(Math.log10(range)) - 3);
  for (let exponent = coarsest; exponent > coarsest - 6; exponent--) {
    const step = Number(`1e${exponent}`);
    const away = (change > 0 ? Math.ceil : Math.floor)(value / step) * step;
    const rounded = Number(away.toFixed(Math.min(100, Math.max(0, -exponent))));
    const found = answerAt(rounded);
    if (found !== own) return { value: rounded, answer: found };
  }
  return { value, answer };
}

/** The answers of the row with a group's inputs set to each of `settings`. */
function decideAt(row: Float32Array, { at }: FeatureGroup, settings: readonly Float32Array[], decide: Decide): Uint32Array {
  const inputs = new Float32Array(settings.length * row.length);
  for (const [place, cells] of settings.entries()) {
    inputs.set(row, place * row.length);
    inputs.set(cells, place * row.length + at);
  }
  return decide(inputs, settings.length);
}

function grid(low: number, high: number, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, index) => low + (index * (high - low)) / steps);
}

function choices({ kind, encode, width, categories }: FeatureGroup): number[] {
  const count = kind === "boolean" ? 2 : encode === "one-hot" ? width : (categories?.length ?? 0);
  return Array.from({ length: count }, (_, index) => index);
}
