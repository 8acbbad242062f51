// Metrics of every epoch for next to nothing: counted from the outputs that the passes have anyway, batch by
// batch, without allocating. As the training loss, those of the training pass are of the network in training
// mode, while it changes.

import type { Encoded } from "../../data/types.ts";
import type { Network } from "../../engine/network.ts";
import type { TrainingSettings } from "../../model/schema.ts";
import { cutOf, meaningOf, taskOf } from "../evaluation/answers.ts";
import type { EpochResult, LiveValues } from "../types.ts";
import { determination } from "./regression.ts";

/** Sums over the rows of a pass. */
interface Tally {
  /** All that is remembered. */
  readonly sums: Float64Array;
  /** Counts in the first `rows` rows of the batch. */
  add(rows: number): void;
  values(): LiveValues;
}

export class LiveMetrics {
  readonly #train: Tally;
  readonly #validation: Tally;
  /** Of the pass that is going on. */
  #current: Tally;
  readonly #network: Network;
  #gradientNorm = NaN;

  /** Looks at the network's output and target, which every batch leaves in the same place. */
  constructor(training: TrainingSettings, encoded: Encoded, network: Network) {
    this.#train = tallyOf(training, encoded, network);
    this.#validation = tallyOf(training, encoded, network);
    this.#current = this.#train;
    this.#network = network;
  }

  /** A pass begins. */
  begin(pass: "train" | "validation"): void {
    this.#current = pass === "train" ? this.#train : this.#validation;
    this.#current.sums.fill(0);
  }

  /** Counts in the first `rows` rows of the batch that the network just went through. */
  add(rows: number): void {
    this.#current.add(rows);
  }

  /**
   * The last batch of a training pass was trained, and its gradients still stand: one sum over them an epoch.
   */
  endTraining(): void {
    this.#gradientNorm = this.#network.gradientNorm();
  }

