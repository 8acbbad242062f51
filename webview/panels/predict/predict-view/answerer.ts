// Whose weights answer the form: those of the moment of the run that the Boundary tab looks at, else those of
// the weight file, and as long as there is none the live ones of the run.

import type { Preprocessing } from "../../../../src/data/types.ts";
import type { PredictionHost } from "../../../../src/protocol/evaluation-host.ts";
import type { SpaceHost } from "../../../../src/protocol/space-host.ts";
import type { Prediction } from "../../../../src/training/predict.ts";

export interface Answerer {
  readonly of: "moment" | "file" | "live";
  /** How it reads each column. */
  readonly preprocessing: Preprocessing;
  /** The weight file's name, also where it is not what answers; undefined if there is none. */
  readonly weights: string | undefined;
}

/** An answer, and after which epoch the weights of a run gave it. */
export interface Answered {
  readonly prediction: Prediction;
  readonly epoch?: number;
}

/**
 * @param epoch the moment that is looked at
 * @param isActive whether a run goes on
 * @returns null if nothing has weights yet
 */
export async function findAnswerer(
  host: PredictionHost & SpaceHost,
  epoch: number | undefined,
  isActive: boolean,
): Promise<Answerer | null> {
  const form = await host.predictionForm();
  const weights = form?.weights;
  if (epoch !== undefined || (form === undefined && isActive)) {
    const columns = await host.askSpace("columns", {});
    if (columns) return { of: epoch === undefined ? "live" : "moment", preprocessing: columns.answer, weights };
  }
  return form ? { of: "file", preprocessing: form.preprocessing, weights } : null;
}

/** What it says of a row. @param threshold from which probability on yes is answered */
export async function ask(
  host: PredictionHost & SpaceHost,
  { of }: Answerer,
  question: {
    readonly values: Readonly<Record<string, string>>;
    readonly epoch: number | undefined;
    readonly threshold: number;
  },
): Promise<Answered | undefined> {
  return of === "file" ? { prediction: await host.predictValues(question.values) } : host.predictMoment(question);
}
