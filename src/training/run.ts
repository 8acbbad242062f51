// A training run, a piece at a time: `advance` works until it is asked to hand back control, so that whoever
// runs it can listen in between. Order and random numbers are "The run" of docs/format.md; nothing here knows
// a timer, a thread or Node.

import { EarlyStopping } from "../engine/early-stopping.ts";
import type { Rates } from "../engine/kernel.ts";
import type { Network } from "../engine/network.ts";
import { initialRates } from "../engine/optimizers/rates.ts";
import { type Generator, GENERATOR_WORDS } from "../engine/random.ts";
import type { SchedulerCall } from "../engine/schedulers/scheduler.ts";
import { perBatch, startScheduler } from "../engine/schedulers/start.ts";
import { openNetwork } from "../engine/open.ts";
import type { Message } from "../model/message.ts";
import { summarizeWeights, type WeightSummary } from "../model/weight-summary.ts";
import { type Batches, loadersOf, splitRows } from "./batches.ts";
import { BestWeights } from "./best-weights.ts";
import { captureNetwork, generatorTensor, listTensor, readList, restoreNetwork, type RunCheckpoint, withPrefix } from "./checkpoint.ts";
import { DATA_MARK, dataMark } from "./data-mark.ts";
import { definedLoss, divergence } from "./divergence.ts";
import { EndEvaluation } from "./end-evaluation.ts";
import type { PreparedExperiment } from "./experiment.ts";
import { putWeights, type WeightTensor, weightsOf } from "./evaluation/trained.ts";
import { HealthMonitor } from "./health/monitor.ts";
import { watchedNetwork } from "./health/watched-network.ts";
import { type Look, lookAt } from "./look.ts";
import { LiveMetrics } from "./metrics/live.ts";
import { batchesBetweenChecks } from "./pace.ts";
import { PassLoss } from "./pass-loss.ts";
import { networkPlan } from "./network-plan.ts";
import { type Phase, progressTensor, readProgress } from "./progress.ts";
import { resumable } from "./resumable.ts";
import type { RunOptions } from "./run-options.ts";
import { Stopwatch } from "./stopwatch.ts";
import { changesOf, type StepTrace } from "./trace.ts";
import type { EpochResult, NamedTensor, OtherOutcome, RunOutcome, RunStarted, Stopped, Verdict } from "./types.ts";

export class TrainingRun {
  readonly started: RunStarted;

  readonly #prepared: PreparedExperiment;
  readonly #onEpoch: (result: EpochResult) => void;
  readonly #generator: Generator;
  readonly #network: Network;
  readonly #training: Batches;
  readonly #validation: Batches;
  readonly #test: Batches;
  readonly #rates: Rates;
  readonly #scheduler: SchedulerCall | undefined;
  readonly #schedulesBatches: boolean;
  /** Evaluates each epoch; without early stopping, only which is the best. */
  readonly #early: EarlyStopping | undefined;
  readonly #best: BestWeights | undefined;
  /** Whether the run ends with the best weights, as the document says. */
  readonly #endsWithBest: boolean;
  readonly #batchesBetweenChecks: number;
  readonly #keepsEnd: boolean;
  readonly #offersOther: boolean;
  readonly #live: LiveMetrics | undefined;
  readonly #evaluation: EndEvaluation;
  readonly #health: HealthMonitor | undefined;

  #phase: Phase = "between";
  #stopped: Stopped = null;
  #stopAsked = false;
  #isOverEarly = false;
  #note: Message | undefined;
  /** Finished epochs. */
  #epochs = 0;
  #trainLoss = 0;
  #testLoss: number | undefined;
  #verdict: Verdict | undefined;
  /** The learning rate of the epoch's first batch. */
  #epochLr = 0;
  /** Of the pass that is going on. */
  readonly #loss = new PassLoss();
  readonly #watch = new Stopwatch();
  #end: RunCheckpoint | undefined;
  #other: OtherOutcome | undefined;

