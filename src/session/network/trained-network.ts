// A document's trained network as its builder asks for it: its weight file goes to the worker, with the CSVs
// as they were named when it was trained, and is evaluated and predicts there.

import { message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import type { PredictionForm } from "../../protocol/evaluation-host.ts";
import type { SourceReference, TrainedNetworks } from "../../protocol/worker.ts";
import type { EvaluationProgress } from "../../training/evaluation/evaluate.ts";
import type { EvaluationAnswers, EvaluationKind, EvaluationQuestions } from "../../training/evaluation/questions.ts";
import type { Prediction } from "../../training/predict.ts";
import type { DocumentSession } from "../document-session.ts";
import type { NetworkPorts } from "./network-ports.ts";

/** A CSV with its predictions. */
export interface PredictedFile {
  /** Warnings, as of categories that training did not know. */
  readonly problems: readonly Problem[];
  /** The CSV as UTF-8, once. @throws ProblemError as `predictFile` */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Leaves nothing of it in the worker; to be called also if not all pieces were taken. */
  readonly release: () => Promise<void>;
}

/** What a caller can do while it waits for a prediction. */
export interface Waiting {
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** Is given what says how far it is, from 0 to 1; undefined if it is over. */
  readonly begun?: (progress: () => Promise<number | undefined>) => void;
}

/** While the document cannot be read. */
const THRESHOLD = 0.5;

export class TrainedNetwork {
  readonly #session: DocumentSession;
  readonly #ports: NetworkPorts;
  /** The weight file that the worker was given, as it was then. */
  #given: string | undefined;
  /** CSVs that were predicted. */
  #files = 0;

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
   * @throws ProblemError if there are no weights, or the CSV cannot be read or does not fit; of code
   *   `cancelled` once the signal is aborted
   */
  async predictFile(csv: SourceReference, keepsFormulas: boolean, { signal, begun }: Waiting = {}): Promise<PredictedFile> {
    if ((await this.predictionForm()) === undefined) return this.nothingTrained();
    const { worker, document } = this.#ports;
    const prediction = `${document} ${++this.#files}`;
    begun?.(() => worker.predictionProgress(prediction));
    const question = { document, prediction, csv, keepsFormulas };
    const problems = (await worker.predictFile(question, signal)) ?? this.nothingTrained();
    return { problems, pieces: piecesOf(worker, prediction, signal), release: () => worker.endPrediction(prediction) };
  }

  /**
   * What is found of the weights that the last run left; undefined if nothing was trained yet. A report takes
   * up the weight file as it is now, further questions are of the same weights.
   * @throws ProblemError if the weights or the CSV cannot be read; of code `cancelled` once the signal is
   *   aborted
   */
  async evaluate<K extends EvaluationKind>(
    kind: K,
    question: EvaluationQuestions[K],
    signal?: AbortSignal,
  ): Promise<EvaluationAnswers[K] | undefined> {
    const version = kind === "report" ? await this.#ports.weightsVersion() : this.#given;
    const answer = version !== undefined && version === this.#given ? await this.#ask(kind, question, signal) : undefined;
    if (answer !== undefined) return answer;
    // Other weights than before, or a worker that was started anew and knows nothing of them.
    if ((await this.predictionForm()) === undefined) return undefined;
    if (version !== undefined) this.#given = version;
    return this.#ask(kind, question, signal);
  }

  /** How far an evaluation that goes on is; undefined if none does. */
  evaluationProgress(): Promise<EvaluationProgress | undefined> {
    return this.#ports.worker.evaluationProgress(this.#ports.document);
  }

  /** From which probability on an answer is yes, as the document says. */
  get threshold(): number {
    return this.#session.experiment?.training.threshold ?? THRESHOLD;
  }

  /**
   * How good the weights are that the last run left.
   * @param split validation rows if none is named, or training rows if there are none
   * @throws ProblemError if nothing is trained, or the weights or the CSV cannot be read
   */
  async report(split?: EvaluationQuestions["report"]["split"]): Promise<EvaluationAnswers["report"]> {
    const question = { threshold: this.threshold, ...(split ? { split } : {}) };
    return (await this.evaluate("report", question)) ?? this.nothingTrained();
  }

  /** @throws ProblemError that says so */
  nothingTrained(): never {
    const sentence = message("{0} is not trained yet. Train it, then predict.", this.#ports.stem);
    throw new ProblemError({ severity: "error", code: "not-trained", message: sentence, path: [] });
  }

  async #ask<K extends EvaluationKind>(
    kind: K,
    question: EvaluationQuestions[K],
    signal?: AbortSignal,
  ): Promise<EvaluationAnswers[K] | undefined> {
    const { trained } = this.#session;
    if (trained === undefined) return undefined;
    const { worker, document, sources, encodingHint } = this.#ports;
    return worker.evaluate(document, await sources(trained.data.file), kind, question, encodingHint(), signal);
  }
}

async function* piecesOf(worker: TrainedNetworks, prediction: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await worker.predictedPiece(prediction, signal);
    if (piece === undefined) return;
    yield piece;
  }
}
