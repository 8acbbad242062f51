// The status bar: the Python file that the document in front is bound to, or the file itself if that is in
// front, and whether the two are in step. A click opens the file; hovering offers to end the binding.

import * as vscode from "vscode";
import { boundCodeSentence } from "../../model/bound-code.ts";
import { message } from "../../model/message.ts";
import { activeResource } from "../document/choose-document.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { nameOf } from "../files.ts";
import { inert, say } from "../text.ts";
import type { CodeBindings } from "./code-bindings.ts";

export class CodeStatusItem implements vscode.Disposable {
  readonly #sessions: DocumentSessions;
  readonly #bindings: CodeBindings;
  readonly #item = vscode.window.createStatusBarItem("perceptron.code", vscode.StatusBarAlignment.Left);
  readonly #listening: vscode.Disposable;

  constructor(sessions: DocumentSessions, bindings: CodeBindings) {
    this.#sessions = sessions;
    this.#bindings = bindings;
    this.#item.name = say(message("Bound Python file"));
    const show = (): void => this.#show();
    this.#listening = vscode.Disposable.from(
      this.#item,
      bindings.onDidChange(show),
      vscode.window.tabGroups.onDidChangeTabs(show),
      vscode.window.tabGroups.onDidChangeTabGroups(show),
    );
    show();
  }

  /** What is shown, for who cannot see it. */
  get text(): string {
    return this.#item.text;
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #boundTo(file: vscode.Uri): DocumentSession | undefined {
    return this.#sessions.all.find((session) => this.#bindings.of(session)?.uri.toString() === file.toString());
  }

  #show(): void {
    const front = activeResource();
    const session = front && (this.#sessions.get(front) ?? this.#boundTo(front));
    const binding = session && this.#bindings.of(session);
    if (session === undefined || binding === undefined) {
      this.#item.text = "";
      this.#item.hide();
      return;
    }
    const file = nameOf(binding.uri);
    const isFine = binding.state === "agreed";
    this.#item.text = `${isFine ? "$(link)" : "$(warning)"} ${inert(file)}`;
    this.#item.backgroundColor = isFine ? undefined : new vscode.ThemeColor("statusBarItem.warningBackground");
    this.#item.command = { title: "", command: "vscode.open", arguments: [binding.uri] };
    const tooltip = new vscode.MarkdownString();
    tooltip.isTrusted = { enabledCommands: ["perceptron.unbindCode"] };
    tooltip.appendText(say(boundCodeSentence({ file, state: binding.state })));
    tooltip.appendMarkdown(`\n\n[${say(message("Unbind from Python File"))}](command:perceptron.unbindCode)`);
    this.#item.tooltip = tooltip;
    this.#item.show();
  }
}
