// The quick pick of Export…: every format of the registry, those that cannot be written yet with the reason,
// and beside it what the one that is looked at would write.

import * as vscode from "vscode";
import type { Exporter } from "../../code/exporter.ts";
import { exporters } from "../../code/exporters.ts";
import { message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { DocumentExport, ExportChoice, ExportTarget } from "../../session/code/document-export.ts";
import type { DocumentSession } from "../document/session.ts";
import { showUnready } from "../document/show-unready.ts";
import { inert, say } from "../text.ts";
import { ExportPreview } from "./export-preview.ts";

type Item = vscode.QuickPickItem & { readonly choice?: ExportChoice | "weights" };

/**
 * Gives the format that the person chooses, or `weights` if other weights are wanted first; nothing if none.
 * @param weights what the weights are called that are taken
 */
export async function chooseFormat(
  session: DocumentSession,
  exported: DocumentExport,
  weights: string,
): Promise<ExportTarget | "weights" | undefined> {
  const all = await exported.choices();
  if (all.kind === "unready") {
    await showUnready(session, all.errors);
    return undefined;
  }
  const preview = new ExportPreview(session.document.uri, exported);
  const items = itemsOf(all.choices, weights);
  const onDidSelectItem = (item: Item | string): void => {
    if (typeof item === "string" || item.choice === undefined || item.choice === "weights") return;
    if (item.choice.problem === undefined) void preview.show(item.choice);
  };
  const placeHolder = say(message("Export the network as"));
  try {
    const picked = await vscode.window.showQuickPick<Item>(items, {
      placeHolder,
      ignoreFocusOut: true,
      matchOnDetail: true,
      onDidSelectItem,
    });
    const choice = picked?.choice;
    if (choice === undefined || choice === "weights") return choice;
    if (choice.problem === undefined) return choice;
    await refuse(session, choice.problem);
    return undefined;
  } finally {
    await preview.close();
  }
}

function itemsOf(choices: readonly ExportChoice[], weights: string): Item[] {
  const notYet = choices.filter(({ problem }) => problem !== undefined);
  return [
    ...choices.filter(({ problem }) => problem === undefined).map(itemOf),
    ...(notYet.length > 0 ? [separator(say(message("not yet"))), ...notYet.map(itemOf)] : []),
    separator(say(message("weights"))),
    { label: `$(archive) ${inert(weights)}`, detail: say(message("Choose the weights of another run…")), choice: "weights" },
  ];
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function itemOf(choice: ExportChoice): Item {
  const { options, ...exporter }: Exporter = exporters[choice.format];
  const option = choice.option === undefined ? undefined : options?.[choice.option];
  const label = inert(option === undefined ? exporter.label : `${exporter.label}: ${say(option.label)}`);
  const description = inert(option?.extension ?? exporter.extension);
  const { problem } = choice;
  return problem === undefined
    ? { label, description, detail: say((option ?? exporter).detail), choice }
    : { label: `$(circle-slash) ${label}`, description, detail: say(problem.message), choice };
}

/** Says why a format cannot be written, and offers what helps. */
async function refuse(session: DocumentSession, problem: Problem): Promise<void> {
  if (problem.code !== "not-trained" && problem.code !== "other-weights") return showUnready(session, [problem]);
  const train = say(message("Train"));
  void vscode.window.showWarningMessage(say(problem.message), train).then(async (choice) => {
    if (choice === train) await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  });
}
