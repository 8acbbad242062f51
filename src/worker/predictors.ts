// The trained networks that are asked for predictions, one per document, and what they answer.

import { allBytes } from "../data/sources.ts";
import type { SourceReference } from "../protocol/worker.ts";
import type { WorkerPorts } from "./ports.ts";
import { type Prediction, Predictor, type TrainedWeights } from "../training/predict.ts";
import { predictCsv, type PredictedCsv } from "../training/predicted-csv.ts";

interface Loaded {
  readonly weights: TrainedWeights;
  readonly threshold: number;
  readonly predictor: Predictor;
}

export class Predictors {
  readonly #ports: Pick<WorkerPorts, "readSource">;
  readonly #loaded = new Map<string, Loaded>();

  constructor(ports: Pick<WorkerPorts, "readSource">) {
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
  async values(document: string, values: Readonly<Record<string, string>>): Promise<Prediction | undefined> {
    return this.#loaded.get(document)?.predictor.predictRow(values);
  }

  /** @throws ProblemError if the CSV cannot be read or does not fit */
  async file(document: string, csv: SourceReference, keepsFormulas: boolean): Promise<PredictedCsv | undefined> {
    const loaded = this.#loaded.get(document);
    if (loaded === undefined) return undefined;
    const source = await this.#ports.readSource(csv, []);
    return predictCsv(loaded.weights, loaded.threshold, csv.name, await allBytes(source.chunks()), keepsFormulas);
  }
}
