// Everything a run goes on from, as named tensors: weights, what layers and the optimizer keep, the
// generator, the order of the pass and where the run stands in it. Numbers stay the numbers they are, so a
// resumed run is the same run in every bit (on the same machine and build).

import type { Network } from "../engine/network.ts";
import type { StateTensor } from "../engine/layout.ts";
import { type Generator, GENERATOR_WORDS } from "../engine/random.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";

/** Words, single or double precision, by what they are. */
export interface CheckpointTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Uint32Array;
}

/** A run at a moment between two batches. */
export interface RunCheckpoint {
  readonly tensors: readonly CheckpointTensor[];
}

/** A list of numbers as a tensor. */
export function listTensor(name: string, data: Float64Array | Uint32Array): CheckpointTensor {
  return { name, shape: [data.length], data };
}

/** Where a generator stands. */
export function generatorTensor(generator: Generator): CheckpointTensor {
  const words = new Uint32Array(GENERATOR_WORDS);
  generator.save(words);
  return listTensor("generator", words);
}

/** The network's part: `model.0.weight`, `optimizer.exp_avg.0.weight`, … */
export function captureNetwork(network: Network): CheckpointTensor[] {
  const model = [...network.parameters, ...network.buffers].map((tensor) => copied(`model.${tensor.name}`, tensor, tensor.data));
  const optimizer = Object.entries(network.optimizerState).flatMap(([state, values]) =>
    network.parameters.map((tensor) => copied(`optimizer.${state}.${tensor.name}`, tensor, ofParameter(values, tensor))),
  );
  return [...model, ...optimizer];
}

/** Puts the network's part back. @throws ProblemError if the checkpoint is of another network */
export function restoreNetwork(network: Network, checkpoint: RunCheckpoint): void {
  const stored = new Map(checkpoint.tensors.map((tensor) => [tensor.name, tensor]));
  const put = (name: string, { shape }: StateTensor, into: Float32Array): void => {
    const tensor = stored.get(name);
    if (tensor === undefined || String(tensor.shape) !== String(shape) || !(tensor.data instanceof Float32Array)) throw otherNetwork(name);
    into.set(tensor.data);
  };
  for (const tensor of [...network.parameters, ...network.buffers]) put(`model.${tensor.name}`, tensor, tensor.data);
  for (const [state, values] of Object.entries(network.optimizerState)) {
    for (const tensor of network.parameters) put(`optimizer.${state}.${tensor.name}`, tensor, ofParameter(values, tensor));
  }
}

/** A list of a checkpoint. @throws ProblemError if there is none of this length */
export function readList<T extends Float64Array | Uint32Array>(
  checkpoint: RunCheckpoint,
  name: string,
  kind: new (length: number) => T,
  length?: number,
): T {
  const data = checkpoint.tensors.find((tensor) => tensor.name === name)?.data;
  if (!(data instanceof kind) || (length !== undefined && data.length !== length)) throw otherNetwork(name);
  return data;
}

/** Tensors whose names start with `prefix`, without it; undefined if there are none. */
export function withPrefix(checkpoint: RunCheckpoint, prefix: string): ReadonlyMap<string, Float32Array> | undefined {
  const found = checkpoint.tensors.flatMap(({ name, data }) =>
    name.startsWith(prefix) && data instanceof Float32Array ? [[name.slice(prefix.length), data] as const] : [],
  );
  return found.length === 0 ? undefined : new Map(found);
}

function copied(name: string, { shape }: StateTensor, data: Float32Array): CheckpointTensor {
  return { name, shape, data: data.slice() };
}

function ofParameter(values: Float32Array, { offset, data }: StateTensor): Float32Array {
  return values.subarray(offset, offset + data.length);
}

function otherNetwork(name: string): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "other-checkpoint",
    path: ["layers"],
    message: message(
      "The checkpoint belongs to another document: its {0} does not fit this one. Resume with the document it was made with.",
      name,
    ),
  });
}
