// Predictions of a document's trained network: from its weight file alone, for values typed into the builder
// and for other CSVs. Nothing is asked or shown here.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import type { PredictionForm } from "../../protocol/evaluation-host.ts";
import type { Prediction, TrainedNetworks } from "../../protocol/worker.ts";
import { dataAccess } from "../data/data-access.ts";
import { csvStem, folderOf, nameOf, stemOf, writeNewFile } from "../files.ts";
import type { DocumentSession } from "../document/session.ts";
import { reference } from "../data/sources.ts";
import { readWeights } from "../run/weight-file.ts";

/**
 * What the trained network is asked for; undefined where nothing was trained yet.
 * @throws ProblemError where the weights cannot be read
 */
export async function predictionForm(worker: TrainedNetworks, session: DocumentSession): Promise<PredictionForm | undefined> {
  const stored = await readWeights(session.document.uri);
  if (stored === undefined) return undefined;
  const threshold = session.experiment?.training.threshold ?? stored.experiment.training.threshold;
  await worker.loadWeights(session.document.uri.toString(), stored, threshold);
  session.predictsWith(stored.experiment);
  return { weights: stored.file, preprocessing: stored.preprocessing };
}

/** @throws ProblemError where there are no weights, or a value is not of its column's kind */
export async function predictValues(
  worker: TrainedNetworks,
  session: DocumentSession,
  values: Readonly<Record<string, string>>,
): Promise<Prediction> {
  const document = session.document.uri.toString();
  const prediction = await worker.predictValues(document, values);
  if (prediction) return prediction;
  // A worker that was started anew knows nothing of the weights.
  await predictionForm(worker, session);
  return (await worker.predictValues(document, values)) ?? nothingTrained(session);
}

/** A CSV with predictions that was written, and what to know about them. */
export interface PredictedFile {
  readonly file: vscode.Uri;
  readonly problems: readonly Problem[];
}

/**
 * Writes a CSV with its predictions beside it, never over another. The CSV must be one that the person, or
 * whoever asks for them, has named.
 * @throws ProblemError where nothing is trained, or the CSV cannot be read or does not fit
 */
export async function predictCsv(worker: TrainedNetworks, session: DocumentSession, csv: vscode.Uri): Promise<PredictedFile> {
  const document = session.document.uri;
  if ((await predictionForm(worker, session)) === undefined) return nothingTrained(session);
  await dataAccess.choose([csv], folderOf(document));
  const keepsFormulas = vscode.workspace.getConfiguration("perceptron", csv).get<boolean>("keepFormulas", false);
  const source = await reference({ name: nameOf(csv), uri: csv });
  const predicted = await worker.predictFile(document.toString(), source, keepsFormulas);
  if (predicted === undefined) return nothingTrained(session);
  const bytes = new TextEncoder().encode(predicted.text);
  return { file: await writeNewFile(folderOf(csv), `${csvStem(csv)}.predicted`, ".csv", bytes), problems: predicted.problems };
}

function nothingTrained(session: DocumentSession): never {
  const sentence = message("{0} is not trained yet. Train it, then predict.", stemOf(session.document.uri));
  throw new ProblemError({ severity: "error", code: "not-trained", message: sentence, path: [] });
}
