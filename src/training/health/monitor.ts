// Watches over the health of one run: shows every epoch to the detectors, looks at the network now and then,
// tries on copies what they suspect, and tells each thing once. The run's numbers stay those of a run that
// nobody watches, to the last bit.

import { learnsByRow } from "../../model/optimizers.ts";
import type { PreparedExperiment } from "../experiment.ts";
import type { EpochResult } from "../types.ts";
import type { Answer, Trial, Watch } from "./detector.ts";
import type { HealthCode, HealthFinding, Symptom } from "./finding.ts";
import type { Lab } from "./lab.ts";
import { detectors } from "./registry.ts";
import { LookSchedule } from "./schedule.ts";
import type { Sight } from "./sight.ts";
import { type Subject, subjectOf } from "./subject.ts";

/**
 * Detectors hear of each of the first epochs at once, and later of several together, so many at the most and
 * this part of the run so far: a small network's epoch is so short that the way to each of them counts.
 */
const TOGETHER = 64;
const PART = 1 / 32;

/** A run that is watched, whichever engine computes it. */
export interface Watched {
  readonly prepared: PreparedExperiment;
  /** Epochs that the run is to have, and batches of each. */
  readonly epochs: number;
  readonly batches: number;
  /** How many numbers it trains. */
  readonly parameters: number;
  /** The optimizer's steps so far. */
  readonly steps: number;
  /**
   * Looks at so many batches of the present pass. Undefined if the loss is not defined for what the network
   * gives, which ends the run by itself.
   */
  look(subject: Subject, batches: number, epoch: number): Sight | undefined;
  /** Where copies of the network are tried. */
  openLab(): Lab;
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

/** A symptom that waits for the trials of what may explain it. */
interface Held {
  readonly code: HealthCode;
  readonly epoch: number;
  readonly symptom: Symptom;
}

export class HealthMonitor {
  readonly #watched: Watched;
  readonly #tell: (finding: HealthFinding) => void;
  readonly #subject: Subject;
  readonly #schedule: LookSchedule;
  readonly #watches: readonly Watching<Watch>[];
  /** Those that want to be told of every epoch, as few as can be. */
  readonly #byEpoch: readonly Watching<Required<Pick<Watch, "epoch">>>[];
  /** Codes, and codes of a layer. */
  readonly #told = new Set<string>();
  /** Epochs that the detectors have not heard of yet. */
  readonly #unheard: EpochResult[] = [];
  /** Trials that wait for their turn, a batch at a time. */
  readonly #suspicions: Suspicion[] = [];
  readonly #held: Held[] = [];
  #lab: Lab | undefined;
  #hasBegun = false;
  /** The epoch of the next look; the first one is before the first step. */
  #lookAt = 0;
  /** Whether something is to be done before the run goes on; asked before every batch. */
  waits = true;

  /** @param tell is called within `advance` of the run, each code of a layer once */
  constructor(watched: Watched, tell: (finding: HealthFinding) => void) {
    const { prepared, batches, parameters, epochs } = watched;
    this.#watched = watched;
    this.#tell = tell;
    this.#subject = subjectOf(prepared, epochs);
    this.#schedule = new LookSchedule(prepared.experiment.training.batch_size, batches, parameters, epochs);
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
    if (isStopped) this.#giveUp();
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      if (this.#watches.length > 0) this.#look(epoch, 1);
      return true;
    }
    const [next] = this.#suspicions;
    this.waits = next !== undefined;
    if (next === undefined) return false;
    const { done, value } = next.trial.next();
    if (done) {
      this.#suspicions.shift();
      this.#weigh(next.code, next.epoch, value);
      this.#settle();
    }
    return true;
  }

  /** Whether something is to be tried before the run goes on. */
  get isTrying(): boolean {
    return this.#suspicions.length > 0;
  }

