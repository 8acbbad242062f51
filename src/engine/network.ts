// A network that is planned once and then runs without allocating: the buffers of one batch, arenas of
// parameters and gradients, and a list of calls. What the calls do is the backend's; the order of everything,
// of the random numbers and of the threads is decided here. Every thread of a team plans the same network
// over the same memory and goes the same way through it.

import type { ResolvedLayer } from "../model/layers.ts";
import { learnsByRow } from "../model/optimizers.ts";
import type { Loss, Optimizer } from "../model/schema.ts";
import { clipCoefficient } from "./clip.ts";
import {
  type Backend,
  type LayerCall,
  type LayerKernel,
  type LossCall,
  type LossKernel,
  type Mode,
  type OptimizerCall,
  type OptimizerKernel,
  OutOfRange,
  type Rates,
} from "./kernel.ts";
import { ALIGNMENT, type Arena, bufferShapes, layOut, ofLayer, parameterShapes, type StateTensor, widthsOf } from "./layout.ts";
import type { Generator } from "./random.ts";
import { learnRow } from "./optimizers/perceptron.ts";
import { reference } from "./reference.ts";
import { Team } from "./team.ts";

/**
 * Rows, units and columns are handed out to threads in groups of this many, the height of a tile of a matrix
 * product.
 */
const GROUP = 4;
/** Numbers of the arena that are kept, stepped over and checked together, while they are in the cache. */
const BLOCK = 8192;

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
  /** The largest norm of all gradients together that a step may have. */
  readonly clipGradNorm?: number;
}

/**
 * What can be seen of a layer after a step: views that change with the next one. Matrices are row-major, one
 * row per row of the batch.
 */
export interface LayerView {
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly input: Float32Array;
  readonly output: Float32Array;
  /** The loss's derivative by `output`. */
  readonly gradOutput: Float32Array;
}

export class Network {
  /** Where the next batch's rows go, `[batchSize, inputs]`. */
  readonly input: Float32Array;
  /** Where the next batch's targets go, `[batchSize, targetWidth]`. */
  readonly target: Float32Array;
  /** What the last layer gives, `[batchSize, outputs]`. */
  readonly output: Float32Array;
  readonly outputs: number;
  /** Values per row of `target`. */
  readonly targetWidth: number;
  readonly parameters: readonly StateTensor[];
  /** As `parameters`, their gradients. */
  readonly gradients: readonly StateTensor[];
  /** What layers keep besides, as BatchNorm's running statistics. */
  readonly buffers: readonly StateTensor[];
  readonly layers: readonly LayerView[];
  /**
   * What the optimizer remembers, by PyTorch's names; each as long as the arena, parameters at their
   * `offset`.
   */
  readonly optimizerState: Readonly<Record<string, Float32Array>>;
  /** Whether Rosenblatt's rule answers each row with what the rows before it have taught. */
  readonly learnsByRow: boolean;
  /** The optimizer's steps so far. */
  steps = 0;

  #firstStep = 0;
  readonly #backend: Backend;
  readonly #team: Team;
  readonly #mode: Mode = { training: false };
  readonly #rates: Rates = { lr: 0, momentum: 0 };
  readonly #arena: Arena;
  readonly #kept: Float32Array;
  readonly #gradients: Float32Array;
  readonly #buffers: Arena;
  readonly #keptBuffers: Float32Array;
  /** One number a thread: not 0 if its part of the parameters is not finite any more. */
  readonly #flags: Float32Array;
  readonly #calls: readonly LayerCall[];
  readonly #loss: LossCall;
  readonly #optimizer: OptimizerCall;
  readonly #clip: number | undefined;
  /** Of the last step, if gradients are clipped. */
  #normBeforeClip = 0;