  /**
   * Builds the network. A second run of the same prepared experiment gives the same numbers.
   * @throws ProblemError if the checkpoint to go on from is of another experiment
   */
  constructor(prepared: PreparedExperiment, options: RunOptions) {
    const { encoded, memory, split, generator } = prepared;
    const { training } = prepared.experiment;
    const epochs = options.epochs ?? training.epochs;
    this.#prepared = prepared;
    this.#onEpoch = (result) => options.onEpoch(result);
    this.#keepsEnd = options.keepsEnd ?? false;
    this.#offersOther = options.keepsBest ?? false;
    this.#generator = generator.copy();
    ({ training: this.#training, validation: this.#validation, test: this.#test } = loadersOf(encoded, split, training, memory));
    this.#network = (options.open ?? openNetwork)(networkPlan(prepared), this.#generator);
    this.#live = options.countsMetrics === false ? undefined : new LiveMetrics(training, encoded, this.#network);
    this.#evaluation = new EndEvaluation(prepared, this.#network, options.evaluatesEnd ? this.#live : undefined);
    this.#rates = initialRates(training.optimizer);
    this.#schedulesBatches = perBatch(training.scheduler);
    this.#scheduler =
      training.scheduler && epochs > 0
        ? startScheduler(training.scheduler, this.#rates, { totalSteps: epochs * this.#training.count })
        : undefined;
    this.#endsWithBest = training.early_stopping !== undefined;
    const stopping = training.early_stopping ?? (options.keepsBest ? { patience: Infinity, min_delta: 0 } : undefined);
    this.#early = stopping && new EarlyStopping(stopping);
    this.#best = this.#early && new BestWeights(this.#network);
    const watched = watchedNetwork(prepared, this.#network, this.#training, this.#generator, epochs);
    const { parameters, batches: batchesPerEpoch } = watched;
    this.#batchesBetweenChecks = batchesBetweenChecks(parameters, Math.min(training.batch_size, split.train.length));
    this.started = { rows: splitRows(split), inputs: encoded.inputNames.length, parameters, epochs, batchesPerEpoch };
    this.#health = options.onHealth && new HealthMonitor(watched, options.onHealth);
    if (options.resume) this.#resume(options.resume);
    if (this.#phase === "between") this.#beginEpoch();
  }

  /** The learning rate of the next batch. If it is set, a scheduler goes on from it. */
  get lr(): number {
    return this.#rates.lr;
  }

  set lr(lr: number) {
    this.#rates.lr = lr;
  }

  /** Finished epochs. */
  get epochs(): number {
    return this.#epochs;
  }

  /** Steps of the optimizer so far. */
  get steps(): number {
    return this.#network.steps;
  }

  /** Batches of the present epoch that are trained. */
  get batch(): number {
    if (this.#phase === "validation") return this.#training.count;
    return this.#phase === "training" ? Math.ceil(this.#training.position / this.#prepared.experiment.training.batch_size) : 0;
  }

  /** Whether epochs are left to train. */
  get isTraining(): boolean {
    return this.#phase === "training" || this.#phase === "validation" || this.#phase === "between";
  }

  /**
   * Trains on until the run is over or, looked at every few milliseconds, `isDue` says to hand back control.
   * @returns true if the run is over
   * @throws ProblemError if the network's output is none that the loss is defined for
   */
  advance(isDue: () => boolean): boolean {
    while (this.#phase !== "over") {
      for (let batch = 0; batch < this.#batchesBetweenChecks && this.#readAhead(); batch++) this.#work();
      if (isDue()) break;
    }
    return this.#isOver();
  }

  /**
   * Trains one batch, and whatever the end of an epoch brings with it.
   * @returns true if the run is over
   */
  advanceBatch(): boolean {
    const { steps } = this.#network;
    while (this.#phase !== "over" && this.#network.steps === steps) this.#work();
    return this.#isOver();
  }

  /**
   * Does everything that comes before the next batch, as the end of an epoch.
   * @returns false if no batch is left
   */
  advanceToBatch(): boolean {
    while (this.#phase !== "over") {
      if (this.#phase === "training" && !this.#training.isOver) return true;
      this.#work();
    }
    return false;
  }

  /** Trains to the end of the epoch, or until `isDue`. @returns true if the epoch or the run is over */
  advanceEpoch(isDue: () => boolean): boolean {
    const epochs = this.#epochs;
    while (this.#phase !== "over" && this.#epochs === epochs) {
      for (let batch = 0; batch < this.#batchesBetweenChecks && this.#epochs === epochs && this.#readAhead(); batch++) this.#work();
      if (isDue()) break;
    }
    return this.#isOver() || this.#epochs > epochs;
  }

  /** Ends the run after the current batch, as `interrupted`; the next `advance` still does the test pass. */
  stop(): void {
    this.#stopAsked = true;
    this.#evaluation.leave();
  }

  /** Every activation, gradient and weight of a batch of the present pass. The run goes on unchanged. */
  look(batch = 0): Look {
    return lookAt(this.#network, this.#training, batch, this.#generator, this.#rates.lr);
  }

  /**
   * Trains the next batch and tells every number of it; undefined if no batch is left.
   * @param picked rows of `encoded` in its place, at most a batch of them; the run is none to go on with then
   */
  traceStep(picked?: Uint32Array): StepTrace | undefined {
    if (!this.advanceToBatch()) return undefined;
    if (picked) this.#training.choose(picked);
    const rows = Array.from(this.#training.nextRows(), (row) => this.#prepared.origin.tableRows[row]! + 1);
    const place = { step: this.#network.steps + 1, epoch: this.#epochs + 1, batch: this.batch + 1, rows, ...this.#rates };
    const taken = { ...place, look: this.look(this.batch), ...changesOf(this.#network, () => this.#work()) };
    return this.#stopped === "diverged" && this.#note ? { ...taken, diverged: this.#note } : taken;
  }

  /**
   * Takes these weights in the place of the first ones.
   * @throws ProblemError if they are of another network
   */
  useWeights(weights: readonly WeightTensor[]): void {
    putWeights(this.#network, weights);
  }

  /** The parameters as they are now, as far as they are drawn. */
  weightSummaries(): WeightSummary[] {
    return this.#network.parameters.map(({ name, shape, data }) => summarizeWeights(name, shape, data));
  }

  /**
   * Everything to go on from: as it is now, or after the end, if `keepsEnd`, as it was before the test
   * pass. Undefined if the run diverged.
   */
  checkpoint(): RunCheckpoint | undefined {
    return this.isTraining ? this.#capture() : this.#end;
  }

  /** The weights as they are, in the order of a `state_dict`: a layer's buffers follow its parameters. */
  weights(): NamedTensor[] {
    return weightsOf(this.#network);
  }

  /** Lets go of what the run holds besides memory, as threads. */
  dispose(): void {
    this.#network.dismiss();
  }

  /** The end of the run; it must be over. */
  outcome(): RunOutcome {
    if (!this.#isOver()) throw new Error("The run is not over.");
    return {
      stopped: this.#stopped,
      ...(this.#testLoss === undefined ? {} : { testLoss: this.#testLoss }),
      ...(this.#verdict === undefined ? {} : { verdict: this.#verdict }),
      seconds: this.#watch.seconds,
      steps: this.#network.steps,
      epochs: this.#epochs,
      tensors: this.weights(),
      preprocessing: this.#prepared.encoded.preprocessing,
      ...(this.#other === undefined ? {} : { other: this.#other }),
      ...(this.#note === undefined ? {} : { note: this.#note }),
    };
  }

  #isOver(): boolean {
    return this.#phase === "over";
  }

  /** Reads on for the next batch, if rows lie in a file; false as long as there is more to read. */
  #readAhead(): boolean {
    const evaluated = this.#phase === "validation" ? this.#validation : this.#test;
    return this.#stopAsked || (this.#phase === "training" ? this.#training : evaluated).readAhead();
  }

  /** One batch of the phase, or the end of the phase. */
  #work(): void {
    if (this.#health?.waits && this.#health.work(this.#epochs, this.#stopAsked)) return;
    switch (this.#phase) {
      case "between":
        this.#beginEpoch();
        return;
      case "training":
        if (this.#stopAsked) this.#endTraining("interrupted");
        else this.#train();
        return;
      case "validation":
        if (this.#stopAsked) this.#endTraining("interrupted");
        else if (!this.#evaluate(this.#validation)) this.#endEpoch(this.#loss.mean);
        return;
      case "test":
        if (this.#evaluate(this.#test)) return;
        this.#testLoss = this.#loss.mean;
        this.#finish();
        return;
      case "other":
        if (!this.#evaluate(this.#test)) this.#endOther(this.#loss.mean);
        return;
      case "trying":
        this.#finish();
        return;
      case "evaluating":
        this.#evaluation.work();
        return;
      case "over":
    }
  }

  #beginEpoch(): void {
    this.#phase = "between";
    if (this.#health?.isTrying) return;
    if (this.#isOverEarly) this.#endTraining("early");
    else if (this.#epochs >= this.started.epochs) this.#endTraining(null);
    else {
      this.#epochLr = this.#rates.lr;
      this.#begin("training", this.#training);
    }
  }

  #begin(phase: Phase, batches: Batches): void {
    this.#phase = phase;
    this.#loss.begin();
    if (phase === "training") this.#live?.begin("train");
    if (phase === "validation") this.#live?.begin("validation");
    batches.begin(this.#generator);
  }

  #train(): void {
    const network = this.#network;
    this.#watch.start();
    const rows = this.#training.load(network.input, network.target);
    if (rows === 0) {
      this.#trainLoss = this.#loss.mean;
      if (this.#validation.count > 0) this.#begin("validation", this.#validation);
      else this.#endEpoch(undefined);
      return;
    }
    const loss = definedLoss(this.#prepared.experiment, () => network.train(rows, this.#rates));
    if (!this.#add(loss, rows)) return;
    this.#live?.add(rows);
    if (this.#training.isOver) this.#live?.endTraining();
    if (!network.isFinite()) this.#diverge(rows);
    else if (this.#schedulesBatches) this.#scheduler?.step(loss);
  }

  /** One batch forward only; false if the pass is over. */
  #evaluate(batches: Batches): boolean {
    const network = this.#network;
    const rows = batches.load(network.input, network.target);
    if (rows === 0) return false;
    const loss = definedLoss(this.#prepared.experiment, () => network.evaluate(rows));
    if (this.#add(loss, rows) && this.#phase === "validation") this.#live?.add(rows);
    return true;
  }

  /** Counts a batch's loss in; false if it ends the run. */
  #add(loss: number, rows: number): boolean {
    if (!Number.isFinite(loss)) {
      if (this.#phase === "other") this.#endOther(undefined);
      else this.#diverge(rows);
      return false;
    }
    this.#loss.add(loss, rows);
    return true;
  }

  #endEpoch(validationLoss: number | undefined): void {
    const decisive = validationLoss ?? this.#trainLoss;
    this.#epochs += 1;
    this.#watch.look();
    if (!this.#schedulesBatches) this.#scheduler?.step(decisive);
    const verdict = this.#early?.add(decisive);
    if (verdict?.isBest) this.#best?.keep();
    this.#isOverEarly = verdict?.isOver ?? false;
    const result: EpochResult = {
      epoch: this.#epochs,
      trainLoss: this.#trainLoss,
      ...(validationLoss === undefined ? {} : { validationLoss }),
      lr: this.#epochLr,
      ...this.#live?.epoch(validationLoss !== undefined),
    };
    this.#onEpoch(result);
    this.#health?.epoch(result, this.#isOverEarly || this.#epochs >= this.started.epochs);
    this.#beginEpoch();
  }

  #endTraining(stopped: Stopped): void {
    this.#watch.look();
    this.#stopped = stopped;
    if (stopped === "interrupted") this.#health?.stopped();
    if (this.#keepsEnd) this.#end = this.#capture();
    if (this.#endsWithBest) this.#best?.exchange();
    if (this.#test.count > 0) this.#begin("test", this.#test);
    else this.#finish();
  }

  /** The weights that the run does not end with are tested as well: the person may choose them. */
  #finish(): void {
    this.#phase = "evaluating";
    this.#evaluation.begin(this.#epochs > 0 && this.#stopped !== "diverged", this.#generator.copy(), (verdict) => {
      this.#phase = "over";
      this.#verdict = verdict;
      if (!this.#offersOther || !this.#best?.isOther) return;
      this.#best.exchange();
      if (this.#test.count > 0) this.#begin("other", this.#test);
      else this.#endOther(undefined);
    });
  }

  #endOther(testLoss: number | undefined): void {
    this.#phase = "evaluating";
    this.#evaluation.begin(this.#epochs > 0, this.#generator.copy(), (verdict) => {
      this.#phase = "over";
      this.#other = {
        which: this.#endsWithBest ? "last" : "best",
        bestEpoch: this.#epochs - this.#early!.epochsSince,
        ...(testLoss === undefined ? {} : { testLoss }),
        ...(verdict === undefined ? {} : { verdict }),
        tensors: this.weights(),
      };
      this.#best!.exchange();
    });
  }

  #diverge(rows: number): void {
    if (this.#phase !== "test") this.#watch.look();
    this.#note = divergence(this.#prepared.experiment, this.#network, rows, Math.min(this.#epochs + 1, this.started.epochs));
    this.#network.keepFinite();
    if (this.#endsWithBest) this.#best?.use();
    this.#stopped = "diverged";
    this.#health?.diverged(this.#epochs);
    this.#phase = "trying";
  }

  #capture(): RunCheckpoint {
    this.#watch.look();
    const batches = this.#phase === "validation" ? this.#validation : this.#training;
    const { lr, momentum } = this.#rates;
    const progress = progressTensor({
      phase: this.#phase,
      epochs: this.#epochs,
      steps: this.#network.steps,
      position: batches.position,
      sum: this.#loss.sum,
      seen: this.#loss.rows,
      trainLoss: this.#trainLoss,
      epochLr: this.#epochLr,
      lr,
      momentum,
      isOverEarly: this.#isOverEarly,
      seconds: this.#watch.seconds,
    });
    return {
      tensors: [
        ...captureNetwork(this.#network),
        ...(this.#best?.capture() ?? []),
        generatorTensor(this.#generator),
        listTensor("order", this.#training.order()),
        listTensor(DATA_MARK, dataMark(this.#prepared.encoded)),
        progress,
        listTensor("scheduler", Float64Array.from(this.#scheduler?.state() ?? [])),
        listTensor("early_stopping", Float64Array.from(this.#early?.state() ?? [])),
        listTensor("metrics", this.#live?.state() ?? new Float64Array(0)),
      ],
    };
  }

  #resume(given: RunCheckpoint): void {
    const from = resumable(given, this.#prepared, {
      epochs: this.started.epochs,
      network: this.#network,
      rates: this.#rates,
      scheduler: this.#scheduler,
      early: this.#early,
      training: this.#training,
      validation: this.#validation,
    });
    restoreNetwork(this.#network, from);
    this.#best?.restore(withPrefix(from, "best."));
    this.#generator.restore(readList(from, "generator", Uint32Array, GENERATOR_WORDS));
    const order = readList(from, "order", Uint32Array, this.started.rows.train);
    const { phase, epochs, steps, position, sum, seen, trainLoss, epochLr, lr, momentum, isOverEarly, seconds } = readProgress(from);
    this.#phase = phase;
    this.#epochs = epochs;
    this.#network.resume(steps);
    this.#training.resume(order, phase === "training" ? position : this.#training.position);
    if (phase === "validation") this.#validation.resume(this.#validation.order(), position);
    this.#loss.resume(sum, seen);
    this.#trainLoss = trainLoss;
    this.#epochLr = epochLr;
    this.#rates.lr = lr;
    this.#rates.momentum = momentum;
    this.#isOverEarly = isOverEarly;
    this.#watch.resume(seconds);
    this.#scheduler?.restore([...readList(from, "scheduler", Float64Array)]);
    this.#early?.restore([...readList(from, "early_stopping", Float64Array)]);
    this.#live?.restore(readList(from, "metrics", Float64Array), this.#phase === "validation" ? "validation" : "train");
  }
}
