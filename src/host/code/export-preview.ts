// What an export would write, in a read-only editor beside, while the person chooses a format.

import * as vscode from "vscode";
import type { Language } from "../../code/exporter.ts";
import type { ExportFormat } from "../../code/exporters.ts";
import { exportedCode } from "../../session/code/exported-code.ts";
import type { DocumentSession } from "../document/session.ts";

const SCHEME = "perceptron-export";

/** The language of comments: the display's. */
export function languageHere(): Language {
  return vscode.env.language.startsWith("ko") ? "ko" : "en";
}

export class ExportPreview {
  readonly #session: DocumentSession;
  readonly #texts = new Map<string, string>();
  readonly #provider: vscode.Disposable;
  #latest: ExportFormat | undefined;
  #isClosed = false;

  constructor(session: DocumentSession) {
    this.#session = session;
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? "",
    });
  }

  /** Shows the first file of a format if it is text, unless another was chosen meanwhile. */
  async show(format: ExportFormat): Promise<void> {
    this.#latest = format;
    const code = await exportedCode(this.#session, format, { language: languageHere() });
    if (code.kind !== "code" || typeof code.files[0].content !== "string" || this.#isStale(format)) return;
    const [{ name, content }] = code.files;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${format}/${name}`, query: this.#session.document.uri.toString() });
    this.#texts.set(uri.toString(), content);
    const document = await vscode.workspace.openTextDocument(uri);
    if (this.#isStale(format)) return;
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  /** Takes the preview away. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME));
    this.#provider.dispose();
  }

  #isStale(format: ExportFormat): boolean {
    return this.#isClosed || this.#latest !== format;
  }
}
