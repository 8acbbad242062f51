// What a network goes by, feature by feature: how much worse it is with a feature shuffled, and how its
// answer moves with a feature's value. Everything is asked through a closure, so that it holds for any
// network, and one-hot inputs of a column move together.

import { fillPermutation, type Generator } from "../../engine/random.ts";
import { type FeatureGroup, type InputRows, rawValues } from "./features.ts";

/** One number per row of encoded inputs, as the probability of a class. */
export type Answer = (inputs: Float32Array, rows: number) => Float64Array;

/** How much worse a score is without what a feature says. */
export interface PermutationImportance {
  readonly column: string;
  /** Mean and population deviation of the score lost, over the repetitions. */
  readonly mean: number;
  readonly deviation: number;
}

/** The mean answer at some values of a feature. */
export interface PartialDependence {
  readonly column: string;
  /** Values as the CSV has them; indices of `categories` if there are some. */
  readonly values: Float64Array;
  readonly categories?: readonly string[];
  /** The mean over all rows, `[values]`. */
  readonly answers: Float64Array;
  /**
   * Of numbers: the values below which a tenth, two tenths … of the rows lie. If there are few rows, the
   * curve is a guess.
   */
  readonly deciles?: Float64Array;
}

/**
 * Permutation importance: the score minus the score with the feature's values shuffled among the rows, as
 * scikit-learn's `permutation_importance` (Breiman, Random Forests, 2001; Fisher, Rudin, Dominici 2019).
 * @param score of all rows with these inputs; more is better
 * @param generatorOf where the permutations of the group at a place come from; not the run's own
 */
export function permutationImportance(
  data: InputRows,
  groups: readonly FeatureGroup[],
  score: (inputs: Float32Array) => number,
  generatorOf: (place: number) => Generator,
  repeats = 5,
): PermutationImportance[] {
  const whole = score(data.inputs);
  const order = new Uint32Array(data.rows);
  const shuffled = data.inputs.slice();
  return groups.map((group, place) => {
    const generator = generatorOf(place);
    const lost = Array.from({ length: repeats }, () => {
      for (let row = 0; row < data.rows; row++) order[row] = row;
      fillPermutation(order, generator);
      for (const [row, from] of order.entries()) copyGroup(group, data.inputs, from, shuffled, row, data.width);
      return whole - score(shuffled);
    });
    for (let row = 0; row < data.rows; row++) copyGroup(group, data.inputs, row, shuffled, row, data.width);
    const mean = lost.reduce((sum, value) => sum + value, 0) / repeats;
    const deviation = Math.sqrt(lost.reduce((sum, value) => sum + (value - mean) ** 2, 0) / repeats);
    return { column: group.column, mean, deviation };
  });
}

/**
 * Partial dependence: for each value of a grid the mean answer of all rows with the feature set to it
 * (Friedman 2001). The grid is scikit-learn's: all values if there are fewer than `points`, else equally
 * spaced between the 5th and the 95th percentile. Categories and dates are never put between.
 */
export function partialDependence(data: InputRows, group: FeatureGroup, answer: Answer, points = 40): PartialDependence {
  const { column, categories } = group;
  const settings = gridOf(data, group, points);
  const moved = data.inputs.slice();
  const answers = Float64Array.from(settings, ({ cells }) => {
    for (let row = 0; row < data.rows; row++) moved.set(cells, row * data.width + group.at);
    return answer(moved, data.rows).reduce((sum, value) => sum + value, 0) / data.rows;
  });
  const values = Float64Array.from(settings, ({ value }) => value);
  const found = { column, values, answers };
  return categories === undefined ? { ...found, deciles: decilesOf(group, data) } : { ...found, categories };
}

function decilesOf(group: FeatureGroup, data: InputRows): Float64Array {
  const sorted = rawValues(group, data).toSorted();
  return Float64Array.from({ length: 9 }, (_, index) => quantile(sorted, (index + 1) / 10));
}

/** A value of a feature, raw and as its inputs. */
interface Setting {
  readonly value: number;
  readonly cells: Float32Array;
}

/** The values to look at, ascending. */
function gridOf(data: InputRows, group: FeatureGroup, points: number): Setting[] {
  const raw = rawValues(group, data);
  if (group.encode === "one-hot") {
    return Array.from({ length: group.width }, (_, index) => ({ value: index, cells: oneHot(group.width, index) }));
  }
  const found = new Map<number, number>();
  for (const [row, value] of raw.entries()) found.set(value, row);
  const unique = Float64Array.from(found.keys()).toSorted();
  const own = (value: number): Setting => {
    const at = found.get(value)! * data.width + group.at;
    return { value, cells: data.inputs.slice(at, at + group.width) };
  };
  if (unique.length < points || group.encode !== "value") return [...thinned(unique, points)].map(own);
  const sorted = raw.toSorted();
  const [low, high] = [quantile(sorted, 0.05), quantile(sorted, 0.95)];
  // Nearly all rows have one value: what there is besides is more telling than a grid without width.
  if (low === high) return [...thinned(unique, points)].map(own);
  return Array.from({ length: points }, (_, index) => {
    const value = low + (index * (high - low)) / (points - 1);
    return { value, cells: Float32Array.of((value - group.shift) / group.scale) };
  });
}

/** At most `points` of the values, the first and the last among them. */
function thinned(values: Float64Array, points: number): Float64Array {
  if (values.length <= points) return values;
  return Float64Array.from({ length: points }, (_, index) => values[Math.round((index * (values.length - 1)) / (points - 1))]!);
}

/**
 * A quantile as scipy's `mquantiles` has it (alphap = betap = 0.4), which scikit-learn takes its percentiles
 * from.
 */
function quantile(sorted: Float64Array, share: number): number {
  const count = sorted.length;
  const place = count * share + 0.4 + share * 0.2;
  const below = Math.floor(Math.min(count - 1, Math.max(1, place)));
  const part = Math.min(1, Math.max(0, place - below));
  return (1 - part) * sorted[below - 1]! + part * sorted[Math.min(below, count - 1)]!;
}

/** One input of a group on, the others off. */
export function oneHot(width: number, index: number): Float32Array {
  const cells = new Float32Array(width);
  cells[index] = 1;
  return cells;
}

/** Copies a group's inputs of one row to another. */
export function copyGroup(
  { at, width: cells }: FeatureGroup,
  from: Float32Array,
  row: number,
  to: Float32Array,
  toRow: number,
  width: number,
): void {
  for (let cell = 0; cell < cells; cell++) to[toRow * width + at + cell] = from[row * width + at + cell]!;
}
