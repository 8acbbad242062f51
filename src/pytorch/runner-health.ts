// The health of a run that PyTorch computes. The runner looks at its network and tries what it is asked; the
// detectors of the built-in engine judge what it says. It waits until they have.

import { writeModule } from "../code/pytorch/module.ts";
import type { HealthFinding } from "../training/health/finding.ts";
import { type Lab, type Swings, trialSteps, type Tried, withRate } from "../training/health/lab.ts";
import { HealthMonitor, type Watched } from "../training/health/monitor.ts";
import type { Sight } from "../training/health/sight.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import type { EpochResult } from "../training/types.ts";
import type { Answered, Conversation } from "./conversation.ts";
import type { SightFields, StartedMessage, TryFields, WatchedMessage } from "./messages.ts";

export class RunnerHealth {
  readonly #conversation: Conversation;
  readonly #monitor: HealthMonitor;
  readonly #lab: RunnerLab;
  readonly #batches: number;
  /** Of the message that is judged, and where the epoch that is told ended. */
  #sight: Sight | undefined;
  #steps = 0;
  readonly #untold: EpochResult[] = [];

  /** @param tell is called with what is found, each code of a layer once */
  constructor(
    prepared: PreparedExperiment,
    { epochs, batchesPerEpoch: batches, parameters }: StartedMessage,
    conversation: Conversation,
    tell: (finding: HealthFinding) => void,
  ) {
    this.#conversation = conversation;
    this.#batches = batches;
    this.#lab = new RunnerLab(prepared, parameters, conversation);
    const steps = (): number => this.#steps;
    const watched: Watched = {
      prepared,
      epochs,
      batches,
      parameters,
      get steps() {
        return steps();
      },
      look: () => this.#sight,
      openLab: () => this.#lab,
    };
    this.#monitor = new HealthMonitor(watched, tell);
  }

  /** Epochs are finished; they are judged when the runner waits. */
  progressed(results: readonly EpochResult[]): void {
    this.#untold.push(...results);
  }

  /** Judges a run that waits, tries what is to be tried, and says how long it may go on. */
  async judge({ epoch, steps, sight, diverged = false }: WatchedMessage): Promise<void> {
    this.#sight = sight ? sightOf(sight, epoch, steps) : undefined;
    for (const result of this.#untold.splice(0)) {
      this.#steps = steps - (epoch - result.epoch) * this.#batches;
      this.#monitor.epoch(result, false);
    }
    this.#steps = steps;
    if (diverged) this.#monitor.diverged(epoch);
    while (this.#monitor.work(epoch, this.#lab.isOver)) await this.#lab.answered;
    this.#conversation.tell({ type: "watch", ...this.#monitor.next(epoch) });
  }

  /** The run is over: what its last epochs show is told, but nothing is looked at or tried any more. */
  ended(): void {
    this.#sight = undefined;
    for (const result of this.#untold.splice(0)) {
      this.#steps += this.#batches;
      this.#monitor.epoch(result, false);
    }
    this.#monitor.stopped();
  }
}

/** Copies of the network are trained by the runner; a trial goes on when it has answered. */
class RunnerLab implements Lab {
  readonly #prepared: PreparedExperiment;
  readonly #conversation: Conversation;
  readonly #steps: number;
  /** Resolves when the runner has said what was asked last. */
  answered: Promise<void> = Promise.resolve();
  /** Whether the run has ended without an answer. */
  isOver = false;

  constructor(prepared: PreparedExperiment, parameters: number, conversation: Conversation) {
    const { batch_size: size } = prepared.experiment.training;
    this.#prepared = prepared;
    this.#conversation = conversation;
    this.#steps = trialSteps(parameters, Math.min(size, prepared.split.train.length));
  }

  *fromStart(factor: number): Generator<undefined, Tried, undefined> {
    return yield* this.#train("start", factor);
  }

  *fromNow(factor: number): Generator<undefined, Tried, undefined> {
    return yield* this.#train("now", factor);
  }

  *swings(batches: number): Generator<undefined, Swings | undefined, undefined> {
    return (yield* this.#ask({ what: "swings", from: "now", steps: batches }, 1))?.answer.swings ?? undefined;
  }

  *#train(from: TryFields["from"], factor: number): Generator<undefined, Tried, undefined> {
    const steps = this.#steps;
    const { losses = [], norms = [] } = (yield* this.#ask({ what: "losses", from, steps }, factor))?.answer ?? {};
    return {
      losses: losses.length === steps ? losses : [...losses, Infinity],
      norms: norms.map((norm) => norm ?? Infinity),
    };
  }

  *#ask(fields: Omit<TryFields, "module">, factor: number): Generator<undefined, Answered | undefined, undefined> {
    const { experiment, encoded } = this.#prepared;
    const module = writeModule(withRate(experiment, factor), encoded.inputNames.length);
    const told: (Answered | undefined)[] = [];
    this.answered = this.#conversation.ask("try", { ...fields, module }).then((answer) => {
      told.push(answer);
      this.isOver = answer === undefined;
    });
    while (told.length === 0) yield undefined;
    return told[0];
  }
}

/** What is no number any more was null on its way. */
function sightOf({ rows, loss, layers, spread }: SightFields, epoch: number, steps: number): Sight {
  return {
    epoch,
    steps,
    rows,
    loss: loss ?? NaN,
    layers: layers.map(({ units, dead, saturated, wrong, slope, linear }) => ({
      units,
      dead,
      saturated,
      wrong,
      slope: slope ?? NaN,
      ...(linear
        ? { linear: { gradient: linear.gradient ?? NaN, ...(linear.update === undefined ? {} : { update: linear.update ?? NaN }) } }
        : {}),
    })),
    spread: spread ?? undefined,
  };
}
