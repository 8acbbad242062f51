// What the last run says of the document it trained, as problems: why it diverged, and what was found to be
// sick about it. Warnings, so that the next run may start.

import { checkNetwork } from "../../model/diagnostics.ts";
import { parseDocument } from "../../model/document.ts";
import { applyEdit } from "../../model/edits.ts";
import { message } from "../../model/message.ts";
import { firstError, type Fix, type Problem, ProblemError } from "../../model/problem.ts";
import { applyTextEdits } from "../../model/text-edits.ts";
import { healthOf, type RunStatus } from "../../protocol/run.ts";

/** @param text the document as it stands, which is the one that the run trains */
export function runProblems(status: RunStatus, text: string): Problem[] {
  const found = healthOf(status).flatMap((finding): Problem[] => {
    const { code, epoch, layer, message: sentence } = finding;
    if (sentence === undefined) return [];
    // Of an earlier window's run there is the sentence, but neither the exact place nor a remedy.
    const { path, fixes } = "path" in finding ? finding : { path: layer === null ? ["training"] : ["layers", layer], fixes: [] };
    const fitting = fixes.filter((fix) => fits(fix, text));
    return [
      {
        severity: "warning",
        code,
        message: message("Epoch {0}: {1}", epoch, sentence),
        path,
        ...(fitting.length > 0 ? { fixes: fitting } : {}),
      },
    ];
  });
  // One cause is one sentence: that the rate is too high says more.
  const isSaid = found.some(({ code }) => code === "diverging");
  const note = status.state === "ended" && status.stopped === "diverged" ? status.note : undefined;
  if (isSaid || note === undefined) return found;
  return [{ severity: "warning", code: "diverged", message: note, path: ["training", "optimizer", "lr"] }, ...found];
}

/** Whether the edit leaves a document that can be trained. */
function fits({ edit }: Fix, text: string): boolean {
  try {
    const { experiment } = parseDocument(applyTextEdits(text, applyEdit(text, edit)));
    return experiment !== undefined && firstError(checkNetwork(experiment)) === undefined;
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}
