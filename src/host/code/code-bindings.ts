// The documents that are bound to a Python file, each with its binding while it is open and the workspace is
// trusted. A conflict is shown as a diff of the file and of what the builder would make of it.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { isInside } from "../data/data-access.ts";
import { baseFolder, relativeName } from "../data/sources.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { nameOf } from "../files.ts";
import { say } from "../text.ts";
import type { CodeBinding, ConflictView } from "./code-binding.ts";

/** Of what the builder would make of a file. */
export const CONFLICT_SCHEME = "perceptron-two-ways";

export class CodeBindings implements ConflictView, vscode.Disposable {
  readonly #sessions: DocumentSessions;
  readonly #bindings = new Map<DocumentSession, CodeBinding>();
  readonly #followed = new Map<DocumentSession, { dispose(): void }>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #states = new vscode.EventEmitter<void>();
  /** A binding began, ended, or stands otherwise than before. */
  readonly onDidChange = this.#states.event;
  readonly #listening: vscode.Disposable;

  constructor(sessions: DocumentSessions) {
    this.#sessions = sessions;
    this.#listening = vscode.Disposable.from(
      this.#changed,
      this.#states,
      vscode.workspace.registerTextDocumentContentProvider(CONFLICT_SCHEME, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#meant(uri)?.ways.builderCode() ?? "",
      }),
      sessions.onDidOpen((session) => this.#follow(session)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#followAll()),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) void this.#renamed(oldUri, newUri);
      }),
    );
    this.#followAll();
  }

  /** The binding of a document; undefined if it has none. */
  of(session: DocumentSession): CodeBinding | undefined {
    return this.#bindings.get(session);
  }

  /**
   * The person says which side of a conflict counts.
   * @param uri the document, or what the diff shows of it
   */
  async take(uri: vscode.Uri | undefined, side: "document" | "code"): Promise<void> {
    const binding = uri && this.#meant(uri);
    if (binding === undefined || (await binding.ways.take(side))) return;
    const sentence = message("{0} cannot be changed while the document has an error. Correct it first.", nameOf(binding.uri));
    void vscode.window.showWarningMessage(say(sentence));
  }

  /**
   * Shows the file of a document beside its builder; the diff while the two are in conflict, and a choice of
   * another file if it is not there.
   */
  async open(session: DocumentSession): Promise<void> {
    const binding = this.of(session);
    if (binding === undefined) return;
    const { state, uri } = binding;
    if (state === "conflict") return void this.#ask(binding);
    if (state === "missing") return void vscode.commands.executeCommand("perceptron.bindCode", session.document.uri);
    const open = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    await vscode.window.showTextDocument(uri, { viewColumn: open?.viewColumn ?? vscode.ViewColumn.Beside, preview: false });
  }

  changed(): void {
    for (const session of this.#followed.keys()) {
      const binding = this.of(session);
      session.showBoundCode(binding && { file: nameOf(binding.uri), state: binding.state });
    }
    this.#states.fire();
  }

  show(binding: CodeBinding): void {
    this.#changed.fire(sideOf(binding));
    if (conflictTabs(binding).length > 0) return;
    void this.#ask(binding);
  }

  close(binding: CodeBinding): void {
    void vscode.window.tabGroups.close(conflictTabs(binding), true);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const followed of this.#followed.values()) followed.dispose();
    for (const binding of this.#bindings.values()) binding.dispose();
  }

  async #ask(binding: CodeBinding): Promise<void> {
    const name = nameOf(binding.uri);
    const title = say(message("{0} ↔ as the builder has it", name));
    const options: vscode.TextDocumentShowOptions = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true };
    await vscode.commands.executeCommand("vscode.diff", binding.uri, sideOf(binding), title, options);
    const { agreement } = binding.ways;
    if (agreement.kind !== "conflict") return this.close(binding);
    const builder = say(message("Use Builder"));
    const code = say(message("Use Code"));
    const choice = await vscode.window.showWarningMessage(say(agreement.problem.message), builder, code);
    if (choice !== undefined) await this.take(sideOf(binding), choice === builder ? "document" : "code");
  }

  #meant(uri: vscode.Uri): CodeBinding | undefined {
    const document = uri.scheme === CONFLICT_SCHEME ? vscode.Uri.parse(uri.query, true) : uri;
    const session = this.#sessions.get(document);
    return session && this.#bindings.get(session);
  }

  #followAll(): void {
    for (const session of this.#sessions.all) this.#follow(session);
  }

  #follow(session: DocumentSession): void {
    for (const [known] of this.#followed) if (known.document.isClosed) this.#forget(known);
    if (!vscode.workspace.isTrusted || this.#followed.has(session)) return;
    this.#followed.set(
      session,
      session.onDidChange(() => void this.#update(session)),
    );
    void this.#update(session);
  }

  #forget(session: DocumentSession): void {
    this.#followed.get(session)?.dispose();
    this.#followed.delete(session);
    this.#bindings.get(session)?.dispose();
    this.#bindings.delete(session);
  }

  /** Begins, changes or ends the binding, as the document says now. */
  async #update(session: DocumentSession): Promise<void> {
    // A document that breaks the schema for a moment stays bound.
    const { experiment } = session;
    if (experiment === undefined) return;
    const uri = codeUri(session, experiment.code);
    const known = this.#bindings.get(session);
    if (known?.uri.toString() === uri?.toString()) return;
    known?.dispose();
    if (this.#bindings.delete(session)) this.changed();
    if (uri === undefined || !(await isAllowed(session, uri))) return;
    // Most documents have no code.
    const { CodeBinding } = await import("./code-binding.ts");
    if (this.#bindings.has(session) || !this.#followed.has(session)) return;
    this.#bindings.set(session, new CodeBinding(session, uri, this));
    this.changed();
  }

  async #renamed(before: vscode.Uri, after: vscode.Uri): Promise<void> {
    for (const [session, binding] of this.#bindings) {
      const folder = baseFolder(session.document.uri);
      if (folder === undefined || binding.uri.toString() !== before.toString()) continue;
      await session.edit(session.state.version, { op: "set", path: ["code"], value: relativeName(folder, after) });
    }
  }
}

/**
 * Where the file is that a document names; undefined if it names none, or not a Python file by a relative
 * path.
 */
export function codeUri({ document }: DocumentSession, code: string | undefined): vscode.Uri | undefined {
  const folder = baseFolder(document.uri);
  if (code === undefined || folder === undefined || !/\.py$/i.test(code) || /^(?:[a-z]:|[\\/])/i.test(code)) return undefined;
  return vscode.Uri.joinPath(folder, code);
}

/** A stranger's document changes no file outside of the workspace. */
async function isAllowed({ document }: DocumentSession, uri: vscode.Uri): Promise<boolean> {
  const folder = baseFolder(document.uri);
  return folder !== undefined && isInside(uri, folder);
}

/** What the diff of a conflict shows on the right. */
function sideOf({ session: { document }, uri }: CodeBinding): vscode.Uri {
  return vscode.Uri.from({ scheme: CONFLICT_SCHEME, path: uri.path, query: document.uri.toString() });
}

function conflictTabs(binding: CodeBinding): vscode.Tab[] {
  const side = sideOf(binding).toString();
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === side);
}
