// A trained network as something to ask: from weights to the outputs of any rows, apart from the run that
// goes on.

import { OutOfRange } from "../../engine/kernel.ts";
import type { Network, NetworkPlan } from "../../engine/network.ts";
import { openNetwork } from "../../engine/open.ts";
import { Generator } from "../../engine/random.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { networkPlan } from "../network-plan.ts";
import type { NamedTensor } from "../types.ts";

/** A tensor as a run or a weight file has it. */
export interface WeightTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Iterable<number | bigint>;
}

/** What the network gives for rows of encoded inputs: `[rows, inputs]` to `[rows, outputs]`. */
export type Predict = (inputs: Float32Array, rows: number) => Float32Array;

/** Plans a network, with its first weights drawn from `generator`. */
export type OpenNetwork = (plan: NetworkPlan, generator: Generator) => Network;

/** A network in eval mode. */
export interface TrainedNetwork {
  readonly network: Network;
  /** The most rows at once. */
  readonly batchSize: number;
}

/**
 * A network of its own with these weights.
 * @param batchSize the most rows at once; those of the document's batches if nothing is said
 * @param open on one thread if nothing is said
 * @throws ProblemError if they are of another network
 */
export function openTrained(
  prepared: PreparedExperiment,
  weights: readonly WeightTensor[],
  batchSize = networkPlan(prepared).batchSize,
  open: OpenNetwork = openNetwork,
): TrainedNetwork {
  const plan = { ...networkPlan(prepared), batchSize };
  const network = open(plan, new Generator(0));
  putWeights(network, weights);
  return { network, batchSize };
}

/** Puts weights in the place of a network's own. @throws ProblemError if they are of another network */
export function putWeights(network: Network, weights: readonly WeightTensor[]): void {
  const known = new Map(weights.map((tensor) => [tensor.name, tensor]));
  const own = [...network.parameters, ...network.buffers];
  for (const { name, shape, data } of own) {
    const stored = known.get(name);
    if (stored === undefined || String(stored.shape) !== String(shape)) throw otherNetwork(name);
    data.set(stored.data instanceof Float32Array ? stored.data : Float32Array.from(stored.data, Number));
  }
  const stranger = weights.find(({ name }) => !own.some((tensor) => tensor.name === name));
  if (stranger !== undefined) throw otherNetwork(stranger.name);
}

/** A network's weights in the order of a `state_dict`: a layer's buffers follow its parameters. */
export function weightsOf({ parameters, buffers }: Network): NamedTensor[] {
  const tensors = [...parameters, ...buffers].toSorted((one, other) => one.layer - other.layer);
  return tensors.map(({ name, shape, data }) => ({ name, shape, data: data.slice() }));
}

/** Asks the network, batch by batch. */
export function predictorOf({ network, batchSize }: TrainedNetwork): Predict {
  const width = network.layers[0]!.inFeatures;
  return (inputs, rows) => {
    const outputs = new Float32Array(rows * network.outputs);
    for (let first = 0; first < rows; first += batchSize) {
      const count = Math.min(batchSize, rows - first);
      network.input.set(inputs.subarray(first * width, (first + count) * width));
      network.predict(count);
      outputs.set(network.output.subarray(0, count * network.outputs), first * network.outputs);
    }
    return outputs;
  };
}

/**
 * The mean loss of the rows that lie in the network; NaN if the loss is not defined for what comes out,
 * which is there all the same.
 */
export function evaluateRows(network: Network, rows: number): number {
  try {
    return network.evaluate(rows);
  } catch (error) {
    if (error instanceof OutOfRange) return NaN;
    throw error;
  }
}

function otherNetwork(name: string): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "other-weights",
    path: ["layers"],
    message: message(
      "The weights belong to another network: {0} does not fit the document's layers. Choose the weights this document was trained to.",
      name,
    ),
  });
}
