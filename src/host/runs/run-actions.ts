// What a person can do with kept runs, from the tree, the builder and the palette alike: give them names,
// bring back what they were, compare, delete.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { RunMarks } from "../../model/run-record.ts";
import { verificationSentence } from "../../model/verification-words.ts";
import { MOST_COMPARED, type RunsHost } from "../../protocol/runs.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import { sourceReferences } from "../data/sources.ts";
import { chosenPython } from "../engine/engine-settings.ts";
import { isPythonMissing, offerInstall } from "../engine/offer-install.ts";
import { nameOf, replaceFile, stemOf } from "../files.ts";
import { log } from "../log.ts";
import { networkOf } from "../network/network-ports.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { weightFileOf } from "../run/weight-file.ts";
import { say } from "../text.ts";
import { RunsShownWith, type RunName } from "./runs-shown-with.ts";
import { KeptDocuments } from "./kept-documents.ts";
import type { RunLibrary } from "./run-library.ts";
import { runFolder } from "./run-folder.ts";
import { runTitle } from "./run-words.ts";
import type * as facets from "../../session/facets.ts";
import { WEIGHTS } from "../../session/runs/run-storage.ts";

export class RunActions implements vscode.Disposable {
  readonly #library: RunLibrary;
  readonly #sessions: DocumentSessions;
  readonly #worker: TrainedNetworks;
  readonly #documents: KeptDocuments;
  readonly #shown: RunsShownWith;
  readonly #listener: vscode.Disposable;

  /** @param worker the one that predicts */
  constructor(library: RunLibrary, sessions: DocumentSessions, worker: TrainedNetworks) {
    this.#library = library;
    this.#sessions = sessions;
    this.#worker = worker;
    this.#documents = new KeptDocuments(library);
    this.#shown = new RunsShownWith(library);
    this.#listener = library.onDidChange((document) => {
      for (const uri of [document, ...this.#shown.hostsOf(document)]) sessions.get(uri)?.runsChanged();
    });
  }

