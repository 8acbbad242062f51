// Predictions of a document's trained network for other CSVs, from its weight file alone.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import { dataPlaces } from "../data/data-places.ts";
import { csvStem, folderOf, nameOf, stemOf, writeNewFile } from "../files.ts";
import { chooseCsvFile } from "../document/new-network.ts";
import type { DocumentSession } from "../document/session.ts";
import { reference } from "../data/sources.ts";
import { say } from "../text.ts";
import { train } from "../run/train.ts";
import { networkOf } from "../network/network-ports.ts";

/** Sentences of a notification; the others are counted. */
const MOST_SENTENCES = 3;

/** Asks for a CSV, writes it with its predictions beside it, never over another, and opens that. */
export async function predictFile(worker: TrainedNetworks, session: DocumentSession): Promise<vscode.Uri | undefined> {
  const network = networkOf(worker, session);
  if ((await network.predictionForm()) === undefined) {
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
  if (predicted === undefined) return network.nothingTrained();
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
