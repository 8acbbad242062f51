// What is said when numbers stop being numbers: where it began, and what to do.

import { OutOfRange } from "../engine/kernel.ts";
import type { Network } from "../engine/network.ts";
import { type Message, message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";

/**
 * Why a run diverged: the epoch, the step and the first layer with a number that is not finite, from what the
 * last batch of `rows` left.
 */
export function divergence({ layers }: Experiment, network: Network, rows: number, epoch: number): Message {
  const index = network.firstNotFinite(rows);
  if (index === undefined) {
    return message(
      "The loss became NaN or infinite in epoch {0}, at step {1}. Lower the learning rate or normalize the features; the last finite weights are kept.",
      epoch,
      network.steps,
    );
  }
  return message(
    "Numbers became NaN or infinite in epoch {0}, at step {1}, first in {2} {3}. Lower the learning rate or normalize the features; the last finite weights are kept.",
    epoch,
    network.steps,
    layers[index]!.type,
    index + 1,
  );
}

/** A loss as it is worked out. @throws ProblemError if it is not defined for what the network gives */
export function definedLoss(experiment: Experiment, loss: () => number): number {
  try {
    return loss();
  } catch (error) {
    throw error instanceof OutOfRange ? outOfRange(experiment, error.value) : error;
  }
}

/** The network gives a value that its loss is not defined for. */
function outOfRange({ layers, training }: Experiment, value: number): ProblemError {
  const index = layers.length - 1;
  return new ProblemError({
    severity: "error",
    code: "loss-input",
    path: ["layers", index],
    message: message(
      "{0} needs values from 0 to 1, but {1} {2} gave {3}. Add a Sigmoid after it, or use BCEWithLogitsLoss.",
      training.loss.type,
      layers[index]!.type,
      index + 1,
      Number(value.toPrecision(6)),
    ),
  });
}
