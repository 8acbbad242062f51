// The command that predicts a CSV: asks for it, opens what was written, and says what to know about it.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import { chooseCsvFile } from "../document/new-network.ts";
import type { DocumentSession } from "../document/session.ts";
import { folderOf, nameOf, stemOf } from "../files.ts";
import { networkOf } from "../network/network-ports.ts";
import { train } from "../run/train.ts";
import { say } from "../text.ts";
import { predictCsv } from "./predict.ts";

/** Sentences of a notification; the others are counted. */
const MOST_SENTENCES = 3;

/** Asks for a CSV, writes it with its predictions beside it, never over another, and opens that. */
export async function predictFile(worker: TrainedNetworks, session: DocumentSession): Promise<vscode.Uri | undefined> {
  // Whoever has nothing to predict with is not asked for a CSV first.
  if ((await networkOf(worker, session).predictionForm()) === undefined) {
    await offerTraining(session);
    return undefined;
  }
  const csv = await chooseCsvFile(folderOf(session.document.uri));
  if (csv === undefined) return undefined;
  const title = say(message("Predicting {0}", nameOf(csv)));
  const options = { location: vscode.ProgressLocation.Window, title };
  const { file, problems } = await vscode.window.withProgress(options, () => predictCsv(worker, session, csv));
  await vscode.window.showTextDocument(file, { preview: false });
  const sentences = problems.map((problem) => say(problem.message));
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
