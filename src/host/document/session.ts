// The session of a document that is open in VS Code: everything is the session's own (src/session), with what
// VS Code gives it.

import * as vscode from "vscode";
import type { Tables } from "../../protocol/worker.ts";
import { DocumentSession as Session, type SessionText } from "../../session/document-session.ts";
import { CsvWatch } from "../data/csv-watch.ts";
import type { CsvFile } from "../data/sources.ts";
import { workerTables } from "../data/worker-tables.ts";
import { engineChoice, onDidChangeEngine } from "../engine/engine-settings.ts";
import { nameOf } from "../files.ts";
import { runPorts } from "../run/run-ports.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { RunLibrary } from "../runs/run-library.ts";
import { sweepPorts } from "../sweep/sweep-ports.ts";
import { translations } from "../text.ts";
import type { WorkerFactory } from "../worker-client.ts";
import { ProblemList } from "./problem-list.ts";
import { changesOf } from "./workspace-edit.ts";

export type { SessionView } from "../../session/document-session.ts";

export class DocumentSession extends Session {
  readonly document: vscode.TextDocument;
  readonly #csvs: CsvWatch;
  readonly #disposables: readonly vscode.Disposable[];

  /** @param worker the one that reads tables; a run has its own */
  constructor(document: vscode.TextDocument, worker: Tables, startWorker: WorkerFactory, library: RunLibrary) {
    const { uri } = document;
    const [csvs, reader, list] = [new CsvWatch(uri), workerTables(uri, worker), new ProblemList()];
    super({
      clock: systemClock,
      text: textOf(document),
      data: { clock: systemClock, files: csvs, reader },
      run: runPorts(document, startWorker, library.keeperOf(uri)),
      sweep: sweepPorts(uri, startWorker),
      engine: () => engineChoice(uri),
      words: () => ({ language: vscode.env.language, translations: translations() }),
      showProblems: (problems) => list.show(document, problems, csvs.files),
      restore: (slot) => library.restoreInto(slot, uri),
    });
    this.document = document;
    this.#csvs = csvs;
    this.#disposables = [list, reader, onDidChangeEngine(() => this.engineChanged())];
  }

  /** The document's CSVs, in the order they are read. */
  get csvs(): readonly CsvFile[] {
    return this.#csvs.files;
  }

  override async end(): Promise<void> {
    await super.end();
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

function textOf(document: vscode.TextDocument): SessionText {
  return {
    fileName: nameOf(document.uri),
    get version() {
      return document.version;
    },
    text: () => document.getText(),
    edit: async (edit) => {
      const changes = changesOf(document, edit);
      return changes.size === 0 || vscode.workspace.applyEdit(changes);
    },
    rewrite: async (text) => {
      const changes = new vscode.WorkspaceEdit();
      changes.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length)), text);
      return vscode.workspace.applyEdit(changes);
    },
  };
}
