// Documents of runs, and the present one beside them, as texts to compare that nobody can change by mistake.
// They are JSON to VS Code, not documents of ours, so that a diff shows text and no session begins.

import * as vscode from "vscode";
import { stemOf } from "../files.ts";
import type { RunLibrary } from "./run-library.ts";

const SCHEME = "perceptron-run";

interface KeptDocument {
  readonly document: string;
  /** Absent for the document as it is. */
  readonly run?: string;
}

export class KeptDocuments implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registrations: vscode.Disposable;

  constructor(library: RunLibrary) {
    const provider: vscode.TextDocumentContentProvider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: async ({ query }) => {
        const { document, run } = JSON.parse(query) as KeptDocument;
        const uri = vscode.Uri.parse(document, true);
        return run === undefined ? (await vscode.workspace.openTextDocument(uri)).getText() : library.of(uri).document(run);
      },
    };
    this.#registrations = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const shown = this.current(document.uri).toString();
        const copy = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === SCHEME && uri.toString() === shown);
        if (copy) this.#changed.fire(copy.uri);
      }),
    );
  }

  kept(document: vscode.Uri, run: string): vscode.Uri {
    return this.#at(document, { document: document.toString(), run });
  }

  current(document: vscode.Uri): vscode.Uri {
    return this.#at(document, { document: document.toString() });
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#changed.dispose();
  }

  #at(document: vscode.Uri, content: KeptDocument): vscode.Uri {
    return vscode.Uri.from({ scheme: SCHEME, path: `/${stemOf(document)}.json`, query: JSON.stringify(content) });
  }
}
