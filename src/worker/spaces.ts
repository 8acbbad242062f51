// The run whose space is looked at. One at a time, because its rows and moments take memory. Its weights are
// given by whoever asks; each of them once.

import type { Table } from "../data/table.ts";
import type { SpaceBasis } from "../protocol/worker.ts";
import { prepareTable } from "../training/experiment.ts";
import { TrainingRun } from "../training/run.ts";
import { Space } from "../training/space/space.ts";
import type { Moment, MomentPrediction, PredictionQuestion, SpaceAnswers, SpaceKind, SpaceQuestions } from "../training/space/types.ts";

/** Milliseconds after which an answer that takes long says what is known by then. */
const PIECE = 100;

interface Opened {
  readonly document: string;
  readonly run: string;
  readonly table: Table;
  readonly space: Space;
  /** By what tells them apart. */
  readonly moments: ReadonlyMap<number, Moment>;
}

export class Spaces {
  #opened: Opened | undefined;

  /**
   * @param table the CSVs as the run has read them
   * @returns undefined if moments are missing
   * @throws ProblemError if the weights do not fit
   */
  ask<K extends SpaceKind>(basis: SpaceBasis, table: Table, kind: K, question: SpaceQuestions[K]): SpaceAnswers[K] | undefined {
    const due = performance.now() + PIECE;
    return this.#follow(basis, table)?.ask(kind, question, () => performance.now() >= due);
  }

  /** What the weights say of a row; parameters, result and errors are those of `ask`. */
  async predict(basis: SpaceBasis, table: Table, question: PredictionQuestion): Promise<MomentPrediction | undefined> {
    return this.#follow(basis, table)?.predict(question);
  }

  close(document: string): void {
    if (this.#opened?.document === document) this.#opened = undefined;
  }

  /** The run's space with its weights as they are now; undefined if moments are missing. */
  #follow(basis: SpaceBasis, table: Table): Space | undefined {
    const opened = this.#open(basis, table);
    const known = new Map([...opened.moments, ...basis.added.map((moment) => [moment.epoch, moment] as const)]);
    const moments = basis.epochs.map((epoch) => known.get(epoch)).filter((moment) => moment !== undefined);
    if (moments.length < basis.epochs.length) return undefined;
    // What the run has forgotten meanwhile is forgotten here as well.
    this.#opened = { ...opened, moments: new Map(moments.map((moment) => [moment.epoch, moment])) };
    opened.space.follow(moments, basis.now);
    return opened.space;
  }

  #open({ document, run, experiment, epochs, now }: SpaceBasis, table: Table): Opened {
    const before = this.#opened;
    if (before?.document === document && before.run === run && before.table === table) return before;
    this.#opened = undefined;
    const prepared = prepareTable(experiment, table);
    const isFirst = epochs.length === 0 && now === undefined;
    const space = new Space(prepared, isFirst ? new TrainingRun(prepared, { onEpoch: () => {} }).weights() : undefined);
    return (this.#opened = { document, run, table, space, moments: new Map() });
  }
}
