// What a backend is: for each layer, loss and optimizer a kernel that is planned once on fixed buffers and then called without allocating.
// The plain TypeScript kernels are the reference; a faster backend replaces single records of these tables and where the buffers lie.

import type { LayerType, ResolvedLayer } from "../model/layers.ts";
import type { LossType } from "../model/losses.ts";
import type { OptimizerType } from "../model/optimizers.ts";
import type { Loss, Optimizer } from "../model/schema.ts";
import type { Generator } from "./random.ts";

export type LayerOf<K extends LayerType> = Extract<ResolvedLayer, { type: K }>;
export type LossOf<K extends LossType> = Extract<Loss, { type: K }>;
export type OptimizerOf<K extends OptimizerType> = Extract<Optimizer, { type: K }>;

/** The buffers of one layer. Matrices are row-major, one row per row of the batch. */
export interface LayerBuffers {
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** `[rows, inFeatures]` */
  readonly input: Float32Array;
  /** `[rows, outFeatures]` */
  readonly output: Float32Array;
  /** The loss's derivative by `output`. */
  readonly gradOutput: Float32Array;
  /** The loss's derivative by `input`; absent for the first layer, whose input is data. */
  readonly gradInput: Float32Array | undefined;
  /** In the order of the kernel's `parameters`. */
  readonly parameters: readonly Float32Array[];
  /** The loss's derivative by each parameter. */
  readonly gradients: readonly Float32Array[];
}

/** A planned layer. Both calls work on the first `rows` rows of the buffers. */
export interface LayerCall {
  /** Writes `output` from `input` and the parameters. */
  forward(rows: number): void;
  /** Writes `gradInput` and `gradients` from `gradOutput` and what `forward` left. */
  backward(rows: number): void;
}

/** A parameter by its name in PyTorch's module, as in `weight`. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface LayerKernel<L> {
  /** What the layer learns, in PyTorch's order. Layers without learn nothing. */
  parameters?(layer: L, inFeatures: number, outFeatures: number): readonly ParameterShape[];
  /** Writes the first parameters, with the random numbers PyTorch draws for them. */
  initialise?(layer: L, inFeatures: number, parameters: readonly Float32Array[], generator: Generator): void;
  plan(layer: L, buffers: LayerBuffers): LayerCall;
}

/** The buffers of the loss. */
export interface LossBuffers {
  /** Values per row. */
  readonly width: number;
  /** What the network gives, `[rows, width]`. */
  readonly output: Float32Array;
  /** `[rows, width]`, or `[rows, 1]` with class indices. */
  readonly target: Float32Array;
  /** The loss's derivative by `output`. */
  readonly gradOutput: Float32Array;
}

/** A planned loss. */
export interface LossCall {
  /**
   * The mean loss of the first `rows` rows, rounded to float32 as PyTorch's.
   * @throws OutOfRange where the loss is not defined for the network's output
   */
  forward(rows: number): number;
  /** Writes `gradOutput`; follows a `forward` of the same rows. */
  backward(rows: number): void;
}

export interface LossKernel<L> {
  plan(loss: L, buffers: LossBuffers): LossCall;
}

/** A planned optimizer. Parameters and gradients are the whole arenas, so one step is one call. */
export interface OptimizerCall {
  /** One step against the gradients with learning rate `lr`. */
  step(lr: number): void;
}

export interface OptimizerKernel<O> {
  plan(optimizer: O, parameters: Float32Array, gradients: Float32Array): OptimizerCall;
}

export interface Backend {
  /** A buffer of zeros for at least `length` float32, where the kernels can reach it. */
  allocate(length: number): Float32Array;
  readonly layers: { readonly [K in LayerType]: LayerKernel<LayerOf<K>> };
  readonly losses: { readonly [K in LossType]: LossKernel<LossOf<K>> };
  readonly optimizers: { readonly [K in OptimizerType]: OptimizerKernel<OptimizerOf<K>> };
}

/** A value that the loss is not defined for, as a probability of 1.5. */
export class OutOfRange extends Error {
  readonly value: number;

  constructor(value: number) {
    super(`The loss is not defined for ${value}.`);
    this.name = "OutOfRange";
    this.value = value;
  }
}
