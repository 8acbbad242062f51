// The trained network that is evaluated: opened again only if its weights or its CSV changed. One at a
// time, because its rows take memory.

import type { Table } from "../data/table.ts";
import type { SourceReference } from "../protocol/worker.ts";
import { Evaluator } from "../training/evaluation/evaluator.ts";
import { askEvaluator, type EvaluationAnswers, type EvaluationKind, type EvaluationQuestions } from "../training/evaluation/questions.ts";
import { prepare, type PreparedExperiment } from "../training/experiment.ts";
import type { TrainedWeights } from "../training/predict.ts";
import { csvTexts } from "./csv-texts.ts";
import type { Evaluations } from "./evaluations.ts";
import type { WorkerPorts } from "./ports.ts";
import type { Predictors } from "./predictors.ts";
import { throwIfCancelled } from "./slices.ts";
import type { Tables } from "./tables.ts";

interface Opened {
  readonly weights: TrainedWeights;
  readonly table: Table;
  readonly evaluator: Evaluator;
  readonly release: PreparedExperiment["release"];
}

export class Evaluators {
  readonly #tables: Tables;
  readonly #predictors: Predictors;
  readonly #ports: Pick<WorkerPorts, "storage" | "openNetwork">;
  readonly #evaluations: Evaluations;
  #opened: Opened | undefined;
  /** Questions are answered one after the other: two at a time would open the same network twice. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(tables: Tables, predictors: Predictors, evaluations: Evaluations, ports: Pick<WorkerPorts, "storage" | "openNetwork">) {
    this.#ports = ports;
    this.#evaluations = evaluations;
    this.#tables = tables;
    this.#predictors = predictors;
  }

  /**
   * What the loaded weights of a document are found to be.
   * @param sources the CSVs of the document that they were trained with
   * @returns undefined if no weights are loaded
   * @throws ProblemError if the CSV cannot be read any more, or the weights do not fit; of code `cancelled`
   *   once the signal is aborted
   */
  answer<K extends EvaluationKind>(
    document: string,
    sources: readonly SourceReference[],
    kind: K,
    question: EvaluationQuestions[K],
    encodingHint?: string,
    signal?: AbortSignal,
  ): Promise<EvaluationAnswers[K] | undefined> {
    const answer = this.#before.then(async () => {
      throwIfCancelled(signal);
      const weights = this.#predictors.weights(document);
      if (weights === undefined) return undefined;
      const evaluator = await this.#open(document, weights, sources, encodingHint, signal);
      return this.#evaluations.run(document, askEvaluator(evaluator, kind, question), signal);
    });
    this.#before = answer.catch(() => undefined);
    return answer;
  }

  async #open(
    document: string,
    weights: TrainedWeights,
    sources: readonly SourceReference[],
    encodingHint: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Evaluator> {
    const { experiment, preprocessing, tensors } = weights;
    const reading = new AbortController();
    signal?.addEventListener("abort", () => reading.abort());
    // Under another name: what the data tab shows of the document may be read in another way by now.
    const table = await this.#tables.read(`${document} as trained`, { ...experiment.data, encodingHint }, sources, () => {}, reading);
    if (this.#opened?.weights === weights && this.#opened.table === table) return this.#opened.evaluator;
    this.#opened?.release?.();
    this.#opened = undefined;
    const { storage, openNetwork } = this.#ports;
    const prepared = await prepare(experiment, table, { storage, isCancelled: () => reading.signal.aborted });
    const evaluator = new Evaluator(prepared, tensors, preprocessing, csvTexts(table, preprocessing), openNetwork);
    this.#opened = { weights, table, evaluator, release: prepared.release };
    return evaluator;
  }
}
