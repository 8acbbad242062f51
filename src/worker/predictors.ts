// The trained networks that are asked for predictions, one per document, and what they answer.

import type { Problem } from "../model/problem.ts";
import type { FileQuestion } from "../protocol/worker.ts";
import type { WorkerPorts } from "./ports.ts";
import { type Prediction as RowPrediction, Predictor, type TrainedWeights } from "../training/predict.ts";
import { predictCsv, type PredictedCsv, type PredictionHooks } from "../training/predicted-csv.ts";

interface Loaded {
  readonly weights: TrainedWeights;
  readonly threshold: number;
  readonly predictor: Predictor;
}

/** A CSV whose rows are predicted. */
interface Prediction {
  /** Ends what is asked for at the moment. */
  signal: AbortSignal | undefined;
  /** How far it is, from 0 to 1. */
  share: number;
  csv?: PredictedCsv;
  pieces?: AsyncIterator<Uint8Array>;
}

type Ports = Pick<WorkerPorts, "readSource" | "storage" | "readingThreads">;

export class Predictors {
  readonly #ports: Ports;
  readonly #loaded = new Map<string, Loaded>();
  /** By the names that the callers have given them. */
  readonly #predictions = new Map<string, Prediction>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** @throws ProblemError if tensors and layers do not fit */
  load(document: string, weights: TrainedWeights, threshold: number): void {
    this.#loaded.set(document, { weights, threshold, predictor: new Predictor(weights, threshold) });
  }

  /** What was loaded for a document. */
  weights(document: string): TrainedWeights | undefined {
    return this.#loaded.get(document)?.weights;
  }

  /** @throws ProblemError if a value is not of its column's kind */
  async values(document: string, values: Readonly<Record<string, string>>): Promise<RowPrediction | undefined> {
    return this.#loaded.get(document)?.predictor.predictRow(values);
  }

  /**
   * Reads a CSV.
   * @throws ProblemError if it cannot be read or does not fit; of code `cancelled` once the signal is aborted
   */
  async file({ document, prediction, csv, keepsFormulas }: FileQuestion, signal?: AbortSignal): Promise<readonly Problem[] | undefined> {
    const loaded = this.#loaded.get(document);
    if (loaded === undefined) return undefined;
    const own: Prediction = { signal, share: 0 };
    this.#predictions.set(prediction, own);
    const goneOn = (from: number) => (done: number, total: number | undefined) => {
      if (total) own.share = from + done / total / 2;
    };
    const hooks: PredictionHooks = {
      storage: this.#ports.storage,
      threads: this.#ports.readingThreads,
      isCancelled: () => own.signal?.aborted ?? false,
      progressed: goneOn(0),
      written: goneOn(0.5),
    };
    try {
      const source = await this.#ports.readSource(csv, []);
      own.csv = await predictCsv(loaded.weights, loaded.threshold, source, keepsFormulas, hooks);
      own.pieces = own.csv.pieces[Symbol.asyncIterator]();
      return own.csv.problems;
    } catch (error) {
      this.end(prediction);
      throw error;
    }
  }

  /**
   * The next piece of what `file` has read; undefined at its end.
   * @throws ProblemError as the pieces of `PredictedCsv`
   */
  async piece(prediction: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const own = this.#predictions.get(prediction);
    if (own?.pieces === undefined) throw new Error("There is no such prediction.");
    own.signal = signal;
    const { done, value } = await own.pieces.next();
    return done ? undefined : value;
  }

  /** How far it is, from 0 to 1; undefined if there is none. */
  progress(prediction: string): number | undefined {
    return this.#predictions.get(prediction)?.share;
  }

  end(prediction: string): void {
    this.#predictions.get(prediction)?.csv?.release();
    this.#predictions.delete(prediction);
  }
}
