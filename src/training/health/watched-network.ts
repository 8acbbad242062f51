// A run of the built-in engine as it is watched: its network is looked at where it is.

import type { Network } from "../../engine/network.ts";
import type { Generator } from "../../engine/random.ts";
import type { Batches } from "../batches.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { EngineLab } from "./engine-lab.ts";
import type { Watched } from "./monitor.ts";
import { takeSight } from "./sight.ts";

/**
 * @param training the pass over the training rows that goes on
 * @param epochs that the run is to have
 */
export function watchedNetwork(
  prepared: PreparedExperiment,
  network: Network,
  training: Batches,
  generator: Generator,
  epochs: number,
): Watched {
  return {
    prepared,
    epochs,
    batches: training.count,
    parameters: network.parameters.reduce((sum, { data }) => sum + data.length, 0),
    get steps() {
      return network.steps;
    },
    look: (subject, batches, epoch) => takeSight(subject, network, training, batches, generator, epoch),
    openLab: () => new EngineLab(prepared, network, epochs),
  };
}
