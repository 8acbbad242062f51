// A document's trained network judged: its weight file goes to the worker, with the CSVs as they were named when it was trained.

import type { TrainingWorker } from "../protocol/worker.ts";
import type { JudgeAnswers, JudgeKind, JudgeQuestions } from "../training/evaluation/questions.ts";
import { encodingHint } from "./encoding-hint.ts";
import { predictionForm } from "./predict.ts";
import type { DocumentSession } from "./session.ts";
import { sourceReferences } from "./sources.ts";

/**
 * What is found of the weights that the last run left; undefined where nothing was trained yet. A report takes up the weight file as it is now,
 * further questions are of the same weights.
 * @throws ProblemError where the weights or the CSV cannot be read
 */
export async function judge<K extends JudgeKind>(
  worker: TrainingWorker,
  session: DocumentSession,
  kind: K,
  question: JudgeQuestions[K],
): Promise<JudgeAnswers[K] | undefined> {
  const { uri } = session.document;
  const ask = async (): Promise<JudgeAnswers[K] | undefined> => {
    const { trained } = session;
    if (trained === undefined) return undefined;
    return worker.judge(uri.toString(), await sourceReferences(uri, trained.data.file), kind, question, encodingHint(uri));
  };
  const answer = kind === "report" ? undefined : await ask();
  if (answer !== undefined) return answer;
  // Of a report, and of a worker that was started anew and knows nothing of the weights.
  return (await predictionForm(worker, session)) === undefined ? undefined : ask();
}