  /**
   * An epoch is finished; the pass it trained on still stands.
   * @param isLast whether the run ends with it
   */
  epoch(result: EpochResult, isLast: boolean): void {
    const { epoch } = result;
    this.#unheard.push(result);
    const isLook = epoch === this.#nextLook(epoch, this.#watched.steps) || isLast;
    if (isLook || isEnough(this.#unheard.length, epoch)) this.#listen();
    if (isLook) this.#look(epoch, this.#schedule.batches);
    this.waits = this.isTrying;
  }

  /** The run has ended in the middle: what its epochs show is told, but nothing is tried any more. */
  stopped(): void {
    this.#listen();
    this.#giveUp();
    this.waits = false;
  }

  /**
   * The next epoch after which something may be found, and how many batches are looked at then, 0 if none
   * is: a run that is computed elsewhere waits there.
   * @param epoch the last one that it was told of
   */
  next(epoch: number): { readonly epoch: number; readonly batches: number } {
    const { steps, batches } = this.#watched;
    const look = this.#nextLook(epoch + 1, steps + batches);
    let next = epoch + 1;
    while (next < look && !isEnough(this.#unheard.length + next - epoch, next)) next++;
    return { epoch: next, batches: next === look ? this.#schedule.batches : 0 };
  }

  /** The first epoch that the network is looked at, from `epoch` on. @param steps at its end */
  #nextLook(epoch: number, steps: number): number {
    const { batches, epochs } = this.#watched;
    if (this.#lookAt < epoch) this.#lookAt = this.#schedule.next(epoch, steps, batches, epochs);
    return this.#lookAt;
  }

  /** The numbers of the run have become NaN or infinite after so many finished epochs. */
  diverged(epochs: number): void {
    this.#listen();
    const epoch = Math.min(epochs + 1, this.#watched.epochs);
    const answers = this.#watches.map(({ code, watch }) => ({ code, answer: watch.diverged?.(epochs) }));
    // Trials first: they may explain what the others have found.
    for (const { code, answer } of answers) if (typeof answer === "function") this.#hear(code, epoch, answer);
    for (const { code, answer } of answers) if (typeof answer !== "function") this.#hear(code, epoch, answer);
    this.waits = this.isTrying;
  }

  /** Tells the detectors of the epochs that they have not heard of. */
  #listen(): void {
    const { course } = this.#subject;
    const { steps: now, batches } = this.#watched;
    for (let index = 0; index < this.#unheard.length; index++) {
      const result = this.#unheard[index]!;
      const steps = now - (this.#unheard.length - 1 - index) * batches;
      if (Number.isNaN(course.first)) course.first = result.trainLoss;
      course.latest = result.trainLoss;
      for (let at = 0; at < this.#byEpoch.length; at++) {
        const { code, watch } = this.#byEpoch[at]!;
        this.#hear(code, result.epoch, watch.epoch(result, steps));
      }
    }
    this.#unheard.length = 0;
  }

  #look(epoch: number, batches: number): void {
    if (this.#watched.batches === 0) return;
    const sight = this.#watched.look(this.#subject, batches, epoch);
    if (sight === undefined) return;
    for (const { code, watch } of this.#watches) this.#hear(code, Math.max(1, epoch), watch.look?.(sight));
  }

  #hear(code: HealthCode, epoch: number, answer: Answer): void {
    if (answer === undefined) return;
    if (typeof answer !== "function") {
      this.#weigh(code, epoch, answer);
      return;
    }
    this.#lab ??= this.#watched.openLab();
    this.#suspicions.push({ code, epoch, trial: answer(this.#lab) });
  }

  /** Says symptoms that nothing explains; those that something may explain wait until that is tried. */
  #weigh(code: HealthCode, epoch: number, symptoms: readonly Symptom[]): void {
    for (const symptom of symptoms) {
      if (this.#told.has(`${code} ${symptom.layer}`)) continue;
      for (const cause of this.#watches)
        if (symptom.explainedBy?.includes(cause.code)) this.#hear(cause.code, epoch, cause.watch.asked?.());
      if (this.#isExplained(symptom)) continue;
      if (this.#mayBeExplained(symptom)) this.#held.push({ code, epoch, symptom });
      else this.#say(code, epoch, symptom);
    }
  }

  /** Decides about the symptoms whose explanations were all tried. */
  #settle(): void {
    for (const held of this.#held.splice(0)) {
      if (this.#isExplained(held.symptom)) continue;
      if (this.#mayBeExplained(held.symptom)) this.#held.push(held);
      else this.#say(held.code, held.epoch, held.symptom);
    }
  }

  /** Tries nothing any more. What waited for it needs no trial of its own. */
  #giveUp(): void {
    this.#suspicions.length = 0;
    this.#settle();
  }

  #isExplained({ explainedBy = [] }: Symptom): boolean {
    return explainedBy.some((code) => this.#told.has(code));
  }

  #mayBeExplained({ explainedBy = [] }: Symptom): boolean {
    return this.#suspicions.some(({ code }) => explainedBy.includes(code));
  }

  #say(code: HealthCode, epoch: number, { layer, message, path, fixes }: Symptom): void {
    const name = `${code} ${layer}`;
    if (this.#told.has(name)) return;
    this.#told.add(code).add(name);
    this.#tell({ code, layer, epoch, message, path, fixes });
  }
}

/** Whether so many epochs are to be told together. */
function isEnough(unheard: number, epoch: number): boolean {
  return unheard >= Math.min(TOGETHER, PART * epoch);
}
