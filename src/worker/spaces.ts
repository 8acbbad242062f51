// The run whose space is looked at. One at a time, because its rows and moments take memory. Its weights are
// given by whoever asks; each of them once.

import type { Table } from "../data/table.ts";
import type { SpaceBasis } from "../protocol/worker.ts";
import type { EvaluationKind, EvaluationQuestions } from "../training/evaluation/questions.ts";
import { prepare, type PreparedExperiment } from "../training/experiment.ts";
import { TrainingRun } from "../training/run.ts";
import type { Evaluations } from "./evaluations.ts";
import type { WorkerPorts } from "./ports.ts";
import { throwIfCancelled } from "./slices.ts";
import { Space } from "../training/space/space.ts";
import { csvTexts } from "./csv-texts.ts";
import type {
  Moment,
  MomentEvaluation,
  MomentPrediction,
  PredictionQuestion,
  SpaceAnswers,
  SpaceKind,
  SpaceQuestions,
} from "../training/space/types.ts";

/** Milliseconds after which an answer that takes long says what is known by then. */
const PIECE = 100;

interface Opened {
  readonly document: string;
  readonly run: string;
  readonly table: Table;
  readonly space: Space;
  readonly release: PreparedExperiment["release"];
  /** By what tells them apart. */
  readonly moments: ReadonlyMap<number, Moment>;
}

export class Spaces {
  readonly #ports: Pick<WorkerPorts, "storage" | "openNetwork">;
  readonly #evaluations: Evaluations;
  #opened: Opened | undefined;
  /** Questions are answered one after the other: two at a time would open the same run twice. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(evaluations: Evaluations, ports: Pick<WorkerPorts, "storage" | "openNetwork">) {
    this.#evaluations = evaluations;
    this.#ports = ports;
  }

  /**
   * @param table the CSVs as the run has read them
   * @returns undefined if moments are missing
   * @throws ProblemError if the weights do not fit
   */
  ask<K extends SpaceKind>(basis: SpaceBasis, table: Table, kind: K, question: SpaceQuestions[K]): Promise<SpaceAnswers[K] | undefined> {
    return this.#follow(basis, table, (space) => {
      const due = performance.now() + PIECE;
      return space.ask(kind, question, () => performance.now() >= due);
    });
  }

  /** What the weights say of a row; parameters, result and errors are those of `ask`. */
  predict(basis: SpaceBasis, table: Table, question: PredictionQuestion): Promise<MomentPrediction | undefined> {
    return this.#follow(basis, table, (space) => space.predict(question));
  }

  /**
   * What is found of the weights of a moment, or of the present ones; other parameters, result and errors are
   * those of `ask`.
   * @throws ProblemError of code `cancelled` once the signal is aborted
   */
  evaluate<K extends EvaluationKind>(
    basis: SpaceBasis,
    table: Table,
    epoch: number | undefined,
    kind: K,
    question: EvaluationQuestions[K],
    signal?: AbortSignal,
  ): Promise<MomentEvaluation<K> | undefined> {
    return this.#follow(basis, table, (space) => {
      throwIfCancelled(signal);
      const { openNetwork } = this.#ports;
      const steps = space.evaluate(epoch, kind, question, (preprocessing) => csvTexts(table, preprocessing), openNetwork);
      return this.#evaluations.run(basis.document, steps, signal);
    });
  }

  /** Lets go of a document, once what was asked before is answered. */
  close(document: string): Promise<void> {
    const closed = this.#before.then(() => {
      if (this.#opened?.document === document) this.#leave();
    });
    this.#before = closed;
    return closed;
  }

  #leave(): void {
    this.#opened?.release?.();
    this.#opened = undefined;
  }

  /** Asks the run's space, with its weights as they are now; undefined if moments are missing. */
  #follow<T>(basis: SpaceBasis, table: Table, ask: (space: Space) => T | Promise<T>): Promise<T | undefined> {
    const answer = this.#before.then(async () => {
      const space = await this.#spaceOf(basis, table);
      return space && ask(space);
    });
    this.#before = answer.catch(() => undefined);
    return answer;
  }

  async #spaceOf(basis: SpaceBasis, table: Table): Promise<Space | undefined> {
    const opened = await this.#open(basis, table);
    const known = new Map([...opened.moments, ...basis.added.map((moment) => [moment.epoch, moment] as const)]);
    const moments = basis.epochs.map((epoch) => known.get(epoch)).filter((moment) => moment !== undefined);
    if (moments.length < basis.epochs.length) return undefined;
    // What the run has forgotten meanwhile is forgotten here as well.
    this.#opened = { ...opened, moments: new Map(moments.map((moment) => [moment.epoch, moment])) };
    opened.space.follow(moments, basis.now);
    return opened.space;
  }

  async #open({ document, run, experiment, epochs, now }: SpaceBasis, table: Table): Promise<Opened> {
    const before = this.#opened;
    if (before?.document === document && before.run === run && before.table === table) return before;
    this.#leave();
    const prepared = await prepare(experiment, table, { storage: this.#ports.storage });
    const isFirst = epochs.length === 0 && now === undefined;
    const space = new Space(prepared, isFirst ? new TrainingRun(prepared, { onEpoch: () => {} }).weights() : undefined);
    return (this.#opened = { document, run, table, space, release: prepared.release, moments: new Map() });
  }
}
