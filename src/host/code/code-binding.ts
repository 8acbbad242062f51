// One document and the Python file it is bound to, as VS Code has them: the two texts as they stand in their
// editors, saved or not, and what VS Code shows if they cannot be brought together.

import * as vscode from "vscode";
import { type BindingState, boundCodeSentence } from "../../model/bound-code.ts";
import type { Problem } from "../../model/problem.ts";
import type { TextEdit } from "../../model/text-edits.ts";
import { type Agreement, TwoWays } from "../../session/code/two-ways.ts";
import { rangeInDocument, SOURCE } from "../document/problem-list.ts";
import type { DocumentSession } from "../document/session.ts";
import { nameOf } from "../files.ts";
import { say } from "../text.ts";
import { scriptNow } from "./script-now.ts";

/** Milliseconds of quiet before a change is taken over. */
const QUIET = 100;

/** What shows a conflict, and takes it away. */
export interface ConflictView {
  /** The state of some binding changed. */
  changed(): void;
  show(binding: CodeBinding): void;
  close(binding: CodeBinding): void;
}

export class CodeBinding implements vscode.Disposable {
  readonly session: DocumentSession;
  readonly uri: vscode.Uri;
  readonly ways: TwoWays;
  readonly #view: ConflictView;
  readonly #problems = vscode.languages.createDiagnosticCollection("perceptron-code");
  readonly #listening: vscode.Disposable;
  #code: vscode.TextDocument | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isInConflict = false;
  #isMissing = false;
  /** Resolves when both were looked at for the first time. */
  readonly begun: Promise<void>;

  constructor(session: DocumentSession, uri: vscode.Uri, view: ConflictView) {
    this.session = session;
    this.uri = uri;
    this.#view = view;
    this.ways = new TwoWays({
      document: { text: () => session.text, edit: (edits) => apply(session.document, edits) },
      code: { text: () => this.#code?.getText() ?? "", edit: (edits) => this.#edit(edits) },
      inputs: () => (session.data.state.state === "ready" ? session.data.facts?.inputs.length : undefined),
      script: () => {
        const script = scriptNow(session);
        return "layers" in script ? script.text : undefined;
      },
      show: (agreement) => this.#show(agreement),
    });
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(uri, ".."), nameOf(uri)));
    const later = (): void => this.later();
    this.#listening = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(later),
      watcher.onDidCreate(later),
      watcher.onDidDelete(later),
      session.data.onDidChange(later),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const isOurs = document === session.document || document.uri.toString() === uri.toString();
        if (isOurs && contentChanges.length > 0) later();
      }),
    );
    this.begun = this.#look();
  }

  get state(): BindingState {
    return this.#isMissing ? "missing" : this.ways.agreement.kind;
  }

  /** Looks at both texts as soon as nobody types. */
  later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), QUIET);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.ways.dispose();
    this.#view.close(this);
    this.#listening.dispose();
    this.#problems.dispose();
  }

  async #look(): Promise<void> {
    await this.session.data.settled();
    const isThere = await this.#open();
    this.#isMissing = !isThere;
    if (isThere) await this.ways.changed();
    this.#view.changed();
  }

  /** Takes the file as it stands in its editor, or on disk if it has none. False if there is no such file. */
  async #open(): Promise<boolean> {
    try {
      this.#code = await vscode.workspace.openTextDocument(this.uri);
      return true;
    } catch {
      const sentence = boundCodeSentence({ file: nameOf(this.uri), state: "missing" });
      const problem: Problem = { severity: "warning", code: "no-code", message: sentence, path: ["code"] };
      const { document } = this.session;
      this.#problems.set(document.uri, [diagnostic(rangeInDocument(document, problem), problem)]);
      return false;
    }
  }

  async #edit(edits: readonly TextEdit[]): Promise<boolean> {
    const text = this.#code?.getText();
    const code = await vscode.workspace.openTextDocument(this.uri);
    this.#code = code;
    // Somebody typed meanwhile, so the edits are those of another text.
    return code.getText() === text && apply(code, edits);
  }

  #show(agreement: Agreement): void {
    this.#problems.clear();
    if (agreement.kind !== "agreed") {
      const problems = agreement.kind === "unread" ? agreement.problems : [agreement.problem];
      this.#problems.set(
        this.uri,
        problems.map((problem) => diagnostic(lineOf(problem), problem)),
      );
    }
    const isInConflict = agreement.kind === "conflict";
    if (isInConflict) this.#view.show(this);
    else if (this.#isInConflict) this.#view.close(this);
    this.#isInConflict = isInConflict;
    this.#view.changed();
  }
}

function lineOf({ line = 1 }: Problem): vscode.Range {
  return new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
}

function diagnostic(range: vscode.Range, problem: Problem): vscode.Diagnostic {
  const severity = problem.severity === "information" ? vscode.DiagnosticSeverity.Information : vscode.DiagnosticSeverity.Warning;
  const result = new vscode.Diagnostic(range, say(problem.message), severity);
  result.source = SOURCE;
  result.code = problem.code;
  return result;
}

async function apply(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<boolean> {
  const changes = new vscode.WorkspaceEdit();
  for (const { offset, length, text } of edits)
    changes.replace(document.uri, new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)), text);
  return vscode.workspace.applyEdit(changes);
}
