// The run whose space is looked at. One at a time, because its rows and moments take memory. Its weights are
// given by whoever asks; each of them once.

import type { Table } from "../data/table.ts";
import type { SpaceBasis } from "../protocol/worker.ts";
import { prepareTable } from "../training/experiment.ts";
import { TrainingRun } from "../training/run.ts";
import { Space } from "../training/space/space.ts";
import type { Moment, SpaceAnswers, SpaceKind, SpaceQuestions } from "../training/space/types.ts";

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
    const opened = this.#open(basis, table);
    const known = new Map([...opened.moments, ...basis.added.map((moment) => [moment.epoch, moment] as const)]);
    const moments = basis.epochs.map((epoch) => known.get(epoch)).filter((moment) => moment !== undefined);
    if (moments.length < basis.epochs.length) return undefined;
    // What the run has forgotten meanwhile is forgotten here as well.
    this.#opened = { ...opened, moments: new Map(moments.map((moment) => [moment.epoch, moment])) };
    opened.space.follow(moments, basis.now);
    const due = performance.now() + PIECE;
    return opened.space.ask(kind, question, () => performance.now() >= due);
  }

  close(document: string): void {
    if (this.#opened?.document === document) this.#opened = undefined;
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