  /**
   * Plans the network and draws its first weights from `generator`, layer by layer, as building the
   * `nn.Sequential` does. A follower of a team draws nothing: its memory is the leader's.
   */
  constructor(plan: NetworkPlan, generator: Generator, backend: Backend = reference, team: Team = new Team()) {
    const { layers, batchSize } = plan;
    const allocate = (length: number): Float32Array => backend.allocate(length);
    const kernels = layers.map((layer): LayerKernel<ResolvedLayer> => backend.layers[layer.type]);
    const widths = widthsOf(layers, plan.inputs);
    this.#backend = backend;
    this.#team = team;
    this.#clip = plan.clipGradNorm;
    this.learnsByRow = learnsByRow(plan.optimizer);
    this.#arena = layOut(parameterShapes(layers, kernels, widths), allocate);
    this.#buffers = layOut(bufferShapes(layers, kernels, widths), allocate);
    const { values: arena, tensors: parameters } = this.#arena;
    this.parameters = parameters;
    this.buffers = this.#buffers.tensors;
    this.#gradients = allocate(arena.length);
    this.#kept = allocate(arena.length);
    this.#keptBuffers = allocate(this.#buffers.values.length);
    this.#flags = allocate(ALIGNMENT);
    this.gradients = parameters.map((tensor) => ({
      ...tensor,
      data: this.#gradients.subarray(tensor.offset, tensor.offset + tensor.data.length),
    }));
    const values = widths.map((width) => allocate(batchSize * width));
    // The data needs no gradient.
    const slopes = widths.map((width, index) => (index === 0 ? undefined : allocate(batchSize * width)));
    if (team.index === 0) {
      for (const [index, layer] of layers.entries()) {
        const own = ofLayer(parameters, index, arena);
        kernels[index]!.initialise?.(layer, widths[index]!, own, generator, ofLayer(this.buffers, index, this.#buffers.values));
      }
    }
    this.#calls = layers.map((layer, index) =>
      kernels[index]!.plan(layer, {
        batchSize,
        inFeatures: widths[index]!,
        outFeatures: widths[index + 1]!,
        input: values[index]!,
        output: values[index + 1]!,
        gradOutput: slopes[index + 1]!,
        gradInput: slopes[index],
        parameters: ofLayer(parameters, index, arena),
        gradients: ofLayer(parameters, index, this.#gradients),
        buffers: ofLayer(this.buffers, index, this.#buffers.values),
        mode: this.#mode,
        generator,
        allocate,
      }),
    );
    this.layers = layers.map((_, index) => ({
      inFeatures: widths[index]!,
      outFeatures: widths[index + 1]!,
      input: values[index]!,
      output: values[index + 1]!,
      gradOutput: slopes[index + 1]!,
    }));
    this.input = values[0]!;
    this.targetWidth = plan.targetWidth;
    this.target = allocate(batchSize * plan.targetWidth);
    this.output = values.at(-1)!;
    this.outputs = widths.at(-1)!;
    const loss: LossKernel<Loss> = backend.losses[plan.loss.type];
    const { output, outputs: width, target } = this;
    this.#loss = loss.plan(plan.loss, { batchSize, width, output, target, gradOutput: slopes.at(-1)!, allocate });
    const optimizer: OptimizerKernel<Optimizer> = backend.optimizers[plan.optimizer.type];
    this.#optimizer = optimizer.plan(plan.optimizer, { parameters: arena, gradients: this.#gradients, allocate });
    this.optimizerState = this.#optimizer.state;
    if (team.index === 0) this.#keep();
  }

  /**
   * One whole step on the first `rows` rows of `input`: forward, loss, backward, clipping, optimizer.
   * The mean loss against `target`; if it is no finite number, no step is taken.
   * @throws OutOfRange if the loss is not defined for the network's output
   */
  train(rows: number, rates: Readonly<Rates>): number {
    this.#team.order("train", rows, this.steps + 1, rates.lr, rates.momentum);
    this.#rates.lr = rates.lr;
    this.#rates.momentum = rates.momentum;
    return this.#train(rows);
  }

  /**
   * The mean loss of the first `rows` rows, as in `model.eval()`.
   * @throws OutOfRange if the loss is not defined for the network's output
   */
  evaluate(rows: number): number {
    this.#team.order("evaluate", rows, 0, 0, 0);
    this.#forward(rows, false);
    return this.#loss.mean(rows);
  }

  /** Writes `output` for the first `rows` rows, as in `model.eval()`; targets and loss are left aside. */
  predict(rows: number): void {
    this.#team.order("predict", rows, 0, 0, 0);
    this.#predict(rows);
  }

  /**
   * Forward and backward as in training, but no step: for looking at what they leave. Only for a network of
   * one thread at that moment.
   * @param lr for Rosenblatt's rule, by which the rows of a step move the weights while they are answered;
   * with 0 all are answered with the weights as they are
   */
  look(rows: number, lr = 0): number {
    this.#team.size = 1;
    if (this.learnsByRow) {
      const { values: arena } = this.#arena;
      const before = arena.slice();
      this.#learnRows(rows, lr);
      arena.set(before);
      this.#loss.forward(0, rows, rows);
    } else {
      this.#forward(rows, true);
    }
    const loss = this.#loss.mean(rows);
    this.#backward(rows);
    return loss;
  }

  /** A follower's life: does what the leader orders, until it may leave. */
  follow(): void {
    const team = this.#team;
    team.report();
    for (let order = team.awaitOrder(); order !== undefined; order = team.awaitOrder()) {
      if (order === "evaluate") {
        this.#forward(team.rows, false);
        continue;
      }
      if (order === "predict") {
        this.#predict(team.rows);
        continue;
      }
      this.steps = team.count - 1;
      this.#rates.lr = team.lr;
      this.#rates.momentum = team.momentum;
      try {
        this.#train(team.rows);
      } catch (error) {
        // The leader has met the same, and ends the run.
        if (!(error instanceof OutOfRange)) throw error;
      }
    }
  }

  /**
   * The length of all gradients together in the last step, before clipping, in float32: the `total_norm` of
   * `clip_grad_norm_`.
   */
  gradientNorm(): number {
    return this.#clip === undefined ? this.#sumGradients() : this.#normBeforeClip;
  }

  /** The norm of what the last step added to a parameter; undefined if there was none yet. */
  updateOf({ offset, data }: StateTensor): number | undefined {
    if (this.steps === this.#firstStep) return undefined;
    let squares = 0;
    for (let index = 0; index < data.length; index++) squares += (data[index]! - this.#kept[offset + index]!) ** 2;
    return Math.sqrt(squares);
  }

  /** Goes on after `steps` steps of an earlier run, whose parameters and state were put in place. */
  resume(steps: number): void {
    this.steps = steps;
    this.#firstStep = steps;
    this.#keep();
  }

  /** Lets the followers go. */
  dismiss(): void {
    this.#team.dismiss();
  }

  /** Whether every parameter was finite after the last step. */
  isFinite(): boolean {
    // After each step of a small network a call for each flag would be a seventh of all work.
    let flagged = 0;
    for (let thread = 0; thread < this.#flags.length; thread++) flagged += this.#flags[thread]!;
    if (flagged === 0) return true;
    // What lies between two parameters may be none without harm.
    return this.parameters.every(({ data }) => this.#backend.vectors.areFinite(data, 0, data.length));
  }

  /**
   * Goes back to the last finite numbers: parameters before the last step, and buffers before the last batch,
   * if they are none any more.
   */
  keepFinite(): void {
    const { vectors } = this.#backend;
    if (!this.isFinite()) this.#arena.values.set(this.#kept);
    if (!vectors.areFinite(this.#buffers.values, 0, this.#buffers.values.length)) this.#buffers.values.set(this.#keptBuffers);
    this.#flags.fill(0);
  }

  /** The first layer whose output of the last batch, or whose parameters, are not all finite: its index. */
  firstNotFinite(rows: number): number | undefined {
    const { vectors } = this.#backend;
    const index = this.layers.findIndex(
      ({ output, outFeatures }, layer) =>
        !vectors.areFinite(output, 0, rows * outFeatures) ||
        this.parameters.some((tensor) => tensor.layer === layer && !vectors.areFinite(tensor.data, 0, tensor.data.length)),
    );
    return index < 0 ? undefined : index;
  }

  /** Remembers parameters and buffers as the last finite ones. */
  #keep(): void {
    this.#kept.set(this.#arena.values);
    this.#keptBuffers.set(this.#buffers.values);
  }

  #train(rows: number): number {
    if (this.#team.index === 0 && this.#keptBuffers.length > 0) this.#keptBuffers.set(this.#buffers.values);
    if (this.learnsByRow) return this.#trainByRow(rows);
    this.#forward(rows, true);
    const loss = this.#loss.mean(rows);
    if (!Number.isFinite(loss)) return loss;
    this.#backward(rows);
    this.#step();
    return loss;
  }

  /** Row by row, so one thread does it; the loss is that of the answers that were given. */
  #trainByRow(rows: number): number {
    const team = this.#team;
    if (team.index === 0) {
      const { values: arena } = this.#arena;
      this.#kept.set(arena);
      this.#learnRows(rows, this.#rates.lr);
      this.#flags[0] = this.#backend.vectors.areFinite(arena, 0, arena.length) ? 0 : 1;
    }
    team.meet();
    this.#loss.forward(team.from(rows, GROUP), team.to(rows, GROUP), rows);
    team.meet();
    this.steps += 1;
    return this.#loss.mean(rows);
  }

  /** Leaves the answers in `output`, each as it was when its row came. */
  #learnRows(rows: number, lr: number): void {
    this.#mode.training = true;
    const { inFeatures } = this.layers[0]!;
    const weight = this.parameters[0]!.data;
    const bias = this.parameters[1]?.data;
    for (let row = 0; row < rows; row++) {
      for (let index = 0; index < this.#calls.length; index++) this.#calls[index]!.forward(row, row + 1, rows);
      learnRow(weight, bias, this.input, row * inFeatures, this.target[row]! - this.output[row]!, lr);
    }
  }

  #forward(rows: number, training: boolean): void {
    const team = this.#team;
    this.#answer(rows, training);
    this.#loss.forward(team.from(rows, GROUP), team.to(rows, GROUP), rows);
    team.meet();
  }

  #predict(rows: number): void {
    this.#answer(rows, false);
    this.#team.meet();
  }

  /** Goes through the layers; a thread's own rows are there, those of others once they have met. */
  #answer(rows: number, training: boolean): void {
    const team = this.#team;
    this.#mode.training = training;
    for (let index = 0; index < this.#calls.length; index++) {
      const call = this.#calls[index]!;
      if (training && call.draw !== undefined) {
        team.meet();
        if (team.index === 0) call.draw(rows);
        team.meet();
      }
      if (call.over === "columns") {
        const { inFeatures } = this.layers[index]!;
        team.meet();
        call.forward(team.from(inFeatures, GROUP), team.to(inFeatures, GROUP), rows);
        team.meet();
      } else {
        call.forward(team.from(rows, GROUP), team.to(rows, GROUP), rows);
      }
    }
  }

  #backward(rows: number): void {
    const team = this.#team;
    this.#loss.backward(team.from(rows, GROUP), team.to(rows, GROUP), rows);
    for (let index = this.#calls.length - 1; index >= 0; index--) {
      const call = this.#calls[index]!;
      if (call.over === "columns") {
        const { inFeatures } = this.layers[index]!;
        team.meet();
        call.backward(team.from(inFeatures, GROUP), team.to(inFeatures, GROUP), rows);
        team.meet();
      } else {
        call.backward(team.from(rows, GROUP), team.to(rows, GROUP), rows);
      }
    }
    team.meet();
    for (let index = 0; index < this.#calls.length; index++) {
      const call = this.#calls[index]!;
      if (call.units !== undefined) call.learn?.(team.from(call.units, GROUP), team.to(call.units, GROUP), rows);
    }
    team.meet();
  }

  #step(): void {
    const team = this.#team;
    const { vectors } = this.#backend;
    const { values: arena } = this.#arena;
    const from = team.from(arena.length, ALIGNMENT);
    const to = team.to(arena.length, ALIGNMENT);
    if (this.#clip !== undefined) {
      // Every thread sums all of it, in the same order; nobody may scale before all have.
      this.#normBeforeClip = this.#sumGradients();
      team.meet();
      vectors.scale(this.#gradients, clipCoefficient(this.#normBeforeClip, this.#clip), from, to);
    }
    this.steps += 1;
    let isFinite = true;
    for (let start = from; start < to; start += BLOCK) {
      const end = Math.min(to, start + BLOCK);
      vectors.copy(arena, this.#kept, start, end);
      this.#optimizer.step(this.steps, this.#rates, start, end);
      isFinite = vectors.areFinite(arena, start, end) && isFinite;
    }
    this.#flags[team.index] = isFinite ? 0 : 1;
    team.meet();
  }

  #sumGradients(): number {
    return Math.fround(Math.sqrt(this.#backend.vectors.sumOfSquares(this.#gradients, 0, this.#gradients.length)));
  }
}
