// One document's PyTorch code as it is shown beside the builder: written anew when the document or its data
// has changed, kept with a word on top while there is none to be written, and which of its lines belong to
// which layer.

import * as vscode from "vscode";
import type { LineSpan } from "../../code/pytorch/python.ts";
import type { Script } from "../../code/pytorch/pytorch.ts";
import { type Message, message } from "../../model/message.ts";
import type { DocumentSession } from "../document/session.ts";
import { say } from "../text.ts";

/** Milliseconds of quiet before a change is written as code. */
const QUIET = 150;

export class CodePage {
  readonly #changed: () => void;
  #session: DocumentSession;
  #listening: vscode.Disposable | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #script: Script = { text: "", layers: [] };
  /** What stands above the code: why it is old, or why there is none. */
  #note: readonly string[] = [];

  /** @param changed told when the text changed */
  constructor(session: DocumentSession, changed: () => void) {
    this.#changed = changed;
    this.#session = session;
    this.follow(session);
  }

  get session(): DocumentSession {
    return this.#session;
  }

  get text(): string {
    return [...this.#note, this.#script.text].join("\n");
  }

  /**
   * Shows this session of the document from now on: a document that is closed and opened again has another.
   */
  follow(session: DocumentSession): void {
    this.#session = session;
    this.#listening?.dispose();
    this.#listening = vscode.Disposable.from(
      session.data.onDidChange(() => this.#later()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === session.document) this.#later();
      }),
    );
    this.#later();
  }

  /** Writes the code of the document as it is now. */
  async update(): Promise<void> {
    clearTimeout(this.#timer);
    const session = this.#session;
    const writer = [import("./script-now.ts"), import("../../code/pytorch/python.ts")] as const;
    const [{ scriptNow }, { comment }] = await Promise.all([...writer, session.data.settled()]);
    // What was asked of a session that was replaced meanwhile is answered by the new one.
    if (session !== this.#session) return;
    const before = this.text;
    const written = scriptNow(session);
    if ("layers" in written) this.#script = written;
    this.#note = "layers" in written ? [] : comment(say(this.#script.text === "" ? noCode(written) : oldCode(written)));
    if (this.text !== before) this.#changed();
  }

  /** The lines of a layer, those that build it first; none if the code does not have it. */
  spansOf(layer: number): readonly LineSpan[] {
    const offset = this.#note.length;
    return (this.#script.layers[layer] ?? []).map(({ from, to }) => ({ from: from + offset, to: to + offset }));
  }

  /** The layer on a line; of several that share one, none. */
  layerAt(line: number): number | undefined {
    const found = [...this.#script.layers.keys()].filter((layer) => this.spansOf(layer).some(({ from, to }) => line >= from && line < to));
    return found.length === 1 ? found[0] : undefined;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening?.dispose();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.update(), QUIET);
  }
}

function oldCode(reason: Message): Message {
  return message("This code is older than the document. {0}", reason);
}

function noCode(reason: Message): Message {
  return message("There is no code yet. {0}", reason);
}
