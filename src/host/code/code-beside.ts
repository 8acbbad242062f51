// The document's PyTorch code in a read-only editor beside the builder, always as the document is now. The
// lines of the layer that is selected in the builder are highlighted here, and a cursor on a layer's lines
// selects it there.

import * as vscode from "vscode";
import { CodePage } from "./code-page.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";

const SCHEME = "perceptron-code";

export class CodeBeside {
  readonly #sessions: DocumentSessions;
  /** By the address of the code. */
  readonly #pages = new Map<string, CodePage>();
  readonly #selected = new WeakMap<DocumentSession, number>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #listening: vscode.Disposable;
  #highlight = highlightFor(vscode.window.activeColorTheme);

  constructor(sessions: DocumentSessions) {
    this.#sessions = sessions;
    const provider: vscode.TextDocumentContentProvider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: async (code) => (await this.#restore(code)).text,
    };
    this.#listening = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
      sessions.onDidOpen((session) => this.#pages.get(codeOf(session.document.uri).toString())?.follow(session)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#close(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#decorate(document.uri)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) this.#decorate(document.uri);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
        // Without a kind it is no person who moved the cursor.
        if (kind !== undefined && selections[0]) this.#choose(textEditor.document.uri, selections[0].active.line);
      }),
      vscode.window.onDidChangeActiveColorTheme((theme) => this.#recolour(theme)),
    );
  }

  /**
   * Opens the code in the column beside, or brings it to the front if it is open already. The focus stays
   * where it is.
   */
  async show(session: DocumentSession): Promise<void> {
    const code = codeOf(session.document.uri);
    await this.#page(session).update();
    const editor = await vscode.window.showTextDocument(code, {
      viewColumn: columnOf(code) ?? vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
    this.#decorate(code);
    this.#scroll(editor);
  }

  /** Follows the selection in the builder; undefined is none. */
  select(session: DocumentSession, layer: number | undefined): void {
    if (layer === undefined) this.#selected.delete(session);
    else this.#selected.set(session, layer);
    const code = codeOf(session.document.uri);
    this.#decorate(code);
    for (const editor of editorsOf(code)) if (editor !== vscode.window.activeTextEditor) this.#scroll(editor);
  }

  /** The lines that are highlighted in a document's code. */
  highlighted(session: DocumentSession): vscode.Range[] {
    const layer = this.#selected.get(session);
    const page = this.#pages.get(codeOf(session.document.uri).toString());
    const spans = layer === undefined ? [] : (page?.spansOf(layer) ?? []);
    return spans.map(({ from, to }) => new vscode.Range(from, 0, to - 1, 0));
  }

  dispose(): void {
    this.#listening.dispose();
    this.#highlight.dispose();
    for (const page of this.#pages.values()) page.dispose();
  }

  #page(session: DocumentSession): CodePage {
    const code = codeOf(session.document.uri);
    const known = this.#pages.get(code.toString());
    if (known) return known;
    const page = new CodePage(session, () => this.#changed.fire(code));
    this.#pages.set(code.toString(), page);
    return page;
  }

  /** The page of an address, also if a window opens with an editor it had before. */
  async #restore(code: vscode.Uri): Promise<CodePage> {
    const known = this.#pages.get(code.toString());
    if (known) return known;
    const page = this.#page(this.#sessions.of(await vscode.workspace.openTextDocument(vscode.Uri.parse(code.query, true))));
    await page.update();
    return page;
  }

  #close(uri: vscode.Uri): void {
    const page = this.#pages.get(uri.toString());
    this.#pages.delete(uri.toString());
    page?.dispose();
  }

  #choose(code: vscode.Uri, line: number): void {
    const page = this.#pages.get(code.toString());
    const layer = page?.layerAt(line);
    if (page === undefined || layer === undefined || layer === this.#selected.get(page.session)) return;
    this.select(page.session, layer);
    page.session.select(layer);
  }

  #decorate(code: vscode.Uri): void {
    const page = this.#pages.get(code.toString());
    if (page === undefined) return;
    const ranges = this.highlighted(page.session);
    for (const editor of editorsOf(code)) editor.setDecorations(this.#highlight, ranges);
  }

  #scroll(editor: vscode.TextEditor): void {
    const page = this.#pages.get(editor.document.uri.toString());
    const [first] = page ? this.highlighted(page.session) : [];
    if (first) editor.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  #recolour(theme: vscode.ColorTheme): void {
    this.#highlight.dispose();
    this.#highlight = highlightFor(theme);
    for (const { document } of vscode.window.visibleTextEditors) this.#decorate(document.uri);
  }
}

/** The address of a document's code, whose last part is the title of the editor. */
function codeOf(document: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `${document.path}.py`, query: document.toString() });
}

function editorsOf(code: vscode.Uri): vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === code.toString());
}

/** The column that has the code already. */
function columnOf(code: vscode.Uri): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === code.toString()),
  )?.viewColumn;
}

/** High contrast themes have no background for this, but a border. */
function highlightFor({ kind }: vscode.ColorTheme): vscode.TextEditorDecorationType {
  const isContrast = kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight;
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.selectionHighlightForeground"),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    ...(isContrast
      ? { border: "1px dotted", borderColor: new vscode.ThemeColor("contrastActiveBorder") }
      : { backgroundColor: new vscode.ThemeColor("editor.selectionHighlightBackground") }),
  });
}
