// The text of a document is JSON in a language of its own. VS Code's extension for JSON knows from the
// manifest (`jsonLanguageParticipants`) that this language is JSON, but starts by itself only with others. So
// the first text that is seen starts it; a builder alone needs none of it.

import * as vscode from "vscode";

/** The language of documents, as the manifest has it. */
const LANGUAGE = "perceptron";
const JSON_SERVICE = "vscode.json-language-features";

/** Starts completion, hovers, validation and formatting of documents with the first that is open as text. */
export function registerJsonService(): vscode.Disposable {
  const listening: vscode.Disposable[] = [];
  const look = (): void => {
    if (!vscode.window.visibleTextEditors.some(({ document }) => document.languageId === LANGUAGE)) return;
    for (const listener of listening.splice(0)) listener.dispose();
    // A person may have switched it off.
    void vscode.extensions.getExtension(JSON_SERVICE)?.activate();
  };
  // A text that is open already may be given the language later, which opens it anew.
  listening.push(vscode.window.onDidChangeVisibleTextEditors(look), vscode.workspace.onDidOpenTextDocument(look));
  look();
  return { dispose: () => listening.forEach((listener) => listener.dispose()) };
}
