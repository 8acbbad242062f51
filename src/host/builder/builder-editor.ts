// The custom text editor for `*.perceptron`. A panel is a page and a channel; everything it shows belongs to
// the document's session.

import * as vscode from "vscode";
import type { BuilderHost } from "../../protocol/builder.ts";
import { BuilderPage, type PagePlace } from "../../session/builder-page.ts";
import { log } from "../log.ts";
import { portOf, showPage } from "../page.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";

const BUILDER = "perceptron.builder";

/** What a panel answers beside its snapshot. */
type FacetsOf = (session: DocumentSession, panel: vscode.WebviewPanel) => Omit<BuilderHost, "snapshot">;

/** Opens a document in the builder, or brings the builder of it to the front. */
export async function openBuilder(document: vscode.Uri, options?: vscode.TextDocumentShowOptions): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", document, BUILDER, options);
}

/** @param loadFacets asked with each builder, so that what only builders need is loaded with the first */
export function registerBuilder(extension: vscode.Uri, sessions: DocumentSessions, loadFacets: () => Promise<FacetsOf>): vscode.Disposable {
  const provider: vscode.CustomTextEditorProvider = {
    resolveCustomTextEditor: async (document, panel) => {
      const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extension, "media", `document-${theme}.svg`);
      panel.iconPath = { light: icon("light"), dark: icon("dark") };
      connect(panel, sessions.of(document), await loadFacets());
      await showPage(panel, extension, { script: "main", element: "perceptron-builder" });
    },
  };
  return vscode.window.registerCustomEditorProvider(BUILDER, provider, {
    supportsMultipleEditorsPerDocument: true,
    // Who comes back to a builder sees it at once, and not when it is loaded and drawn anew.
    webviewOptions: { retainContextWhenHidden: true },
  });
}

function connect(panel: vscode.WebviewPanel, session: DocumentSession, facets: FacetsOf): void {
  const place: PagePlace = {
    port: portOf(panel.webview),
    get isVisible() {
      return panel.visible;
    },
    get isActive() {
      return panel.active;
    },
    log: (error) => log.error(String(error)),
  };
  const page = new BuilderPage(session, place, facets(session, panel));
  panel.onDidChangeViewState(() => page.viewStateChanged());
  panel.onDidDispose(() => page.close());
}
