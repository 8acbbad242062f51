// Watches over the health of one run: shows every epoch to the detectors, looks at the network now and then,
// tries on copies what they suspect, and tells each thing once. The run's numbers stay those of a run that
// nobody watches, to the last bit.

import type { Network } from "../../engine/network.ts";
import type { Generator } from "../../engine/random.ts";
import { learnsByRow } from "../../model/optimizers.ts";
import type { Batches } from "../batches.ts";
import type { PreparedExperiment } from "../experiment.ts";
import type { EpochResult } from "../types.ts";
import type { Answer, Trial, Watch } from "./detector.ts";
import type { HealthCode, HealthFinding, Symptom } from "./finding.ts";
import { Lab } from "./lab.ts";
import { detectors } from "./registry.ts";
import { LookSchedule } from "./schedule.ts";
import { takeSight } from "./sight.ts";
import { type Subject, subjectOf } from "./subject.ts";

/** What of a run is watched. */
export interface Watched {
  readonly prepared: PreparedExperiment;
  readonly network: Network;
  /** The pass over the training rows that goes on. */
  readonly training: Batches;
  readonly generator: Generator;
  /** Epochs that the run is to have. */
  readonly epochs: number;
}

interface Watching<W> {
  readonly code: HealthCode;
  readonly watch: W;
}

interface Suspicion {
  readonly code: HealthCode;
  readonly epoch: number;
  readonly trial: Trial;
}

export class HealthMonitor {
  readonly #watched: Watched;
  readonly #tell: (finding: HealthFinding) => void;
  readonly #subject: Subject;
  readonly #schedule: LookSchedule;
  readonly #watches: readonly Watching<Watch>[];
  /** Those that want to be told of every epoch, as few as can be. */
  readonly #byEpoch: readonly Watching<Required<Pick<Watch, "epoch">>>[];
  readonly #told = new Set<string>();
  /** Trials that wait for their turn, a batch at a time. */
  readonly #suspicions: Suspicion[] = [];
  #lab: Lab | undefined;
  #hasBegun = false;

  /** @param tell is called within `advance` of the run, each code of a layer once */
  constructor(watched: Watched, tell: (finding: HealthFinding) => void) {
    const { prepared, network, training, epochs } = watched;
    this.#watched = watched;
    this.#tell = tell;
    this.#subject = subjectOf(prepared, epochs);
    const parameters = network.parameters.reduce((sum, { data }) => sum + data.length, 0);
    this.#schedule = new LookSchedule(prepared.experiment.training.batch_size, training.count, parameters, epochs);
    // Rosenblatt's rule knows no gradient.
    const own = learnsByRow(prepared.experiment.training.optimizer) ? [] : detectors;
    this.#watches = own.flatMap(({ code, watch }) => {
      const begun = watch(this.#subject);
      return begun ? [{ code, watch: begun }] : [];
    });
    this.#byEpoch = this.#watches.flatMap(({ code, watch: { epoch } }) => (epoch ? [{ code, watch: { epoch } }] : []));
  }

  /**
   * Does a piece of what waits: the first look, or a batch of a trial.
   * @param epoch finished epochs
   * @param isStopped whether nobody wants to wait for a trial any more
   * @returns false if nothing waits
   */
  work(epoch: number, isStopped: boolean): boolean {
    // Asked before every batch.
    if (this.#hasBegun && this.#suspicions.length === 0) return false;
    if (isStopped) this.#suspicions.length = 0;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      if (this.#watches.length > 0) this.#look(epoch, 1);
      return true;
    }
    const [next] = this.#suspicions;
    if (next === undefined) return false;
    const { done, value } = next.trial.next();
    if (done) {
      this.#suspicions.shift();
      this.#say(next.code, next.epoch, value);
    }
    return true;
  }

  /** Whether something is to be tried before the run goes on. */
  get isTrying(): boolean {
    return this.#suspicions.length > 0;
  }

  /** An epoch is finished; the pass it trained on still stands. */
  epoch(result: EpochResult): void {
    const { epoch, trainLoss } = result;
    const { steps } = this.#watched.network;
    const { course } = this.#subject;
    if (Number.isNaN(course.first)) course.first = trainLoss;
    course.latest = trainLoss;
    for (let index = 0; index < this.#byEpoch.length; index++) {
      const { code, watch } = this.#byEpoch[index]!;
      this.#hear(code, epoch, watch.epoch(result, steps));
    }
    if (this.#schedule.isDue(epoch, steps, epoch === this.#watched.epochs)) this.#look(epoch, this.#schedule.batches);
  }

  /** The numbers of the run have become NaN or infinite after so many finished epochs. */
  diverged(epochs: number): void {
    const epoch = Math.min(epochs + 1, this.#watched.epochs);
    for (const { code, watch } of this.#watches) this.#hear(code, epoch, watch.diverged?.(epochs));
  }

  #look(epoch: number, batches: number): void {
    const { network, training, generator } = this.#watched;
    if (training.count === 0) return;
    const sight = takeSight(this.#subject, network, training, batches, generator, epoch);
    if (sight === undefined) return;
    for (const { code, watch } of this.#watches) this.#hear(code, Math.max(1, epoch), watch.look?.(sight));
  }

  #hear(code: HealthCode, epoch: number, answer: Answer): void {
    if (answer === undefined) return;
    if (typeof answer !== "function") {
      this.#say(code, epoch, answer);
      return;
    }
    const { prepared, network, epochs } = this.#watched;
    this.#lab ??= new Lab(prepared, network, epochs);
    this.#suspicions.push({ code, epoch, trial: answer(this.#lab) });
  }

  #say(code: HealthCode, epoch: number, symptoms: readonly Symptom[]): void {
    for (const symptom of symptoms) {
      const name = `${code} ${symptom.layer}`;
      if (this.#told.has(name)) continue;
      this.#told.add(name);
      this.#tell({ code, epoch, ...symptom });
    }
  }
}
