// Explains the newest run of a document: how it ended, how its loss went, what was sick, and what to try.

import * as z from "zod";
import { changesBetween } from "../model/differences.ts";
import { message } from "../model/message.ts";
import type { DocumentSession } from "../session/document-session.ts";
import type { EpochResult } from "../training/types.ts";
import { nameOf } from "./paths.ts";
import { listed, QUOTES } from "./quoting.ts";
import { curveText, runText } from "./run-text.ts";
import { documentPath, lines, tool, withDocument, wrong } from "./tool.ts";

const MOST_CHANGES = 10;
/** From which gap between the losses on a run is said to overfit: validation is half as high again. */
const GAP = 1.5;
/** A loss that fell by less than this share over the last fifth has settled. */
const SETTLED = 0.01;

export const explainRun = tool({
  name: "explain_run",
  title: message("Explain a run"),
  about: `Says how the newest run of a .perceptron document ended and why: its losses at a few epochs, whether it still fell or overfits, what was found to be sick about it and what helps. ${QUOTES}`,
  icon: "graph-line",
  input: z.strictObject({ document: documentPath }),
  doing: ({ document }) => message("Explaining the run of {0}", nameOf(document)),
  run: ({ document: path }, context) =>
    withDocument(context, path, async ({ session }) => {
      const text = runText(session);
      if (text === undefined) throw wrong("not-trained", message("{0} is not trained yet. Train it first.", nameOf(path)));
      const { points } = session.run.curve;
      return lines(text, points.length > 0 && curveText(points), ...trends(points), changesText(session));
    }),
});

/** What was changed in the document since the run, as far as a run can tell. */
function changesText({ experiment, run }: DocumentSession): string | undefined {
  if (experiment === undefined || run.trained === undefined) return undefined;
  const changes = changesBetween(run.trained, experiment);
  return changes.length === 0
    ? undefined
    : `The document changed since this run: ${listed(changes, MOST_CHANGES)}. Train again to see what that brings.`;
}

/** What the shape of the curve says. */
function trends(points: readonly EpochResult[]): string[] {
  const last = points.at(-1);
  const before = points.at(-1 - Math.ceil(points.length / 5));
  if (last === undefined || before === undefined) return [];
  const fall = 1 - lossOf(last) / lossOf(before);
  const which = last.validationLoss === undefined ? "training" : "validation";
  const moved =
    fall > SETTLED
      ? `The ${which} loss still fell by ${Math.round(100 * fall)} % over the last fifth: more epochs may help.`
      : fall < -SETTLED
        ? `The ${which} loss rose by ${Math.round(-100 * fall)} % over the last fifth: fewer epochs, early stopping or Dropout may help.`
        : `The ${which} loss has settled over the last fifth.`;
  const gap = last.validationLoss !== undefined && last.validationLoss > GAP * last.trainLoss;
  return [moved, ...(gap ? ["The validation loss is far above the training loss: the network learns rows by heart."] : [])];
}

function lossOf({ trainLoss, validationLoss }: EpochResult): number {
  return validationLoss ?? trainLoss;
}
