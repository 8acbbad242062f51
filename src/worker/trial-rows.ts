// The encoded rows of a sweep's trials. Most settings that vary leave them as they are, so they are made once
// and kept for the trial after: of a large CSV that is a second of each trial, and as much memory as the
// tensors.

import type { ReadHooks } from "../data/sources.ts";
import type { Table } from "../data/table.ts";
import type { RowMemory } from "../engine/rows.ts";
import type { Experiment } from "../model/schema.ts";
import { encodeAnywhere, type EncodedRows, type PreparedExperiment, prepareRows, splitData } from "../training/experiment.ts";

interface Kept {
  readonly table: Table;
  readonly key: string;
  readonly rows: EncodedRows;
  readonly memory: RowMemory | undefined;
  /** What the runs before have allocated for the order of their passes. */
  readonly orders: Uint32Array[];
}

export class TrialRows {
  #kept: Kept | undefined;

  /**
   * A trial with its rows. They are those of the trial before if these are the same; so it must be over.
   * @throws ProblemError with the first thing that keeps the experiment from running
   */
  async prepare(experiment: Experiment, table: Table, hooks: ReadHooks): Promise<PreparedExperiment> {
    const { data, training } = experiment;
    const key = JSON.stringify([data, training.loss, training.seed]);
    if (this.#kept?.table !== table || this.#kept.key !== key) {
      // The old ones go before there are new ones.
      this.release();
      const rows = await encodeAnywhere(splitData(experiment, table), hooks);
      this.#kept = { table, key, rows, memory: rows.memory, orders: [] };
    }
    const { rows, memory, orders } = this.#kept;
    const { release: _, ...own } = rows;
    return prepareRows(experiment, memory ? { ...own, memory: again(memory, orders) } : own);
  }

  /** Leaves nothing of rows that lie in a file. */
  release(): void {
    this.#kept?.rows.release?.();
    this.#kept = undefined;
  }
}

/**
 * The memory for one more run, which gets the arrays that the run before has allocated: a memory of ours only
 * grows.
 */
function again(memory: RowMemory, orders: Uint32Array[]): RowMemory {
  let next = 0;
  return {
    ...memory,
    allocateRows(length) {
      const own = orders[next];
      const order = own?.length === length ? own : memory.allocateRows(length);
      orders[next] = order;
      next++;
      return order;
    },
  };
}
