// A document's text in memory, with undo and redo as an editor has them.

import { applyEdit } from "../../src/model/edits.ts";
import type { Edit } from "../../src/model/edit.ts";
import { applyTextEdits } from "../../src/model/text-edits.ts";
import type { SessionText } from "../../src/session/document-session.ts";

export class MemoryText implements SessionText {
  readonly fileName: string;
  /** Told after every change. */
  changed: () => void = () => {};
  #text: string;
  #version = 1;
  #past: string[] = [];
  #future: string[] = [];

  constructor(fileName: string, text: string) {
    this.fileName = fileName;
    this.#text = text;
  }

  get version(): number {
    return this.#version;
  }

  /** How many steps can be undone. */
  get steps(): number {
    return this.#past.length;
  }

  text(): string {
    return this.#text;
  }

  async edit(edit: Edit): Promise<boolean> {
    this.write(applyTextEdits(this.#text, applyEdit(this.#text, edit)));
    return true;
  }

  async rewrite(text: string): Promise<boolean> {
    this.write(text);
    return true;
  }

  /** Changes the text as a text editor beside the builder would. */
  write(text: string): void {
    if (text === this.#text) return;
    this.#past.push(this.#text);
    this.#future = [];
    this.#become(text);
  }

  undo(): void {
    this.#step(this.#past, this.#future);
  }

  redo(): void {
    this.#step(this.#future, this.#past);
  }

  #step(from: string[], to: string[]): void {
    const text = from.pop();
    if (text === undefined) return;
    to.push(this.#text);
    this.#become(text);
  }

  #become(text: string): void {
    this.#text = text;
    this.#version++;
    this.changed();
  }
}
