// A document's trained network as its builder asks for it: its weight file goes to the worker, with the CSVs
// as they were named when it was trained, and is evaluated and predicts there.

import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { PredictionForm } from "../../protocol/evaluation-host.ts";
import type { SourceReference } from "../../protocol/worker.ts";
import type { EvaluationAnswers, EvaluationKind, EvaluationQuestions } from "../../training/evaluation/questions.ts";
import type { Prediction } from "../../training/predict.ts";
import type { PredictedCsv } from "../../training/predicted-csv.ts";
import type { DocumentSession } from "../document-session.ts";
import type { NetworkPorts } from "./network-ports.ts";

export class TrainedNetwork {
  readonly #session: DocumentSession;
  readonly #ports: NetworkPorts;
  /** The weight file that the worker was given, as it was then. */
  #given: string | undefined;

  constructor(session: DocumentSession, ports: NetworkPorts) {
    this.#session = session;
    this.#ports = ports;
  }

  /**
   * What the trained network is asked for; undefined if nothing was trained yet.
   * @throws ProblemError if the weights cannot be read
   */
  async predictionForm(): Promise<PredictionForm | undefined> {
    const { worker, document, readWeights } = this.#ports;
    const stored = await readWeights();
    if (stored === undefined) return undefined;
    const threshold = this.#session.experiment?.training.threshold ?? stored.experiment.training.threshold;
    await worker.loadWeights(document, stored, threshold);
    this.#session.predictsWith(stored.experiment);
    return { weights: stored.file, preprocessing: stored.preprocessing };
  }

  /** @throws ProblemError if there are no weights, or a value is not of its column's kind */
  async predictValues(values: Readonly<Record<string, string>>): Promise<Prediction> {
    const { worker, document } = this.#ports;
    const prediction = await worker.predictValues(document, values);
    if (prediction) return prediction;
    // A worker that was started anew knows nothing of the weights.
    await this.predictionForm();
    return (await worker.predictValues(document, values)) ?? this.nothingTrained();
  }

  /**
   * A CSV with its predictions.
   * @throws ProblemError if there are no weights, or the CSV cannot be read or does not fit
   */
  async predictFile(csv: SourceReference, keepsFormulas: boolean): Promise<PredictedCsv> {
    if ((await this.predictionForm()) === undefined) return this.nothingTrained();
    const { worker, document } = this.#ports;
    return (await worker.predictFile(document, csv, keepsFormulas)) ?? this.nothingTrained();
  }

  /**
   * What is found of the weights that the last run left; undefined if nothing was trained yet. A report takes
   * up the weight file as it is now, further questions are of the same weights.
   * @throws ProblemError if the weights or the CSV cannot be read
   */
  async evaluate<K extends EvaluationKind>(kind: K, question: EvaluationQuestions[K]): Promise<EvaluationAnswers[K] | undefined> {
    const version = kind === "report" ? await this.#ports.weightsVersion() : this.#given;
    const answer = version !== undefined && version === this.#given ? await this.#ask(kind, question) : undefined;
    if (answer !== undefined) return answer;
    // Other weights than before, or a worker that was started anew and knows nothing of them.
    if ((await this.predictionForm()) === undefined) return undefined;
    if (version !== undefined) this.#given = version;
    return this.#ask(kind, question);
  }

  /** @throws ProblemError that says so */
  nothingTrained(): never {
    const sentence = message("{0} is not trained yet. Train it, then predict.", this.#ports.stem);
    throw new ProblemError({ severity: "error", code: "not-trained", message: sentence, path: [] });
  }

  async #ask<K extends EvaluationKind>(kind: K, question: EvaluationQuestions[K]): Promise<EvaluationAnswers[K] | undefined> {
    const { trained } = this.#session;
    if (trained === undefined) return undefined;
    const { worker, document, sources, encodingHint } = this.#ports;
    return worker.evaluate(document, await sources(trained.data.file), kind, question, encodingHint());
  }
}
