// The features of a network as axes: the values along one, what each becomes as inputs, and the value at
// which a feature is held while others move.

import type { Encoded } from "../../data/types.ts";
import { copyGroup, oneHot } from "../evaluation/importance.ts";
import { type FeatureGroup, featureGroups, type InputRows, rawValues, takeRows } from "../evaluation/features.ts";
import type { SpaceFeature } from "./types.ts";

/**
 * Training rows that medians and ranges are taken from; fewer if they are wide, but never less than a few.
 */
const MOST_ROWS = 20_000;
const MOST_NUMBERS = 4e6;
const LEAST_ROWS = 200;
/** How much wider than its values an axis of numbers is, on each side. */
const MARGIN = 0.05;

/** Values along a feature, ascending, with their inputs. */
export interface Axis {
  readonly group: FeatureGroup;
  /** As the CSV has them; indices of categories, dates as years with a fraction. */
  readonly values: Float64Array;
  /** Of each value its inputs, as many as the group is wide. */
  readonly cells: readonly Float32Array[];
}

export class Axes {
  readonly features: readonly SpaceFeature[];
  readonly groups: readonly FeatureGroup[];
  readonly #sample: InputRows;
  /** Ascending raw values of each feature in the sample. */
  readonly #sorted: readonly Float64Array[];
  /** One row of inputs with every feature held. */
  readonly #held: Float32Array;

  /** @param rows those that medians and ranges are taken from: indices into the rows of `encoded` */
  constructor(encoded: Encoded, rows: Uint32Array) {
    const { inputs, inputNames, preprocessing } = encoded;
    const most = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, MOST_NUMBERS / inputNames.length));
    const step = Math.max(1, Math.ceil(rows.length / most));
    this.#sample = takeRows(
      inputs,
      inputNames.length,
      rows.filter((_, index) => index % step === 0),
    );
    this.groups = featureGroups(preprocessing);
    const raw = this.groups.map((group) => rawValues(group, this.#sample));
    this.#sorted = raw.map((values) => values.toSorted());
    this.#held = new Float32Array(inputNames.length);
    this.features = this.groups.map((group, index) => {
      const { column, categories, encode } = group;
      const held = categories ? mostFrequent(raw[index]!) : median(this.#sorted[index]!);
      this.#held.set(this.#cells(group, raw[index]!, held), group.at);
      return { column, held, ...(categories ? { categories } : {}), ...(encode === "date" ? { isDate: true } : {}) };
    });
  }

  /** One row of inputs in which every feature is held. */
  held(): Float32Array {
    return this.#held.slice();
  }

  /**
   * Values along a feature: of numbers `size` of them, equally spaced over the range of the rows and a little
   * beyond; of categories each of them; of dates `size` steps, each at the nearest day that a row has.
   */
  axis(feature: number, size: number): Axis {
    const group = this.groups[feature]!;
    const sorted = this.#sorted[feature]!;
    const values = group.categories
      ? Float64Array.from(group.categories.keys())
      : spaced(sorted, size, group.encode === "date" ? 0 : MARGIN);
    const raw = group.encode === "date" ? rawValues(group, this.#sample) : sorted;
    return { group, values, cells: Array.from(values, (value) => this.#cells(group, raw, value)) };
  }

  /** The inputs of a raw value. @param raw of dates the value of each row of the sample */
  #cells(group: FeatureGroup, raw: Float64Array, value: number): Float32Array {
    if (group.encode === "one-hot") return value < 0 ? new Float32Array(group.width) : oneHot(group.width, value);
    // An ordinal category is its index, a truth value 0 or 1, and neither is scaled but by its own scale.
    if (group.encode !== "date") return Float32Array.of((value - group.shift) / group.scale);
    const cells = new Float32Array(group.width);
    copyGroup({ ...group, at: 0 }, this.#sample.inputs.subarray(group.at), nearest(raw, value), cells, 0, this.#sample.width);
    return cells;
  }
}

/**
 * Writes some points of a grid as rows of inputs: the points of one axis, or of two, of which the second goes
 * slowest.
 * @param base one row of inputs, which the features of the axes are put into
 * @param into `[count, base.length]`
 */
export function writeGrid(base: Float32Array, x: Axis, y: Axis | undefined, first: number, count: number, into: Float32Array): void {
  const width = base.length;
  const columns = x.values.length;
  for (let point = first; point < first + count; point++) {
    const at = (point - first) * width;
    into.set(base, at);
    into.set(x.cells[point % columns]!, at + x.group.at);
    if (y) into.set(y.cells[Math.floor(point / columns)]!, at + y.group.at);
  }
}

function spaced(sorted: Float64Array, size: number, margin: number): Float64Array {
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const width = high > low ? high - low : 1;
  const first = high > low ? low - margin * width : low - 0.5;
  const whole = high > low ? width * (1 + 2 * margin) : 1;
  return Float64Array.from({ length: size }, (_, index) => first + (whole * index) / Math.max(1, size - 1));
}

/** As numpy's: the mean of the two in the middle of an even count. */
function median(sorted: Float64Array): number {
  const middle = sorted.length / 2;
  if (sorted.length === 0) return 0;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}

function mostFrequent(values: Float64Array): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].toSorted(([one, often], [other, less]) => less - often || one - other);
  return most?.[0] ?? 0;
}

function nearest(values: Float64Array, value: number): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (Math.abs(values[at]! - value) < Math.abs(values[best]! - value)) best = at;
  return best;
}
