// The trained network that is evaluated: opened again only if its weights or its CSV changed. One at a
// time, because its rows take memory.

import { cellText, type Column, type Table } from "../data/table.ts";
import type { Preprocessing } from "../data/types.ts";
import type { SourceReference } from "../protocol/worker.ts";
import { Evaluator } from "../training/evaluation/evaluator.ts";
import { askEvaluator, type EvaluationAnswers, type EvaluationKind, type EvaluationQuestions } from "../training/evaluation/questions.ts";
import { prepareTable } from "../training/experiment.ts";
import type { TrainedWeights } from "../training/predict.ts";
import type { Predictors } from "./predictors.ts";
import type { Tables } from "./tables.ts";

interface Opened {
  readonly weights: TrainedWeights;
  readonly table: Table;
  readonly evaluator: Evaluator;
}

export class Evaluators {
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
   * @returns undefined if no weights are loaded
   * @throws ProblemError if the CSV cannot be read any more, or the weights do not fit
   */
  answer<K extends EvaluationKind>(
    document: string,
    sources: readonly SourceReference[],
    kind: K,
    question: EvaluationQuestions[K],
    encodingHint?: string,
  ): Promise<EvaluationAnswers[K] | undefined> {
    const answer = this.#before.then(async () => {
      const weights = this.#predictors.weights(document);
      return weights && askEvaluator(await this.#open(document, weights, sources, encodingHint), kind, question);
    });
    this.#before = answer.catch(() => undefined);
    return answer;
  }

  async #open(document: string, weights: TrainedWeights, sources: readonly SourceReference[], encodingHint?: string): Promise<Evaluator> {
    const { experiment, preprocessing, tensors } = weights;
    // Under another name: what the data tab shows of the document may be read in another way by now.
    const table = await this.#tables.read(`${document} as trained`, { ...experiment.data, encodingHint }, sources, () => {});
    if (this.#opened?.weights === weights && this.#opened.table === table) return this.#opened.evaluator;
    this.#opened = undefined;
    const targets = preprocessing.target.columns;
    const names = new Set([...targets, ...table.columns.filter(areDates).map(({ name }) => name), ...featuresOf(preprocessing)]);
    const shown = [...names].flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
    const texts = {
      columns: shown.map(({ name }) => name),
      cells: (row: number) => shown.map((column) => cellText(column, row) ?? null),
    };
    const evaluator = new Evaluator(prepareTable(experiment, table), tensors, preprocessing, texts);
    this.#opened = { weights, table, evaluator };
    return evaluator;
  }
}

function featuresOf({ features }: Preprocessing): string[] {
  return features.map(({ column }) => column);
}

/** Day, month and year in whatever order; nothing is computed with it. */
const DATE = /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?!\d)/;
const LOOKED_AT = 20;

/**
 * Whether a column tells the day: it says which rows they are, also if the network does not learn from it.
 */
function areDates(column: Column): boolean {
  return column.kind === "category" && column.texts.length > 1 && column.texts.slice(0, LOOKED_AT).every((text) => DATE.test(text.trim()));
}
