// How much the answers of a network differ from row to row, beside how much the targets do: a network that
// says the same of every row has learnt nothing but the share of a class, or the mean.

import type { Network } from "../../engine/network.ts";
import { losses, type LossRecord } from "../../model/losses.ts";
import { meaningOf } from "../evaluation/answers.ts";
import type { Subject } from "./subject.ts";

export class OutputSpread {
  readonly #network: Network;
  readonly #meaning: (output: number) => number;
  /** How one output per class becomes probabilities; undefined if an output is an answer of its own. */
  readonly #classes: "logits" | "log-probabilities" | undefined;
  /** Of each answer: the sum and the sum of squares, then those of the targets. */
  readonly #sums: Float64Array;
  readonly #width: number;
  #rows = 0;

  constructor({ experiment }: Subject, network: Network) {
    const { loss } = experiment.training;
    const record: LossRecord = losses[loss.type];
    this.#network = network;
    this.#meaning = meaningOf(loss);
    if (record.target === "classes") this.#classes = loss.type === "NLLLoss" ? "log-probabilities" : "logits";
    this.#width = this.#classes ? network.outputs : network.targetWidth;
    this.#sums = new Float64Array(4 * this.#width);
  }

  /** Counts in the first `rows` rows of the batch that the network has just gone through. */
  add(rows: number): void {
    for (let row = 0; row < rows; row++) this.#row(row);
    this.#rows += rows;
  }

  /** The largest ratio of deviations, of all answers whose targets differ; undefined if none does. */
  get value(): number | undefined {
    const ratios: number[] = [];
    for (let at = 0; at < this.#sums.length; at += 4) {
      const target = this.#deviation(at + 2);
      if (target > 0) ratios.push(this.#deviation(at) / target);
    }
    return ratios.length === 0 ? undefined : Math.max(...ratios);
  }

  #row(row: number): void {
    const { output, target, targetWidth, outputs } = this.#network;
    const from = row * outputs;
    if (this.#classes === undefined) {
      for (let column = 0; column < this.#width; column++)
        this.#count(column, this.#meaning(output[from + column]!), target[row * targetWidth + column]!);
      return;
    }
    let [most, sum] = [-Infinity, 0];
    for (let index = 0; index < outputs; index++) most = Math.max(most, output[from + index]!);
    if (this.#classes === "log-probabilities") most = 0;
    for (let index = 0; index < outputs; index++) sum += Math.exp(output[from + index]! - most);
    if (this.#classes === "log-probabilities") sum = 1;
    for (let index = 0; index < outputs; index++)
      this.#count(index, Math.exp(output[from + index]! - most) / sum, Number(target[row] === index));
  }

  #count(column: number, answer: number, target: number): void {
    const at = 4 * column;
    this.#sums[at]! += answer;
    this.#sums[at + 1]! += answer * answer;
    this.#sums[at + 2]! += target;
    this.#sums[at + 3]! += target * target;
  }

  #deviation(at: number): number {
    const mean = this.#sums[at]! / this.#rows;
    const spread = this.#sums[at + 1]! / this.#rows - mean * mean;
    // What is left of the difference of two equal squares is rounding.
    return spread > 1e-12 * mean * mean ? Math.sqrt(spread) : 0;
  }
}
