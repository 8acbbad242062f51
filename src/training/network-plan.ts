// The network that an experiment asks the engine for.

import type { NetworkPlan } from "../engine/network.ts";
import type { PreparedExperiment } from "./experiment.ts";

/** The plan, with batches of the document's size, or of the largest split if that is smaller. */
export function networkPlan({ experiment, encoded, split }: PreparedExperiment): NetworkPlan {
  const { layers, training } = experiment;
  return {
    layers,
    loss: training.loss,
    optimizer: training.optimizer,
    inputs: encoded.inputNames.length,
    targetWidth: encoded.targetWidth,
    batchSize: Math.min(training.batch_size, Math.max(split.train.length, split.validation.length, split.test.length)),
    ...(training.clip_grad_norm === undefined ? {} : { clipGradNorm: training.clip_grad_norm }),
  };
}