  /** What a builder of this document can ask. */
  host({ document: { uri } }: DocumentSession): RunsHost {
    /** A question about a run, asked of the document that it belongs to. */
    const on =
      <A extends readonly unknown[], R>(act: (document: vscode.Uri, id: string, ...args: A) => Promise<R>) =>
      (name: string, ...args: A): Promise<R> => {
        const { document, id } = this.#shown.whose(uri, name);
        return act(document, id, ...args);
      };
    const whose = (name: string): facets.KeptRunName => {
      const { document, id } = this.#shown.whose(uri, name);
      return { store: this.#library.of(document), id };
    };
    // Only builders ask, and they have loaded it.
    const { runsFacet } = require("../../session/facets.ts") as typeof facets;
    return {
      ...runsFacet(this.#library.of(uri), whose, { others: () => this.#shown.of(uri), log: (error) => log.warn(String(error)) }),
      deleteRuns: async (names) => {
        for (const name of names) {
          const { document, id } = this.#shown.whose(uri, name);
          await this.delete(document, [id]);
        }
      },
      restoreRun: on((document, id) => this.restore(document, id)),
      useRunWeights: on((document, id) => this.useWeights(document, id)),
      revealRun: on((document, id) => this.reveal(document, id)),
      verifyRun: on((document, id) => this.verify(document, id)),
      diffRun: on((document, id) => this.showDifference(document, id)),
    };
  }

  mark(document: vscode.Uri, id: string, marks: RunMarks): Promise<void> {
    return this.#library.of(document).mark(id, marks);
  }

  /**
   * Makes the document what was trained, as one step of undo; a document that is not there any more is
   * written anew.
   */
  async restore(document: vscode.Uri, id: string): Promise<void> {
    const text = await readOf("document.json", this.#library.of(document).document(id));
    if (document.scheme !== "untitled" && !(await isThere(document))) {
      await replaceFile(document, new TextEncoder().encode(text));
      await openBuilder(document);
      return;
    }
    const session = this.#sessions.of(await vscode.workspace.openTextDocument(document));
    if (!session.hasViews) await openBuilder(document);
    if (session.document.getText() === text) {
      const sentence = message("{0} already is the document of this run.", nameOf(document));
      void vscode.window.showInformationMessage(say(sentence));
    } else await session.rewrite(text);
  }

  /** What was trained on the left, the document as it is on the right. */
  async showDifference(document: vscode.Uri, id: string): Promise<void> {
    const entry = this.#library.of(document).find(id);
    if (entry === undefined) return;
    const now = this.#documents.current(document);
    const title = say(message("{0}: {1} ↔ now", stemOf(document), runTitle(entry)));
    await vscode.commands.executeCommand("vscode.diff", this.#documents.kept(document, id), now, title);
  }

  /** Exports the document as it is, with a run's weights. */
  async export(document: vscode.Uri, id: string): Promise<void> {
    const session = this.#sessions.of(await vscode.workspace.openTextDocument(document));
    const { exportCode } = await import("../code/export-code.ts");
    await exportCode(session, { worker: this.#worker, library: this.#library }, { run: id });
  }

  /** Puts a run's weights beside the document, where predictions take them from. */
  async useWeights(document: vscode.Uri, id: string): Promise<void> {
    const store = this.#library.of(document);
    const bytes = await readOf(WEIGHTS, store.weights(id));
    const { readWeightFile } = await import("../../code/formats/weights.ts");
    readWeightFile(bytes, WEIGHTS);
    const file = document.scheme === "untitled" ? undefined : weightFileOf(document);
    if (file === undefined) throw notSaved(document);
    if (await isThere(file)) {
      const replace = say(message("Replace"));
      const sentence = message("Replace {0} with the weights of this run?", nameOf(file));
      const detail = say(message("The builder predicts with this file. Other runs keep their own weights."));
      if ((await vscode.window.showWarningMessage(say(sentence), { modal: true, detail }, replace)) !== replace) return;
    }
    await replaceFile(file, bytes);
    const session = this.#sessions.get(document);
    if (session) await networkOf(this.#worker, session).predictionForm();
    const predict = say(message("Predict a CSV…"));
    const sentence = say(message("{0} holds the weights of this run now.", nameOf(file)));
    void vscode.window.showInformationMessage(sentence, predict).then(async (choice) => {
      if (choice === predict) await vscode.commands.executeCommand("perceptron.predict", document);
    });
  }

  /**
   * Runs the exported script of a run's document in the person's PyTorch, keeps with the run what differs,
   * and says it.
   */
  async verify(document: vscode.Uri, id: string): Promise<void> {
    const store = this.#library.of(document);
    const { parseDocument } = await import("../../model/document.ts");
    const { experiment, problems } = parseDocument(await readOf("document.json", store.document(id)));
    if (experiment === undefined) throw new ProblemError(problems[0]!);
    const title = say(message("Training {0} in PyTorch too…", stemOf(document)));
    const verified = await vscode.window
      .withProgress({ location: vscode.ProgressLocation.Notification, title }, async () => {
        const python = await chosenPython(document);
        return this.#worker.verify(experiment, await sourceReferences(document, experiment.data.file), nameOf(document), python);
      })
      .then(undefined, async (error: unknown) => {
        if (!isPythonMissing(error)) throw error;
        await offerInstall(error);
      });
    if (verified === undefined) return;
    await store.verified(id, verified);
    const sentence = verificationSentence(verified);
    if (verified.same) void vscode.window.showInformationMessage(say(sentence));
    else void vscode.window.showWarningMessage(say(sentence));
  }

  /** The same of the newest run. */
  async verifyNewest(document: vscode.Uri): Promise<void> {
    const store = this.#library.of(document);
    await store.refresh();
    const [newest] = store.entries;
    if (newest === undefined) {
      const sentence = message("No run of {0} is kept yet. Train it first.", nameOf(document));
      throw new ProblemError({ severity: "error", code: "no-run", message: sentence, path: [] });
    }
    await this.verify(document, newest.id);
  }

  async reveal(document: vscode.Uri, id: string): Promise<void> {
    const folder = runFolder(document);
    if (folder === undefined) throw notSaved(document);
    const file = vscode.Uri.joinPath(folder, id, WEIGHTS);
    const isInside = vscode.workspace.getWorkspaceFolder(file) !== undefined;
    await vscode.commands.executeCommand(isInside ? "revealInExplorer" : "revealFileInOS", file);
  }

  /** Deletes runs once the person has said yes: into the trash, or if there is none, for good. */
  async delete(document: vscode.Uri, ids: readonly string[]): Promise<void> {
    const store = this.#library.of(document);
    const runs = ids.flatMap((id) => store.find(id) ?? []);
    if (runs.length === 0) return;
    const folder = runFolder(document);
    const sentence =
      runs.length === 1
        ? message("Delete the run {0}?", runTitle(runs[0]!))
        : message("Delete {0} runs of {1}?", runs.length, stemOf(document));
    if (folder === undefined) {
      if (await confirm(say(sentence), message("Its document, curve and weights are deleted too."), say(message("Delete"))))
        await store.remove(ids);
      return;
    }
    const toTrash = say(message("Move to Trash"));
    if (!(await confirm(say(sentence), message("Its document, curve and weights are deleted too."), toTrash))) return;
    try {
      for (const { id } of runs) {
        await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, id), { recursive: true, useTrash: true });
        store.forget([id]);
      }
    } catch (error) {
      log.warn(String(error));
      const detail = message("This cannot be undone.");
      const question = say(message("The trash is not available here. Delete permanently?"));
      if (await confirm(question, detail, say(message("Delete")))) await store.remove(ids);
    }
  }

  /**
   * Shows runs, of other documents as well, beside each other in a document's builder; the focus stays in the
   * list that they were chosen from.
   */
  async compare(document: vscode.Uri, runs: readonly RunName[]): Promise<void> {
    const session = this.#sessions.of(await vscode.workspace.openTextDocument(document));
    const names = this.#shown.show(document, runs.slice(0, MOST_COMPARED));
    session.runsChanged();
    session.showRuns(names);
    await openBuilder(document, { preserveFocus: true });
  }

  dispose(): void {
    this.#documents.dispose();
    this.#listener.dispose();
  }
}

/** What a file of a run holds. @throws ProblemError if it cannot be read */
async function readOf<T>(file: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    log.warn(String(error));
    const sentence = message("{0} of this run can no longer be read. Put it back, or delete the run.", file);
    throw new ProblemError({ severity: "error", code: "run-unreadable", message: sentence, path: [] });
  }
}

async function confirm(sentence: string, detail: ReturnType<typeof message>, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(sentence, { modal: true, detail: say(detail) }, yes)) === yes;
}

async function isThere(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}

function notSaved(document: vscode.Uri): ProblemError {
  const sentence = message("{0} was never saved, so its runs have no files. Save the document, and train it.", nameOf(document));
  return new ProblemError({ severity: "error", code: "no-place", message: sentence, path: [] });
}
