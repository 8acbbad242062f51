// Tables of one document, read and kept by the worker that the window shares.

import * as vscode from "vscode";
import type { Tables } from "../../protocol/worker.ts";
import { Emitter } from "../../session/emitter.ts";
import type { TableReader } from "../../session/data/document-data.ts";
import { dataAccess } from "./data-access.ts";
import { encodingHint } from "./encoding-hint.ts";
import { sourceReferences } from "./sources.ts";

export function workerTables(uri: vscode.Uri, worker: Tables): TableReader & vscode.Disposable {
  const document = uri.toString();
  const allowed = new Emitter<void>();
  const listeners = [dataAccess.onDidAllow(() => allowed.fire()), vscode.workspace.onDidGrantWorkspaceTrust(() => allowed.fire())];
  return {
    onDidAllow: allowed.event,
    askAgain: () => dataAccess.forgetAnswers(),
    describe: async (experiment, begun) => {
      const sources = await sourceReferences(uri, experiment.data.file);
      await begun();
      return worker.describe(experiment, sources, { document, encodingHint: encodingHint(uri) });
    },
    cancel: () => worker.cancelReading(document),
    rows: (question) => worker.rows(document, question),
    rowValues: (row) => worker.rowValues(document, row),
    dispose: () => {
      for (const listener of listeners) listener.dispose();
    },
  };
}
