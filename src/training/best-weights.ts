// The weights of the best epoch so far: a run with early stopping ends with them, and at the end of every
// other one the person may choose them.

import type { StateTensor } from "../engine/layout.ts";
import type { Network } from "../engine/network.ts";
import type { CheckpointTensor } from "./checkpoint.ts";
import { damaged } from "./checkpoint-check.ts";

export class BestWeights {
  readonly #tensors: readonly StateTensor[];
  readonly #kept: readonly Float32Array[];
  #isKept = false;

  constructor({ parameters, buffers }: Network) {
    this.#tensors = [...parameters, ...buffers];
    this.#kept = this.#tensors.map(({ data }) => new Float32Array(data.length));
  }

  /** Remembers the network as it is. */
  keep(): void {
    for (const [index, { data }] of this.#tensors.entries()) this.#kept[index]!.set(data);
    this.#isKept = true;
  }

  /** Makes the network what was remembered, if something was. */
  use(): void {
    if (!this.#isKept) return;
    for (const [index, { data }] of this.#tensors.entries()) data.set(this.#kept[index]!);
  }

  /** Whether something was remembered that the network is not any more. */
  get isOther(): boolean {
    return this.#isKept && this.#tensors.some(({ data }, index) => this.#kept[index]!.some((value, at) => value !== data[at]));
  }

  /** Makes the network what was remembered, and remembers what it was; if something was remembered. */
  exchange(): void {
    if (!this.#isKept) return;
    for (const [index, { data }] of this.#tensors.entries()) {
      const now = data.slice();
      data.set(this.#kept[index]!);
      this.#kept[index]!.set(now);
    }
  }

  /** As `best.0.weight`, … of a checkpoint. */
  capture(): CheckpointTensor[] {
    if (!this.#isKept) return [];
    return this.#tensors.map(({ name, shape }, index) => ({ name: `best.${name}`, shape, data: this.#kept[index]!.slice() }));
  }

  /**
   * Remembers what a checkpoint has, by name.
   * @throws ProblemError if one is missing, or of another size
   */
  restore(stored: ReadonlyMap<string, Float32Array> | undefined): void {
    if (stored === undefined) return;
    for (const [index, { name }] of this.#tensors.entries()) {
      const [kept, data] = [this.#kept[index]!, stored.get(name)];
      if (data?.length !== kept.length) throw damaged(`best.${name}`);
      kept.set(data);
    }
    this.#isKept = true;
  }
}