  /** Of the last passes. */
  epoch(hasValidation: boolean): Pick<EpochResult, "metrics" | "gradientNorm"> {
    const train = this.#train.values();
    const metrics = hasValidation ? { train, validation: this.#validation.values() } : { train };
    return Number.isNaN(this.#gradientNorm) ? { metrics } : { metrics, gradientNorm: this.#gradientNorm };
  }

  /** Of the validation pass alone, as it stands. */
  get validated(): LiveValues {
    return this.#validation.values();
  }

  /** Everything to go on from, for a checkpoint. */
  state(): Float64Array {
    return Float64Array.of(...this.#train.sums, ...this.#validation.sums, this.#gradientNorm);
  }

  /** Goes on within `pass` from a state of the same experiment; another says nothing. */
  restore(state: Float64Array, pass: "train" | "validation"): void {
    this.#current = pass === "train" ? this.#train : this.#validation;
    const half = this.#train.sums.length;
    if (state.length !== 2 * half + 1) return;
    this.#train.sums.set(state.subarray(0, half));
    this.#validation.sums.set(state.subarray(half, 2 * half));
    this.#gradientNorm = state[2 * half]!;
  }
}

function tallyOf({ loss, threshold }: TrainingSettings, encoded: Encoded, { output, target, outputs, targetWidth }: Network): Tally {
  switch (taskOf(loss, encoded)) {
    case "classes":
      return countClasses(output, target, outputs);
    case "binary":
      return countYes(output, target, targetWidth, cutOf(loss, threshold));
    case "numbers":
      return sumErrors(output, target, targetWidth, meaningOf(loss));
  }
}

/**
 * An answer is right if no class before the target's has as much and none after it has more, which takes
 * no branch that nobody can foresee.
 */
function countClasses(output: Float32Array, target: Float32Array, classes: number): Tally {
  const sums = new Float64Array(2);
  return {
    sums,
    add: (rows) => {
      let hits = 0;
      for (let row = 0, at = 0; row < rows; row++, at += classes) {
        const truth = target[row]!;
        const value = output[at + truth]!;
        let above = 0;
        for (let index = 0; index < classes; index++) {
          const other = output[at + index]!;
          above += Number(other > value) + (Number(other === value) & Number(index < truth));
        }
        hits += Number(above === 0);
      }
      sums[0]! += hits;
      sums[1]! += rows;
    },
    values: () => ({ accuracy: sums[0]! / sums[1]! }),
  };
}

/**
 * Of several outputs each is an answer of its own. Outputs and targets are compared as the integers that
 * their bits are, without a branch: one that nobody can foresee costs as much as half of a small network's
 * row.
 */
function countYes(output: Float32Array, target: Float32Array, width: number, { sign, cut }: ReturnType<typeof cutOf>): Tally {
  const sums = new Float64Array(2);
  const [answers, truths] = [bitsOf(output), bitsOf(target)];
  const flip = sign === 1 ? 0 : SIGN;
  const edge = firstFrom(cut);
  return {
    sums,
    add: (rows) => {
      const end = rows * width;
      let hits = 0;
      for (let at = 0; at < end; at++) {
        const answer = ordered(answers[at]! ^ flip);
        const truth = truths[at]!;
        // The highest bit of each: answer < edge (Warren, Hacker's Delight, 2-12), and whether the target, 1,
        // 0 or −1, is above 0.
        const no = (answer & ~edge) | (~(answer ^ edge) & (answer - edge));
        const yes = (truth << 2) & ~truth;
        hits += (no ^ yes) >>> 31;
      }
      sums[0]! += hits;
      sums[1]! += end;
    },
    values: () => ({ accuracy: sums[0]! / sums[1]! }),
  };
}

/** The sign of a float32. */
const SIGN = 0x80000000 | 0;

function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/** A float32's bits as an integer that lies among the others as the float32 does; −0 just below 0. */
function ordered(bits: number): number {
  return bits ^ ((bits >> 31) >>> 1);
}

/** The smallest float32 that is at least `value`, as `ordered` has it. */
function firstFrom(value: number): number {
  if (value === 0) return ordered(SIGN);
  const nearest = Float32Array.of(value);
  return ordered(bitsOf(nearest)[0]!) + (nearest[0]! < value ? 1 : 0);
}

/**
 * Numbers per target: a shift, and sums of target − shift, its square, the squared error and the distance.
 */
const PER_TARGET = 5;

/** Of several targets the mean, as scikit-learn's `uniform_average`. */
function sumErrors(output: Float32Array, target: Float32Array, width: number, meaning: (output: number) => number): Tally {
  const sums = new Float64Array(1 + PER_TARGET * width);
  return {
    sums,
    add: (rows) => {
      for (let column = 0; column < width; column++) {
        const at = 1 + column * PER_TARGET;
        // Near the targets, so that the difference of the squares below does not lose its digits.
        if (sums[0] === 0) sums[at] = target[column]!;
        const shift = sums[at]!;
        let [sum, spread, squares, distance] = [0, 0, 0, 0];
        for (let place = column, end = rows * width; place < end; place += width) {
          const right = target[place]!;
          const error = right - meaning(output[place]!);
          sum += right - shift;
          spread += (right - shift) * (right - shift);
          squares += error * error;
          distance += Math.abs(error);
        }
        sums[at + 1]! += sum;
        sums[at + 2]! += spread;
        sums[at + 3]! += squares;
        sums[at + 4]! += distance;
      }
      sums[0]! += rows;
    },
    values: () => {
      const rows = sums[0]!;
      let [r2, mae] = [0, 0];
      for (let at = 1; at < sums.length; at += PER_TARGET) {
        const spread = Math.max(0, sums[at + 2]! - (sums[at + 1]! * sums[at + 1]!) / rows);
        r2 += determination(sums[at + 3]!, spread, rows) / width;
        mae += sums[at + 4]! / rows / width;
      }
      return { r2, mae };
    },
  };
}
