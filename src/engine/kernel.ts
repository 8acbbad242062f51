// What a backend is: for each layer, loss and optimizer a kernel that is planned once on fixed buffers and
// then called without allocating. A call works on a span `from` … `to` of what it counts (rows, columns,
// units, numbers of the arena), so that several threads can share one step; its results must not depend on
// how the whole is cut into spans. The plain TypeScript kernels are the reference.

import type { LayerType, ResolvedLayer } from "../model/layers.ts";
import type { LossType } from "../model/losses.ts";
import type { OptimizerType } from "../model/optimizers.ts";
import type { Loss, Optimizer } from "../model/schema.ts";
import type { Generator } from "./random.ts";

export type LayerOf<K extends LayerType> = Extract<ResolvedLayer, { type: K }>;
export type LossOf<K extends LossType> = Extract<Loss, { type: K }>;
export type OptimizerOf<K extends OptimizerType> = Extract<Optimizer, { type: K }>;

/**
 * A buffer of zeros for at least `length` float32, where the kernels can reach it. Only to be called while
 * planning.
 */
export type Allocate = (length: number) => Float32Array;

/** Whether the network learns (`module.train()`) or is evaluated (`module.eval()`). */
export interface Mode {
  training: boolean;
}

/** The buffers of one layer. Matrices are row-major, one row per row of the batch. */
export interface LayerBuffers {
  /** The most rows a batch has. */
  readonly batchSize: number;
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
  /** In the order of the kernel's `buffers`. */
  readonly buffers: readonly Float32Array[];
  readonly mode: Mode;
  /** Where random numbers come from while training. */
  readonly generator: Generator;
  /** For what a layer keeps between forward and backward, as a dropout mask. */
  readonly allocate: Allocate;
}

/** A planned layer. `rows` is the number of rows of the batch, of which a span is a part. */
export interface LayerCall {
  /**
   * What spans of `forward` and `backward` count: rows (if nothing is said), or columns with all their
   * rows, for a layer that looks across rows.
   */
  readonly over?: "rows" | "columns";
  /**
   * Draws the batch's random numbers. Called while training only, before `forward`, by one thread, once the
   * whole input is there.
   */
  draw?(rows: number): void;
  /** Writes `output` from `input` and the parameters. */
  forward(from: number, to: number, rows: number): void;
  /** Writes `gradInput`, if there is one, from `gradOutput` and what `forward` left. */
  backward(from: number, to: number, rows: number): void;
  /** How many units `learn` counts; 0 if nothing is said. */
  readonly units?: number;
  /**
   * Writes the gradients of the parameters of units `from` … `to`, from all rows of the batch. Follows
   * `backward` of all rows.
   */
  learn?(from: number, to: number, rows: number): void;
}

/** A parameter, or a buffer, by its name in PyTorch's module, as in `weight` or `running_mean`. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Planning happens once in every thread, at any time: it may write constants only. */
export interface LayerKernel<L> {
  /** What the layer learns, in PyTorch's order. Layers without learn nothing. */
  parameters?(layer: L, inFeatures: number, outFeatures: number): readonly ParameterShape[];
  /** What the layer keeps besides: not learnt, but part of its state. */
  buffers?(layer: L, inFeatures: number): readonly ParameterShape[];
  /** Writes the first parameters and buffers, with the random numbers PyTorch draws for them. */
  initialise?(
    layer: L,
    inFeatures: number,
    parameters: readonly Float32Array[],
    generator: Generator,
    buffers: readonly Float32Array[],
  ): void;
  plan(layer: L, buffers: LayerBuffers): LayerCall;
}

/** The buffers of the loss. */
export interface LossBuffers {
  /** The most rows a batch has. */
  readonly batchSize: number;
  /** Values per row. */
  readonly width: number;
  /** What the network gives, `[rows, width]`. */
  readonly output: Float32Array;
  /** `[rows, width]`, or `[rows, 1]` with class indices. */
  readonly target: Float32Array;
  /** The loss's derivative by `output`. */
  readonly gradOutput: Float32Array;
  readonly allocate: Allocate;
}

/** A planned loss. */
export interface LossCall {
  /** Works out what rows `from` … `to` of the batch add to the loss. */
  forward(from: number, to: number, rows: number): void;
  /**
   * The mean loss of the batch, rounded to float32 as PyTorch's; follows `forward` of all rows. Every thread
   * may ask, and gets the same.
   * @throws OutOfRange if the loss is not defined for the network's output
   */
  mean(rows: number): number;
  /** Writes `gradOutput` of rows `from` … `to`; needs `forward` of these rows only. */
  backward(from: number, to: number, rows: number): void;
}

export interface LossKernel<L> {
  plan(loss: L, buffers: LossBuffers): LossCall;
}

/** What a scheduler may change from step to step. */
export interface Rates {
  lr: number;
  /** SGD's and RMSprop's momentum, or the first of Adam's betas. Optimizers without either ignore it. */
  momentum: number;
}

export interface OptimizerBuffers {
  /** The whole arena: all parameters, with zeros between them. */
  readonly parameters: Float32Array;
  /** As long as `parameters`. */
  readonly gradients: Float32Array;
  readonly allocate: Allocate;
}

/** A planned optimizer. */
export interface OptimizerCall {
  /**
   * All that a step depends on besides its arguments, by PyTorch's names, as in `exp_avg`; as long as the
   * arena. A checkpoint keeps it and puts it back.
   */
  readonly state: Readonly<Record<string, Float32Array>>;
  /** The `count`-th step (from 1) for the numbers `from` … `to` of the arena. */
  step(count: number, rates: Readonly<Rates>, from: number, to: number): void;
}

export interface OptimizerKernel<O> {
  plan(optimizer: O, buffers: OptimizerBuffers): OptimizerCall;
}

/** Whole buffers at once. */
export interface Vectors {
  /** Σ v² of a span, in double precision. */
  sumOfSquares(values: Float32Array, from: number, to: number): number;
  /** v ← v · factor of a span, rounded to float32. */
  scale(values: Float32Array, factor: number, from: number, to: number): void;
  /** Copies a span to the same place of `into`. */
  copy(values: Float32Array, into: Float32Array, from: number, to: number): void;
  /** Whether every number of a span is finite. */
  areFinite(values: Float32Array, from: number, to: number): boolean;
}

export interface Backend {
  /** How messages and benches call it. */
  readonly name: "reference" | "simd" | "relaxed-simd";
  readonly allocate: Allocate;
  readonly layers: { readonly [K in LayerType]: LayerKernel<LayerOf<K>> };
  readonly losses: { readonly [K in LossType]: LossKernel<LossOf<K>> };
  readonly optimizers: { readonly [K in OptimizerType]: OptimizerKernel<OptimizerOf<K>> };
  readonly vectors: Vectors;
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
