// How good the weights are that a run ends with: found out batch by batch, so that the end of a run is
// advanced in slices as all of it is.

import type { Network } from "../engine/network.ts";
import type { Generator } from "../engine/random.ts";
import type { PreparedExperiment } from "./experiment.ts";
import type { LiveMetrics } from "./metrics/live.ts";
import type { Verdict } from "./types.ts";
import { evaluateNetwork } from "./verdict.ts";

export class EndEvaluation {
  readonly #prepared: PreparedExperiment;
  readonly #network: Network;
  readonly #live: LiveMetrics | undefined;
  #steps: ReturnType<typeof evaluateNetwork> | undefined;
  #next: ((verdict?: Verdict) => void) | undefined;

  /** @param live what the run counts its metrics with; undefined if nobody wants to know how good it is */
  constructor(prepared: PreparedExperiment, network: Network, live: LiveMetrics | undefined) {
    this.#prepared = prepared;
    this.#network = network;
    this.#live = live;
  }

  /**
   * Evaluates the weights that lie in the network.
   * @param generator a copy: a pass draws from it
   * @param next is told the verdict, with the last `work`; at once and of none if it is not wanted
   */
  begin(isWanted: boolean, generator: Generator, next: (verdict?: Verdict) => void): void {
    if (!isWanted || this.#live === undefined) {
      next();
      return;
    }
    this.#steps = evaluateNetwork(this.#prepared, this.#network, this.#live, generator);
    this.#next = next;
  }

  /** One batch, or the verdict. */
  work(): void {
    const step = this.#steps!.next();
    if (step.done) this.#next!(step.value);
  }

  /** Nobody wants to wait: the next `work` tells of none. */
  leave(): void {
    this.#steps?.return(undefined);
  }
}
