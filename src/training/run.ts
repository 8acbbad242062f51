// A training run, a piece at a time: `advance` works until it is asked to hand back control, so that whoever runs it can listen in between.
// Order and random numbers are "The run" of docs/format.md; nothing here knows a timer, a thread or Node.

import { OutOfRange } from "../engine/kernel.ts";
import { Network } from "../engine/network.ts";
import type { Generator } from "../engine/random.ts";
import { message, type Message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { Batches, splitRows } from "./batches.ts";
import type { PreparedExperiment } from "./experiment.ts";
import type { EpochResult, RunOutcome, RunStarted, Stopped } from "./types.ts";

export interface RunOptions {
  /** Stands for the document's `epochs`. */
  readonly epochs?: number;
  /** Called after each epoch, within `advance`. */
  onEpoch(result: EpochResult): void;
}

type Phase = "training" | "validation" | "test" | "over";

/** About this many multiplications lie between two looks at `isDue`: a few milliseconds. */
const WORK_BETWEEN_CHECKS = 1_000_000;
const MOST_BATCHES_BETWEEN_CHECKS = 256;

export class TrainingRun {
  readonly started: RunStarted;

  readonly #prepared: PreparedExperiment;
  readonly #onEpoch: (result: EpochResult) => void;
  readonly #generator: Generator;
  readonly #network: Network;
  readonly #training: Batches;
  readonly #validation: Batches;
  readonly #test: Batches;
  readonly #lr: number;
  readonly #batchesBetweenChecks: number;

  #phase: Phase = "training";
  #stopped: Stopped = null;
  #stopAsked = false;
  #note: Message | undefined;
  /** Finished epochs. */
  #epochs = 0;
  #steps = 0;
  #trainLoss = 0;
  #testLoss: number | undefined;
  // Of the pass that is going on: the sum of the batches' mean losses times their rows, and the rows.
  #sum = 0;
  #seen = 0;
  #startedAt: number | undefined;
  #seconds = 0;

  /** Builds the network. A second run of the same prepared experiment gives the same numbers. */
  constructor(prepared: PreparedExperiment, options: RunOptions) {
    const { experiment, encoded, split, generator } = prepared;
    const { training, layers } = experiment;
    const batchSize = training.batch_size;
    const inOrder = { batchSize, shuffle: false, dropLast: false };
    this.#prepared = prepared;
    this.#onEpoch = (result) => options.onEpoch(result);
    this.#generator = generator.copy();
    this.#training = new Batches(encoded, split.train, { batchSize, shuffle: training.shuffle, dropLast: training.drop_last });
    this.#validation = new Batches(encoded, split.validation, inOrder);
    this.#test = new Batches(encoded, split.test, inOrder);
    const rows = splitRows(split);
    this.#network = new Network(
      {
        layers,
        loss: training.loss,
        optimizer: training.optimizer,
        inputs: encoded.inputNames.length,
        targetWidth: encoded.targetWidth,
        batchSize: Math.min(batchSize, Math.max(rows.train, rows.validation, rows.test)),
      },
      this.#generator,
    );
    const parameters = this.#network.parameters.reduce((sum, { data }) => sum + data.length, 0);
    this.#lr = training.optimizer.lr;
    this.#batchesBetweenChecks = Math.ceil(
      Math.min(MOST_BATCHES_BETWEEN_CHECKS, WORK_BETWEEN_CHECKS / (1 + parameters * Math.min(batchSize, rows.train))),
    );
    this.started = {
      rows,
      inputs: encoded.inputNames.length,
      parameters,
      epochs: options.epochs ?? training.epochs,
      batchesPerEpoch: this.#training.count,
    };
    this.#beginEpoch();
  }

  /**
   * Trains on until the run is over or, looked at every few milliseconds, `isDue` says to hand back control.
   * @returns true where the run is over
   * @throws ProblemError where the network's output is none that the loss is defined for
   */
  advance(isDue: () => boolean): boolean {
    while (this.#phase !== "over") {
      for (let batch = 0; batch < this.#batchesBetweenChecks; batch++) this.#work();
      if (isDue()) break;
    }
    return this.#isOver();
  }

  /** Ends the run after the current batch, as `interrupted`; the test pass still follows with the next `advance`. */
  stop(): void {
    this.#stopAsked = true;
  }

  /** The end of the run; it must be over. */
  outcome(): RunOutcome {
    if (!this.#isOver()) throw new Error("The run is not over.");
    return {
      stopped: this.#stopped,
      ...(this.#testLoss === undefined ? {} : { testLoss: this.#testLoss }),
      seconds: this.#seconds,
      steps: this.#steps,
      epochs: this.#epochs,
      tensors: this.#network.parameters.map(({ name, shape, data }) => ({ name, shape, data: data.slice() })),
      preprocessing: this.#prepared.encoded.preprocessing,
      ...(this.#note === undefined ? {} : { note: this.#note }),
    };
  }

  #isOver(): boolean {
    return this.#phase === "over";
  }

  /** One batch of the phase, or the end of the phase. */
  #work(): void {
    switch (this.#phase) {
      case "training":
        if (this.#stopAsked) this.#endTraining("interrupted");
        else this.#train();
        return;
      case "validation":
        if (this.#stopAsked) this.#endTraining("interrupted");
        else if (!this.#evaluate(this.#validation)) this.#endEpoch(this.#sum / this.#seen);
        return;
      case "test":
        if (this.#evaluate(this.#test)) return;
        this.#testLoss = this.#sum / this.#seen;
        this.#phase = "over";
        return;
      case "over":
    }
  }

  #beginEpoch(): void {
    if (this.#epochs >= this.started.epochs) this.#endTraining(null);
    else this.#begin("training", this.#training);
  }

  #begin(phase: Phase, batches: Batches): void {
    this.#phase = phase;
    this.#sum = 0;
    this.#seen = 0;
    batches.begin(this.#generator);
  }

  #train(): void {
    const network = this.#network;
    this.#startedAt ??= performance.now();
    const rows = this.#training.load(network.input, network.target);
    if (rows === 0) {
      this.#trainLoss = this.#sum / this.#seen;
      if (this.#validation.count > 0) this.#begin("validation", this.#validation);
      else this.#endEpoch(undefined);
      return;
    }
    if (!this.#add(this.#loss(rows), rows)) return;
    network.backward(rows);
    network.keepFinite();
    network.step(this.#lr);
    this.#steps += 1;
  }

  /** One batch forward only; false where the pass is over. */
  #evaluate(batches: Batches): boolean {
    const rows = batches.load(this.#network.input, this.#network.target);
    if (rows > 0) this.#add(this.#loss(rows), rows);
    return rows > 0;
  }

  #loss(rows: number): number {
    try {
      return this.#network.forward(rows);
    } catch (error) {
      if (error instanceof OutOfRange) throw this.#outOfRange(error.value);
      throw error;
    }
  }

  /** Counts a batch's loss in; false where it ends the run. */
  #add(loss: number, rows: number): boolean {
    if (!Number.isFinite(loss)) {
      this.#diverge();
      return false;
    }
    this.#sum += loss * rows;
    this.#seen += rows;
    return true;
  }

  #endEpoch(validationLoss: number | undefined): void {
    this.#epochs += 1;
    this.#lookAtClock();
    this.#onEpoch({
      epoch: this.#epochs,
      trainLoss: this.#trainLoss,
      ...(validationLoss === undefined ? {} : { validationLoss }),
      lr: this.#lr,
    });
    this.#beginEpoch();
  }

  #endTraining(stopped: Stopped): void {
    this.#lookAtClock();
    this.#stopped = stopped;
    // The last step may have gone too far without a loss that shows it.
    if (!this.#network.isFinite()) this.#diverge();
    else if (this.#test.count > 0) this.#begin("test", this.#test);
    else this.#phase = "over";
  }

  #diverge(): void {
    if (this.#phase !== "test") this.#lookAtClock();
    this.#note = message(
      "The loss stopped being a finite number in epoch {0}. Lower the learning rate or normalize the features; the last finite weights are kept.",
      Math.min(this.#epochs + 1, this.started.epochs),
    );
    if (!this.#network.isFinite()) this.#network.restore();
    this.#stopped = "diverged";
    this.#phase = "over";
  }

  #lookAtClock(): void {
    if (this.#startedAt !== undefined) this.#seconds = (performance.now() - this.#startedAt) / 1000;
  }

  #outOfRange(value: number): ProblemError {
    const { layers, training } = this.#prepared.experiment;
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
}
