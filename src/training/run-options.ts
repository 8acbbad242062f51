// What a run may be told besides its experiment.

import type { Network, NetworkPlan } from "../engine/network.ts";
import type { Generator } from "../engine/random.ts";
import type { RunCheckpoint } from "./checkpoint.ts";
import type { HealthFinding } from "./health/finding.ts";
import type { EpochResult } from "./types.ts";

export interface RunOptions {
  /** Stands for the document's `epochs`. */
  readonly epochs?: number;
  /** Called after each epoch, within `advance`. */
  onEpoch(result: EpochResult): void;
  /** Plans the network if it is not to be one thread of the product's engine. */
  readonly open?: (plan: NetworkPlan, generator: Generator) => Network;
  /** Goes on from here, as if the run had never stopped. */
  readonly resume?: RunCheckpoint;
  /** Whether `checkpoint` is to work after the end as well; it costs a copy of everything. */
  readonly keepsEnd?: boolean;
  /**
   * Whether the person may choose between the last and the best epoch's weights; it costs a copy of them
   * whenever an epoch is the best so far.
   */
  readonly keepsBest?: boolean;
  /**
   * Whether the outcome says how good its weights are; it costs one pass more over the validation rows, or
   * the training rows.
   */
  readonly evaluatesEnd?: boolean;
  /**
   * Called within `advance` with what is sick about the network or how it is trained, each code of a layer
   * once. If it is absent nobody looks, and it costs nothing.
   */
  readonly onHealth?: (finding: HealthFinding) => void;
  /** Whether each epoch's metrics are counted; they are if nothing is said. */
  readonly countsMetrics?: boolean;
}
