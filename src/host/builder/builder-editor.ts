// The custom text editor for `*.perceptron`. A panel is a page and a channel; everything it shows belongs to
// the document's session.

import * as vscode from "vscode";
import type { BuilderHost, BuilderView, DataState } from "../../protocol/builder.ts";
import { openChannel, type Port } from "../../protocol/channel.ts";
import { log } from "../log.ts";
import { builderPage, resourceRoots } from "./page.ts";
import type { DocumentSession, SessionView } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";

const BUILDER = "perceptron.builder";

/** What a panel answers beside its snapshot. */
type FacetsOf = (session: DocumentSession, panel: vscode.WebviewPanel) => Omit<BuilderHost, "snapshot">;

/** Opens a document in the builder, or brings the builder of it to the front. */
export async function openBuilder(document: vscode.Uri, options?: vscode.TextDocumentShowOptions): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", document, BUILDER, options);
}

export function registerBuilder(extension: vscode.Uri, sessions: DocumentSessions, facets: FacetsOf): vscode.Disposable {
  const provider: vscode.CustomTextEditorProvider = {
    resolveCustomTextEditor: (document, panel) => {
      panel.webview.options = { enableScripts: true, localResourceRoots: resourceRoots(extension) };
      connect(panel, sessions.of(document), facets);
      panel.webview.html = builderPage(panel.webview, extension);
    },
  };
  return vscode.window.registerCustomEditorProvider(BUILDER, provider, { supportsMultipleEditorsPerDocument: true });
}

function connect(panel: vscode.WebviewPanel, session: DocumentSession, facets: FacetsOf): void {
  /** A hidden page is gone; a page that has asked for its snapshot is there. */
  let isReady = false;
  /** The data that the page has. */
  let sentData: DataState | undefined;
  const host: BuilderHost = {
    snapshot: async () => {
      await session.restored;
      isReady = true;
      setTimeout(() => {
        reveal(session.takeReveal());
        showRuns();
      });
      sentData = session.data.state;
      return session.snapshot;
    },
    ...facets(session, panel),
  };
  const channel = openChannel<BuilderView, BuilderHost>(portOf(panel.webview), host);
  const tell = (call: (view: BuilderView) => Promise<void>): void => {
    if (!isReady) return;
    call(channel.remote).catch((error: unknown) => {
      // A page that is gone answers nothing any more; that is no failure.
      if (isReady) log.error(String(error));
    });
  };
  const reveal = (layer: number | undefined): void => {
    if (layer !== undefined) tell((view) => view.reveal(layer));
  };
  const showRuns = (): void => {
    const ids = isReady ? session.takeRuns() : undefined;
    if (ids) tell((view) => view.showRuns(ids));
  };
  const view: SessionView = {
    get isVisible() {
      return panel.visible;
    },
    show: ({ data, ...state }) => {
      if (!isReady) return;
      const isSent = data === sentData;
      sentData = data;
      tell((page) => page.show(isSent ? state : { ...state, data }));
    },
    append: (curve) => tell((page) => page.append(curve)),
    select: (layer) => tell((page) => page.select(layer)),
    runsChanged: () => tell((page) => page.runsChanged()),
    showRuns,
    reveal: () => {
      if (isReady && panel.active) reveal(session.takeReveal());
    },
  };
  panel.onDidChangeViewState(() => {
    isReady &&= panel.visible;
    session.visibilityChanged();
    view.reveal(0);
  });
  panel.onDidDispose(() => {
    isReady = false;
    channel.close();
    session.detach(view);
  });
  session.attach(view);
}

function portOf(webview: vscode.Webview): Port {
  return {
    post: (value) => void webview.postMessage(value),
    listen: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => subscription.dispose();
    },
  };
}
