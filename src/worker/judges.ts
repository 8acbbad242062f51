// The trained network that is judged: opened again only where its weights or its CSV are others. One at a time, because its rows take memory.

import { cellText, type Table } from "../data/table.ts";
import type { SourceReference } from "../protocol/worker.ts";
import { Judge } from "../training/evaluation/judge.ts";
import { askJudge, type JudgeAnswers, type JudgeKind, type JudgeQuestions } from "../training/evaluation/questions.ts";
import { prepareTable } from "../training/experiment.ts";
import type { TrainedWeights } from "../training/predict.ts";
import type { Predictors } from "./predictors.ts";
import type { Tables } from "./tables.ts";

interface Opened {
  readonly weights: TrainedWeights;
  readonly table: Table;
  readonly judge: Judge;
}

export class Judges {
  readonly #tables: Tables;
  readonly #predictors: Predictors;
  #opened: Opened | undefined;
  /** Questions are answered one after the other: two at a time would open the same network twice. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(tables: Tables, predictors: Predictors) {
    this.#tables = tables;
    this.#predictors = predictors;
  }

  /**
   * What the loaded weights of a document are found to be.
   * @param sources the CSVs of the document that they were trained with
   * @returns undefined where no weights are loaded
   * @throws ProblemError where the CSV cannot be read any more, or the weights do not fit
   */
  answer<K extends JudgeKind>(
    document: string,
    sources: readonly SourceReference[],
    kind: K,
    question: JudgeQuestions[K],
    encodingHint?: string,
  ): Promise<JudgeAnswers[K] | undefined> {
    const answer = this.#before.then(async () => {
      const weights = this.#predictors.weights(document);
      return weights && askJudge(await this.#open(document, weights, sources, encodingHint), kind, question);
    });
    this.#before = answer.catch(() => undefined);
    return answer;
  }

  async #open(document: string, weights: TrainedWeights, sources: readonly SourceReference[], encodingHint?: string): Promise<Judge> {
    const { experiment, preprocessing, tensors } = weights;
    // Under another name: what the data tab shows of the document may be read in another way by now.
    const table = await this.#tables.read(`${document} as trained`, { ...experiment.data, encodingHint }, sources, () => {});
    if (this.#opened?.weights === weights && this.#opened.table === table) return this.#opened.judge;
    this.#opened = undefined;
    const used = usedColumns(table, [...preprocessing.target.columns, ...preprocessing.features.map(({ column }) => column)]);
    const texts = {
      columns: used.map(({ name }) => name),
      cells: (row: number) => used.map((column) => cellText(column, row) ?? null),
    };
    const judge = new Judge(prepareTable(experiment, table), tensors, preprocessing, texts);
    this.#opened = { weights, table, judge };
    return judge;
  }
}

function usedColumns({ columns }: Table, names: readonly string[]) {
  return names.flatMap((name) => columns.find((column) => column.name === name) ?? []);
}
