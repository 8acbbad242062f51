// The command that predicts a CSV: asks for it, opens what was written, and says what to know about it.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import type { Waiting } from "../../session/network/trained-network.ts";
import { chooseCsvFile } from "../document/new-network.ts";
import type { DocumentSession } from "../document/session.ts";
import { folderOf, nameOf, stemOf } from "../files.ts";
import { networkOf } from "../network/network-ports.ts";
import { train } from "../run/train.ts";
import { say } from "../text.ts";
import { predictCsv } from "./predict.ts";

/** Milliseconds after which a notification says how far it is: one that came and went would be in the way. */
const LONG = 1500;
/** Milliseconds between two looks at that. */
const PACE = 500;
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
  const predicted = await whileShown(nameOf(csv), (waiting) => predictCsv(worker, session, csv, waiting));
  if (predicted === undefined) return undefined;
  const { file, problems } = predicted;
  await vscode.window.showTextDocument(file, { preview: false });
  const sentences = problems.map((problem) => say(problem.message));
  const others = sentences.length - MOST_SENTENCES;
  if (others > 0) sentences.splice(MOST_SENTENCES, others, say(message("({0} more.)", others)));
  if (sentences.length > 0) void vscode.window.showWarningMessage(sentences.join(" "));
  return file;
}

/** Shows that it goes on, and what takes long with a button that ends it; undefined if that was pressed. */
async function whileShown<T>(name: string, predict: (waiting: Waiting) => Promise<T>): Promise<T | undefined> {
  const title = say(message("Predicting {0}", name));
  const end = new AbortController();
  let share: (() => Promise<number | undefined>) | undefined;
  const predicting = predict({ signal: end.signal, begun: (progress) => (share = progress) });
  const notify = async (): Promise<void> => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    await vscode.window.withProgress(options, async (progress, cancelled) => {
      cancelled.onCancellationRequested(() => end.abort());
      let shown = 0;
      const look = async (): Promise<void> => {
        const percent = Math.max(shown, Math.floor(100 * ((await share?.()) ?? 0)));
        progress.report({ message: `${percent} %`, increment: percent - shown });
        shown = percent;
      };
      const timer = setInterval(() => void look().catch(() => clearInterval(timer)), PACE);
      await predicting.catch(() => undefined);
      clearInterval(timer);
    });
  };
  const unseen = setTimeout(() => void notify(), LONG);
  try {
    return await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => predicting);
  } catch (error) {
    if (end.signal.aborted && error instanceof ProblemError && error.problem.code === "cancelled") return undefined;
    throw error;
  } finally {
    clearTimeout(unseen);
  }
}

async function offerTraining(session: DocumentSession): Promise<void> {
  const now = say(message("Train"));
  const sentence = message("{0} is not trained yet. Train it, then predict.", stemOf(session.document.uri));
  if ((await vscode.window.showInformationMessage(say(sentence), now)) === now) await train(session);
}
