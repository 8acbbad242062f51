// Predictions of a document's trained network: from its weight file alone, for values typed into the builder
// and for other CSVs.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { PredictionForm } from "../../protocol/evaluation-host.ts";
import type { Prediction, TrainedNetworks } from "../../protocol/worker.ts";
import { dataPlaces } from "../data/data-places.ts";
import { csvStem, folderOf, nameOf, stemOf, writeNewFile } from "../files.ts";
import { chooseCsvFile } from "../document/new-network.ts";
import type { DocumentSession } from "../document/session.ts";
import { reference } from "../data/sources.ts";
import { say } from "../text.ts";
import { train } from "../run/train.ts";
import { readWeights } from "../run/weight-file.ts";

/** Sentences of a notification; the others are counted. */
const MOST_SENTENCES = 3;

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

/** Asks for a CSV, writes it with its predictions beside it, never over another, and opens that. */
export async function predictFile(worker: TrainedNetworks, session: DocumentSession): Promise<vscode.Uri | undefined> {
  if ((await predictionForm(worker, session)) === undefined) {
    await offerTraining(session);
    return undefined;
  }
  const csv = await chooseCsvFile(folderOf(session.document.uri));
  if (csv === undefined) return undefined;
  await dataPlaces.choose([csv], folderOf(session.document.uri));
  const keepsFormulas = vscode.workspace.getConfiguration("perceptron", csv).get<boolean>("keepFormulas", false);
  const title = say(message("Predicting {0}", nameOf(csv)));
  const predicted = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () =>
    worker.predictFile(session.document.uri.toString(), await reference({ name: nameOf(csv), uri: csv }), keepsFormulas),
  );
  if (predicted === undefined) return nothingTrained(session);
  const bytes = new TextEncoder().encode(predicted.text);
  const file = await writeNewFile(folderOf(csv), `${csvStem(csv)}.predicted`, ".csv", bytes);
  await vscode.window.showTextDocument(file, { preview: false });
  const sentences = predicted.problems.map((problem) => say(problem.message));
  const others = sentences.length - MOST_SENTENCES;
  if (others > 0) sentences.splice(MOST_SENTENCES, others, say(message("({0} more.)", others)));
  if (sentences.length > 0) void vscode.window.showWarningMessage(sentences.join(" "));
  return file;
}

async function offerTraining(session: DocumentSession): Promise<void> {
  const now = say(message("Train"));
  const sentence = message("{0} is not trained yet. Train it, then predict.", stemOf(session.document.uri));
  if ((await vscode.window.showInformationMessage(say(sentence), now)) === now) await train(session);
}

function nothingTrained(session: DocumentSession): never {
  const sentence = message("{0} is not trained yet. Train it, then predict.", stemOf(session.document.uri));
  throw new ProblemError({ severity: "error", code: "not-trained", message: sentence, path: [] });
}
