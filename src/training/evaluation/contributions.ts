// What each feature contributed to the answer for one row: Shapley values against the mean of the training rows.
//
// Chosen because they are the only shares that add up to the whole difference, treat equal features equally and give nothing to one that changes nothing
// (Shapley 1953). A feature that is not in a coalition has its training mean ("baseline Shapley": Sundararajan and Najmi, The many Shapley values for
// model explanation, 2020), one point instead of all rows: cheap, without chance, and exactly weight · (x − mean) for a linear network. Leaving one
// feature out would be cheaper still, but says nothing of two features that can stand for each other.

import { fillPermutation, type Generator } from "../../engine/random.ts";
import type { FeatureGroup } from "./features.ts";
import { type Answer, copyGroup } from "./importance.ts";

export interface Contributions {
  /** The answer of the mean row. */
  readonly base: number;
  /** The row's own answer: `base` and all contributions together. */
  readonly answer: number;
  /** One per feature. */
  readonly contributions: Float64Array;
  /** Whether every coalition was asked; a sample of orders otherwise. */
  readonly isExact: boolean;
}

/** Up to so many features all coalitions are asked, 2ⁿ of them. */
const MOST_EXACT = 10;
/** Orders that are drawn beyond; each is gone through forwards and backwards. */
const ORDERS = 100;

/**
 * Shapley values of one row.
 * @param row encoded inputs, `[width]`
 * @param mean the mean of the encoded training rows, `[width]`
 * @param generator for the order of more than 10 features
 */
export function contributionsOf(
  row: Float32Array,
  mean: Float32Array,
  groups: readonly FeatureGroup[],
  answer: Answer,
  generator: Generator,
): Contributions {
  return groups.length <= MOST_EXACT ? exact(row, mean, groups, answer) : sampled(row, mean, groups, answer, generator);
}

/** The mean of rows of encoded inputs, `[width]`, in double precision and rounded once. */
export function meanRow(inputs: Float32Array, width: number, rows: Uint32Array): Float32Array {
  const sums = new Float64Array(width);
  for (const row of rows) for (let index = 0; index < width; index++) sums[index]! += inputs[row * width + index]!;
  return Float32Array.from(sums, (sum) => sum / rows.length);
}

function exact(row: Float32Array, mean: Float32Array, groups: readonly FeatureGroup[], answer: Answer): Contributions {
  const count = groups.length;
  const coalitions = 2 ** count;
  const inputs = repeated(mean, coalitions);
  for (let members = 0; members < coalitions; members++) {
    for (const [index, group] of groups.entries()) if (members & (1 << index)) copyGroup(group, row, 0, inputs, members, row.length);
  }
  const answers = answer(inputs, coalitions);
  const weights = coalitionWeights(count);
  const contributions = Float64Array.from(groups, (_, index) => {
    let sum = 0;
    for (let members = 0; members < coalitions; members++) {
      if (members & (1 << index)) continue;
      sum += weights[bitsIn(members)]! * (answers[members | (1 << index)]! - answers[members]!);
    }
    return sum;
  });
  return { base: answers[0]!, answer: answers[coalitions - 1]!, contributions, isExact: true };
}

/** By orders in which the features come in (Castro, Gómez, Tejada 2009), each also backwards, which takes away much of the chance. */
function sampled(
  row: Float32Array,
  mean: Float32Array,
  groups: readonly FeatureGroup[],
  answer: Answer,
  generator: Generator,
): Contributions {
  const count = groups.length;
  const contributions = new Float64Array(count);
  const order = new Uint32Array(count);
  let [base, whole] = [0, 0];
  for (let drawn = 0; drawn < ORDERS; drawn++) {
    for (let index = 0; index < count; index++) order[index] = index;
    fillPermutation(order, generator);
    for (const way of [order, order.toReversed()]) {
      const inputs = repeated(mean, count + 1);
      for (const [step, index] of way.entries()) {
        for (let later = step + 1; later <= count; later++) copyGroup(groups[index]!, row, 0, inputs, later, row.length);
      }
      const answers = answer(inputs, count + 1);
      for (const [step, index] of way.entries()) contributions[index]! += (answers[step + 1]! - answers[step]!) / (2 * ORDERS);
      [base, whole] = [answers[0]!, answers[count]!];
    }
  }
  return { base, answer: whole, contributions, isExact: false };
}

function repeated(row: Float32Array, times: number): Float32Array {
  const rows = new Float32Array(row.length * times);
  for (let place = 0; place < times; place++) rows.set(row, place * row.length);
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
