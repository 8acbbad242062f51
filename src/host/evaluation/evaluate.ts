// A document's trained network evaluated: its weight file goes to the worker, with the CSVs as they were
// named when it was trained.

import * as vscode from "vscode";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import type { EvaluationAnswers, EvaluationKind, EvaluationQuestions } from "../../training/evaluation/questions.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { predictionForm } from "./predict.ts";
import type { DocumentSession } from "../document/session.ts";
import { sourceReferences } from "../data/sources.ts";
import { weightFileOf } from "../run/weight-file.ts";

/** The weight file that the worker was given for a document, as it was then. */
const given = new WeakMap<DocumentSession, string>();

/**
 * What is found of the weights that the last run left; undefined where nothing was trained yet. A report
 * takes up the weight file as it is now, further questions are of the same weights.
 * @throws ProblemError where the weights or the CSV cannot be read
 */
export async function evaluate<K extends EvaluationKind>(
  worker: TrainedNetworks,
  session: DocumentSession,
  kind: K,
  question: EvaluationQuestions[K],
): Promise<EvaluationAnswers[K] | undefined> {
  const { uri } = session.document;
  const ask = async (): Promise<EvaluationAnswers[K] | undefined> => {
    const { trained } = session;
    if (trained === undefined) return undefined;
    return worker.evaluate(uri.toString(), await sourceReferences(uri, trained.data.file), kind, question, encodingHint(uri));
  };
  const version = kind === "report" ? await weightsVersion(session) : given.get(session);
  const answer = version !== undefined && version === given.get(session) ? await ask() : undefined;
  if (answer !== undefined) return answer;
  // Other weights than before, or a worker that was started anew and knows nothing of them.
  if ((await predictionForm(worker, session)) === undefined) return undefined;
  if (version !== undefined) given.set(session, version);
  return ask();
}

/** What tells the weight file from itself after another run; undefined where there is none. */
async function weightsVersion(session: DocumentSession): Promise<string | undefined> {
  const file = weightFileOf(session.document.uri);
  if (file === undefined) return undefined;
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(file);
    return `${mtime} ${size}`;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}
