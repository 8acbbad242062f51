// The weight of a connection, the bias of a unit, how a layer's weights are spread: found in what was sent,
// if it fits the network as it is drawn.

import type { WeightSummary } from "../../../../src/model/weight-summary.ts";
import type { Edge } from "./network-layout.ts";
import type { Column } from "./network-structure.ts";

export class WeightLookup {
  /** The largest absolute weight of all; 0 if there are none. */
  readonly largest: number;
  readonly #columns: readonly Column[];
  readonly #tensors: ReadonlyMap<string, WeightSummary>;

  constructor(columns: readonly Column[], tensors: readonly WeightSummary[]) {
    this.#columns = columns;
    this.#tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    this.largest = Math.max(0, ...columns.map((_, column) => this.spread(column)?.largest ?? 0));
  }

  /** The weight of a connection; undefined if it has none, or is not known. */
  weight({ column, from, to }: Edge): number | undefined {
    const before = this.#columns[column - 1]?.units ?? 0;
    return this.spread(column)?.data?.[to * before + from];
  }

  /** Undefined of a layer without one. */
  bias(column: number, unit: number): number | undefined {
    return this.#tensor(column, "bias", [this.#columns[column]?.units])?.data?.[unit];
  }

  /** The weights into a column, as a whole. */
  spread(column: number): WeightSummary | undefined {
    return this.#tensor(column, "weight", [this.#columns[column]?.units, this.#columns[column - 1]?.units]);
  }

  #tensor(column: number, name: string, shape: readonly (number | undefined)[]): WeightSummary | undefined {
    const layer = this.#columns[column]?.joint === "all" ? this.#columns[column].layers[0] : undefined;
    const tensor = this.#tensors.get(`${layer}.${name}`);
    return String(tensor?.shape) === String(shape) ? tensor : undefined;
  }
}
