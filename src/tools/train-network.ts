// Trains a document to the end of its run, and says what came of it.

import * as z from "zod";
import { message } from "../model/message.ts";
import { startOrRefuse } from "../session/run/start-run.ts";
import type { DocumentSession } from "../session/document-session.ts";
import { nameOf } from "./paths.ts";
import { QUOTES, sentence } from "./quoting.ts";
import { runText, short } from "./run-text.ts";
import { documentPath, lines, tool, type ToolContext, withDocument } from "./tool.ts";

export const trainNetwork = tool({
  name: "train_network",
  title: message("Train a network"),
  about: `Trains a .perceptron document and waits for the end, which may take minutes; being cancelled stops the run and keeps its weights. Writes NAME.safetensors and a folder in NAME.runs beside the document. Answers with losses, how good the network is beside always the same answer, and what was sick about the run. ${QUOTES}`,
  icon: "play",
  input: z.strictObject({ document: documentPath }),
  doing: ({ document }) => message("Training {0}", nameOf(document)),
  writes: ({ document }) =>
    message("{0} is trained. Its weights and its run are written beside it, in the place of older weights.", document),
  run: ({ document: path }, context) =>
    withDocument(context, path, async (document) => {
      const { session } = document;
      await document.show();
      const note = await startOrRefuse(session);
      document.follow();
      await overTold(session, context);
      return lines(note && sentence(note), runText(session));
    }),
});

/** Waits for the end of the run that goes on, and says how far it is. */
async function overTold({ run }: DocumentSession, { report, isCancelled, onCancelled }: ToolContext): Promise<void> {
  let told = -1;
  const listener = run.onDidChange((status) => {
    if (status.state !== "running") return;
    const percent = Math.floor((100 * status.epoch) / Math.max(1, status.epochs));
    if (percent === told) return;
    told = percent;
    const loss = run.curve.points.at(-1);
    const text = `Epoch ${status.epoch} of ${status.epochs}${loss ? `, loss ${short(loss.trainLoss)}` : ""}`;
    report({ done: status.epoch, total: status.epochs, text });
  });
  const stop = (): void => void run.stop();
  onCancelled(stop);
  if (isCancelled()) stop();
  await run.over;
  listener.dispose();
}
