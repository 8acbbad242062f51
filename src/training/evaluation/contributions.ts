// What each feature contributed to the answer for one row: Shapley values against rows of the training split.
//
// Chosen because they are the only shares that add up to the whole difference, treat equal features equally
// and give nothing to one that changes nothing (Shapley 1953). A feature that is not in a coalition has the
// values of a training row, and the mean over such rows is taken, as the SHAP library does (Lundberg and Lee,
// A unified approach to interpreting model predictions, 2017). So what is explained is the way from the mean
// answer; one mean row instead of the rows would be cheaper, but nobody knows half a category, and of an
// exclusive or it explains nothing. Of a linear network the share is exactly weight · (x − mean).

import { fillPermutation, type Generator } from "../../engine/random.ts";
import type { FeatureGroup, InputRows } from "./features.ts";
import { type Answer, copyGroup } from "./importance.ts";

export interface Contributions {
  /** The mean answer of the background. */
  readonly base: number;
  /** The row's own answer: `base` and all contributions together. */
  readonly answer: number;
  /** One per feature. */
  readonly contributions: Float64Array;
  /** How many orders of the features were asked; absent if every coalition was. */
  readonly orders?: number;
}

/** Features up to which all coalitions are asked, 2ⁿ of them for each background row. */
const MOST_EXACT = 10;

/**
 * Shapley values of one row.
 * @param row encoded inputs, `[width]`
 * @param background rows that features outside of a coalition have their values from
 * @param generator for the order of features if not every coalition is asked
 * @param most how many rows may be asked for all coalitions, and how many orders otherwise
 */
export function contributionsOf(
  row: Float32Array,
  background: InputRows,
  groups: readonly FeatureGroup[],
  answer: Answer,
  generator: Generator,
  most: { readonly rows: number; readonly orders: number },
): Contributions {
  const isExact = groups.length <= MOST_EXACT && 2 ** groups.length * background.rows <= most.rows;
  return isExact ? exact(row, background, groups, answer) : sampled(row, background, groups, answer, generator, most.orders);
}

function exact(row: Float32Array, background: InputRows, groups: readonly FeatureGroup[], answer: Answer): Contributions {
  const count = groups.length;
  const coalitions = 2 ** count;
  const means = new Float64Array(coalitions);
  for (let from = 0; from < background.rows; from++) {
    const inputs = repeated(background, from, coalitions);
    for (let members = 0; members < coalitions; members++) {
      for (const [index, group] of groups.entries()) if (members & (1 << index)) copyGroup(group, row, 0, inputs, members, row.length);
    }
    const answers = answer(inputs, coalitions);
    for (let members = 0; members < coalitions; members++) means[members]! += answers[members]! / background.rows;
  }
  const weights = coalitionWeights(count);
  const contributions = Float64Array.from(groups, (_, index) => {
    let sum = 0;
    for (let members = 0; members < coalitions; members++) {
      if (members & (1 << index)) continue;
      sum += weights[bitsIn(members)]! * (means[members | (1 << index)]! - means[members]!);
    }
    return sum;
  });
  return { base: means[0]!, answer: means[coalitions - 1]!, contributions };
}

/**
 * By orders in which the features come in (Castro, Gómez, Tejada 2009), each from a background row of its own
 * and also backwards, which takes away much of the chance.
 */
function sampled(
  row: Float32Array,
  background: InputRows,
  groups: readonly FeatureGroup[],
  answer: Answer,
  generator: Generator,
  orders: number,
): Contributions {
  const count = groups.length;
  const contributions = new Float64Array(count);
  const order = new Uint32Array(count);
  let [base, whole] = [0, 0];
  for (let drawn = 0; drawn < orders; drawn++) {
    for (let index = 0; index < count; index++) order[index] = index;
    fillPermutation(order, generator);
    for (const way of [order, order.toReversed()]) {
      const inputs = repeated(background, Math.floor((drawn * background.rows) / orders) % background.rows, count + 1);
      for (const [step, index] of way.entries()) {
        for (let later = step + 1; later <= count; later++) copyGroup(groups[index]!, row, 0, inputs, later, row.length);
      }
      const answers = answer(inputs, count + 1);
      for (const [step, index] of way.entries()) contributions[index]! += (answers[step + 1]! - answers[step]!) / (2 * orders);
      base += answers[0]! / (2 * orders);
      whole = answers[count]!;
    }
  }
  return { base, answer: whole, contributions, orders };
}

/** A background row, so many times. */
function repeated({ inputs, width }: InputRows, row: number, times: number): Float32Array {
  const rows = new Float32Array(width * times);
  for (let place = 0; place < times; place++) rows.set(inputs.subarray(row * width, (row + 1) * width), place * width);
  return rows;
}

/** |S|! (n − |S| − 1)! / n! by the size of the coalition S without the feature. */
function coalitionWeights(count: number): number[] {
  const weights: number[] = [1 / count];
  for (let size = 1; size < count; size++) weights.push((weights[size - 1]! * size) / (count - size));
  return weights;
}

function bitsIn(members: number): number {
  let count = 0;
  for (let rest = members; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
