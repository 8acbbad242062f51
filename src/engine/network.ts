// A network that is planned once and then runs without allocating: the buffers of one batch, one arena of parameters and one of
// gradients, and a list of calls. What the calls do is the backend's; the order of everything, and of the random numbers, is decided here.

import { type LayerRecord, layers, type ResolvedLayer } from "../model/layers.ts";
import type { Loss, Optimizer } from "../model/schema.ts";
import type { Backend, LayerCall, LayerKernel, LossCall, LossKernel, OptimizerCall, OptimizerKernel, ParameterShape } from "./kernel.ts";
import type { Generator } from "./random.ts";
import { reference } from "./reference.ts";

/** Parameters start at multiples of this many floats, so that a kernel can load whole cache lines. */
const ALIGNMENT = 16;

export interface NetworkPlan {
  /** A Sequential whose sizes fit one another (`checkNetwork` of the model says so). */
  readonly layers: readonly ResolvedLayer[];
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Values per row of the data. */
  readonly inputs: number;
  /** Values per row of the target. */
  readonly targetWidth: number;
  /** The most rows a batch has. */
  readonly batchSize: number;
}

/** A parameter under its name in PyTorch's `state_dict` of the Sequential, as in `0.weight`. */
export interface NamedParameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** A view into the arena: it changes with every step. */
  readonly data: Float32Array;
  /** The loss's derivative by it, after `backward`. */
  readonly gradient: Float32Array;
}

interface PlannedParameter extends ParameterShape {
  readonly layer: number;
  readonly offset: number;
  readonly length: number;
}

export class Network {
  /** Where the next batch's rows go, `[batchSize, inputs]`. */
  readonly input: Float32Array;
  /** Where the next batch's targets go, `[batchSize, targetWidth]`. */
  readonly target: Float32Array;
  /** What the last layer gives, `[batchSize, outputs]`. */
  readonly output: Float32Array;
  readonly outputs: number;
  readonly parameters: readonly NamedParameter[];

  readonly #arena: Float32Array;
  readonly #kept: Float32Array;
  readonly #layers: readonly LayerCall[];
  readonly #loss: LossCall;
  readonly #optimizer: OptimizerCall;

  /** Plans the network and draws its first weights from `generator`, layer by layer, as building the `nn.Sequential` does. */
  constructor(plan: NetworkPlan, generator: Generator, backend: Backend = reference) {
    const kernels = plan.layers.map((layer): LayerKernel<ResolvedLayer> => backend.layers[layer.type]);
    const widths = [plan.inputs];
    for (const layer of plan.layers) widths.push(outFeatures(layer, widths.at(-1)!));
    const planned = planParameters(plan.layers, kernels, widths);
    const size = alignedEnd(planned.at(-1));
    const arena = backend.allocate(size);
    const gradients = backend.allocate(size);
    this.parameters = planned.map(({ layer, name, shape, offset, length }) => ({
      name: `${layer}.${name}`,
      shape,
      data: arena.subarray(offset, offset + length),
      gradient: gradients.subarray(offset, offset + length),
    }));
    const values = widths.map((width) => backend.allocate(plan.batchSize * width));
    // The data needs no gradient.
    const slopes = widths.map((width, index) => (index === 0 ? undefined : backend.allocate(plan.batchSize * width)));
    this.#layers = plan.layers.map((layer, index) => {
      const own = this.parameters.filter((_, position) => planned[position]!.layer === index);
      const tensors = own.map(({ data }) => data);
      kernels[index]!.initialise?.(layer, widths[index]!, tensors, generator);
      return kernels[index]!.plan(layer, {
        inFeatures: widths[index]!,
        outFeatures: widths[index + 1]!,
        input: values[index]!,
        output: values[index + 1]!,
        gradOutput: slopes[index + 1]!,
        gradInput: slopes[index],
        parameters: tensors,
        gradients: own.map(({ gradient }) => gradient),
      });
    });
    this.input = values[0]!;
    this.target = backend.allocate(plan.batchSize * plan.targetWidth);
    this.output = values.at(-1)!;
    this.outputs = widths.at(-1)!;
    const loss: LossKernel<Loss> = backend.losses[plan.loss.type];
    this.#loss = loss.plan(plan.loss, {
      width: this.outputs,
      output: this.output,
      target: this.target,
      gradOutput: slopes.at(-1)!,
    });
    const optimizer: OptimizerKernel<Optimizer> = backend.optimizers[plan.optimizer.type];
    this.#optimizer = optimizer.plan(plan.optimizer, arena, gradients);
    this.#arena = arena;
    this.#kept = arena.slice();
  }

  /** Runs the first `rows` rows of `input` through the layers. The mean loss against `target`. */
  forward(rows: number): number {
    for (const layer of this.#layers) layer.forward(rows);
    return this.#loss.forward(rows);
  }

  /** Writes all gradients; follows a `forward` of the same rows. */
  backward(rows: number): void {
    this.#loss.backward(rows);
    for (let index = this.#layers.length - 1; index >= 0; index--) this.#layers[index]!.backward(rows);
  }

  /** One step of the optimizer, with the gradients as they are. */
  step(lr: number): void {
    this.#optimizer.step(lr);
  }

  /** Whether every parameter is a finite number. */
  isFinite(): boolean {
    for (const { data } of this.parameters) {
      for (let index = 0; index < data.length; index++) if (!Number.isFinite(data[index]!)) return false;
    }
    return true;
  }

  /** Remembers the parameters if they are finite. */
  keepFinite(): void {
    if (this.isFinite()) this.#kept.set(this.#arena);
  }

  /** Goes back to the parameters last remembered. */
  restore(): void {
    this.#arena.set(this.#kept);
  }
}

/** Places each parameter in the arena. */
function planParameters(
  layers: readonly ResolvedLayer[],
  kernels: readonly LayerKernel<ResolvedLayer>[],
  widths: readonly number[],
): PlannedParameter[] {
  const planned: PlannedParameter[] = [];
  for (const [index, layer] of layers.entries()) {
    for (const parameter of kernels[index]!.parameters?.(layer, widths[index]!, widths[index + 1]!) ?? []) {
      const length = parameter.shape.reduce((product, side) => product * side, 1);
      planned.push({ ...parameter, layer: index, offset: alignedEnd(planned.at(-1)), length });
    }
  }
  return planned;
}

function alignedEnd(last: PlannedParameter | undefined): number {
  return last === undefined ? 0 : Math.ceil((last.offset + last.length) / ALIGNMENT) * ALIGNMENT;
}

/** Values per row a layer gives, from those it gets, by its record in the registry. */
function outFeatures(layer: ResolvedLayer, inFeatures: number): number {
  const record: LayerRecord = layers[layer.type];
  return record.outFeatures?.({ ...layer }) ?? inFeatures;
}
