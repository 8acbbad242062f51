// Whose weights an export takes: those beside the document, or those of a kept run.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import type { RunEntry } from "../../protocol/runs.ts";
import { endOf, figuresOf, runTitle } from "../runs/run-words.ts";
import { inert, say } from "../text.ts";

/** The run's id; empty for those beside the document, and undefined if nothing was chosen. */
export async function chooseWeights(runs: readonly RunEntry[], beside: string): Promise<string | undefined> {
  const own = { label: `$(archive) ${inert(beside)}`, detail: say(message("Beside the document, for formats that need weights.")), id: "" };
  const others = runs.map((entry) => ({
    label: `$(history) ${inert(runTitle(entry))}`,
    description: figuresOf(entry.record).join(" · "),
    detail: say(endOf(entry.record)),
    id: entry.id,
  }));
  const placeHolder = say(message("Export with the weights of"));
  return (await vscode.window.showQuickPick([own, ...others], { placeHolder, ignoreFocusOut: true }))?.id;
}
