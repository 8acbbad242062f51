// The tree of runs and its commands, which are called on a row and, if several are selected, with all of
// them.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import type { RunEntry } from "../../protocol/runs.ts";
import { tellFailure } from "../tell-failure.ts";
import { inert, say } from "../text.ts";
import type { RunActions } from "./run-actions.ts";
import type { RunLibrary } from "./run-library.ts";
import { runTitle } from "./run-words.ts";
import { RUNS_VIEW, type RunsNode, RunsTree } from "./runs-tree.ts";

/** A run and whose it is. */
interface MeantRun {
  readonly document: vscode.Uri;
  readonly entry: RunEntry;
}

type Act = (run: MeantRun, all: readonly MeantRun[]) => Promise<void>;

/** Shows the tree and registers its commands. */
export function registerRuns(library: RunLibrary, actions: RunActions): vscode.Disposable {
  const tree = new RunsTree(library);
  const view = vscode.window.createTreeView(RUNS_VIEW, { treeDataProvider: tree, canSelectMany: true, showCollapseAll: true });
  const commands = Object.entries(commandsOf(actions, () => view.selection)).map(([name, act]) =>
    vscode.commands.registerCommand(name, (...args: unknown[]) => tellFailure(() => act(...args))),
  );
  return vscode.Disposable.from(view, tree, ...commands);
}

/** @param selected what is selected in the tree, for a key that is pressed there */
function commandsOf(actions: RunActions, selected: () => readonly RunsNode[]): Record<string, (...args: unknown[]) => Promise<void>> {
  const on = (act: Act) => async (clicked?: unknown, others?: unknown) => {
    const nodes = Array.isArray(others) && others.length > 0 ? (others as unknown[]) : clicked === undefined ? selected() : [clicked];
    const runs = nodes.filter(isRun);
    const first = isRun(clicked) ? clicked : runs[0];
    if (first) await act(first, runs);
  };
  const star =
    (isStarred: boolean): Act =>
    async (_, all) => {
      for (const { document, entry } of all) await actions.mark(document, entry.id, { star: isStarred });
    };
  return {
    "perceptron.runs.compare": on(({ document }, all) =>
      actions.compare(
        document,
        all.map((run) => ({ document: run.document, id: run.entry.id })),
      ),
    ),
    "perceptron.runs.restore": on(({ document, entry }) => actions.restore(document, entry.id)),
    "perceptron.runs.diff": on(({ document, entry }) => actions.showDifference(document, entry.id)),
    "perceptron.runs.useWeights": on(({ document, entry }) => actions.useWeights(document, entry.id)),
    "perceptron.runs.export": on(({ document, entry }) => actions.export(document, entry.id)),
    "perceptron.runs.verify": on(({ document, entry }) => actions.verify(document, entry.id)),
    "perceptron.runs.reveal": on(({ document, entry }) => actions.reveal(document, entry.id)),
    "perceptron.runs.star": on(star(true)),
    "perceptron.runs.unstar": on(star(false)),
    "perceptron.runs.rename": on(async ({ document, entry }) => {
      const prompt = say(message("Name of the run; empty for none"));
      const name = await vscode.window.showInputBox({ prompt, value: entry.record.name ?? "", placeHolder: inert(runTitle(entry)) });
      if (name !== undefined) await actions.mark(document, entry.id, { name });
    }),
    "perceptron.runs.note": on(async ({ document, entry }) => {
      const note = await vscode.window.showInputBox({
        prompt: say(message("Note on the run; empty for none")),
        value: entry.record.note ?? "",
      });
      if (note !== undefined) await actions.mark(document, entry.id, { note });
    }),
    "perceptron.runs.delete": on(async (_, all) => {
      const documents = new Map(all.map(({ document }) => [document.toString(), document]));
      for (const document of documents.values()) await actions.delete(document, idsOf(document, all));
    }),
  };
}

/** Runs of one document: those of another belong to another folder and another builder. */
function idsOf(document: vscode.Uri, runs: readonly MeantRun[]): string[] {
  return runs.filter((run) => run.document.toString() === document.toString()).map(({ entry }) => entry.id);
}

function isRun(node: unknown): node is MeantRun {
  const { document, entry } = (node ?? {}) as Partial<MeantRun>;
  return document instanceof vscode.Uri && entry !== undefined;
}
