// What an export would write, in a read-only editor beside, while the person chooses a format.

import * as vscode from "vscode";
import type { ExportedFile, Language } from "../../code/exporter.ts";
import { message } from "../../model/message.ts";
import type { DocumentExport, ExportTarget } from "../../session/code/document-export.ts";
import { say } from "../text.ts";

const SCHEME = "perceptron-export";

/** The language of comments: the display's. */
export function languageHere(): Language {
  return vscode.env.language.startsWith("ko") ? "ko" : "en";
}

export class ExportPreview {
  readonly #document: vscode.Uri;
  readonly #exported: DocumentExport;
  readonly #texts = new Map<string, string>();
  readonly #provider: vscode.Disposable;
  #latest: ExportTarget | undefined;
  #isClosed = false;

  constructor(document: vscode.Uri, exported: DocumentExport) {
    this.#document = document;
    this.#exported = exported;
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? "",
    });
  }

  /** Shows the first file of a format that is text, unless another format was chosen meanwhile. */
  async show(target: ExportTarget): Promise<void> {
    this.#latest = target;
    const code = await this.#exported.files(target);
    if (code.kind !== "code" || this.#isStale(target)) return;
    const { name, text } = previewOf(code.files);
    const { format, option = "" } = target;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${format}${option}/${name}`, query: this.#document.toString() });
    this.#texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    if (this.#isStale(target)) return;
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
    // Somebody may have chosen while it was being shown.
    if (this.#isClosed) await closeTabs();
  }

  /** Takes the preview away. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await closeTabs();
    this.#provider.dispose();
  }

  #isStale(target: ExportTarget): boolean {
    return this.#isClosed || this.#latest !== target;
  }
}

async function closeTabs(): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME));
}

/** A notebook is shown as its cells, one below the other; of files that are no text only the names are. */
function previewOf(files: readonly ExportedFile[]): { readonly name: string; readonly text: string } {
  const first = files.find((file): file is ExportedFile & { content: string } => typeof file.content === "string");
  if (first === undefined) {
    const names = files.map(({ name }) => name).join(", ");
    return { name: `${files[0]?.name ?? ""}.txt`, text: `${say(message("{0} is no text, so there is no preview.", names))}\n` };
  }
  if (!first.name.endsWith(".ipynb")) return { name: first.name, text: first.content };
  const { cells } = JSON.parse(first.content) as { cells: readonly { cell_type: string; source: string | readonly string[] }[] };
  const text = cells.map(({ cell_type: type, source }) => {
    const lines = typeof source === "string" ? source : source.join("");
    return type === "code" ? `# %%\n${lines}` : `# %% [markdown]\n${lines.replace(/^/gm, "# ")}`;
  });
  return { name: `${first.name}.py`, text: `${text.join("\n\n")}\n` };
}
