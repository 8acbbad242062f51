// Runs of other documents that stand beside a document's own: who copies a document to try something else
// compares the two. Such a run is named by its document and its own name, so that whoever shows it asks for
// it like for any other.

import * as vscode from "vscode";
import { stemOf } from "../files.ts";
import type { RunEntry } from "../../protocol/runs.ts";
import type { RunLibrary } from "./run-library.ts";

/** A run and whose it is. */
export interface RunName {
  readonly document: vscode.Uri;
  readonly id: string;
}

/** Neither a run's name nor a document's URI has one in it. */
const MARK = "#";

export class RunsShownWith {
  readonly #library: RunLibrary;
  /** By the document that they are shown with. */
  readonly #shown = new Map<string, readonly string[]>();

  constructor(library: RunLibrary) {
    this.#library = library;
  }

  /** Shows these runs with a document, and those of before no more. @returns what they are called there */
  show(host: vscode.Uri, runs: readonly RunName[]): string[] {
    const names = runs.map(({ document, id }) => (isSame(document, host) ? id : document.toString() + MARK + id));
    this.#shown.set(
      host.toString(),
      names.filter((name) => name.includes(MARK)),
    );
    return names;
  }

  /** Whose run a name is. */
  whose(host: vscode.Uri, name: string): RunName {
    const at = name.lastIndexOf(MARK);
    return at < 0 ? { document: host, id: name } : { document: vscode.Uri.parse(name.slice(0, at), true), id: name.slice(at + 1) };
  }

  /** Those that are still there. */
  of(host: vscode.Uri): RunEntry[] {
    return (this.#shown.get(host.toString()) ?? []).flatMap((name) => {
      const { document, id } = this.whose(host, name);
      const entry = this.#library.of(document).find(id);
      return entry ? [{ ...entry, id: name, document: stemOf(document) }] : [];
    });
  }

  /** The documents that runs of this one are shown with. */
  hostsOf(document: vscode.Uri): vscode.Uri[] {
    const own = document.toString() + MARK;
    const hosts = [...this.#shown].filter(([, names]) => names.some((name) => name.startsWith(own)));
    return hosts.map(([host]) => vscode.Uri.parse(host, true));
  }
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}
