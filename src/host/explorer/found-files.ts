// Files of the workspace that a view lists: found when it is first shown, followed from then on, and neither
// in a workspace that is not trusted.

import * as vscode from "vscode";
import { onceTrusted } from "../data/data-access.ts";
import { EXCLUDED } from "../document/choose-document.ts";

/** Files that a view lists. */
const MOST = 1000;
/** Milliseconds in which changes on disk count as one. */
const PACE = 200;

export class FoundFiles implements vscode.Disposable {
  readonly #pattern: string;
  readonly #noneKey: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #trusted: vscode.Disposable;
  #watcher: vscode.Disposable | undefined;
  #found: Promise<readonly vscode.Uri[]> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChange = this.#changed.event;

  /**
   * @param pattern which files
   * @param noneKey the context key that is set if there are none, for the view's welcome: until somebody has
   *   looked, nobody knows
   */
  constructor(pattern: string, noneKey: string) {
    this.#pattern = pattern;
    this.#noneKey = noneKey;
    this.#trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => this.#look());
  }

  /** By path; none while the workspace is not trusted. */
  async all(): Promise<readonly vscode.Uri[]> {
    if (!vscode.workspace.isTrusted) return [];
    this.#watcher ??= onceTrusted(() => this.#watch());
    return (this.#found ??= this.#find());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#trusted.dispose();
    this.#watcher?.dispose();
    this.#changed.dispose();
  }

  async #find(): Promise<readonly vscode.Uri[]> {
    const found = await vscode.workspace.findFiles(this.#pattern, EXCLUDED, MOST);
    // What runs and lessons keep is none of the person's own.
    const own = found.filter(({ path }) => !/\.runs\/|\/\.perceptron-lessons\//.test(path));
    void vscode.commands.executeCommand("setContext", this.#noneKey, own.length === 0);
    return own.toSorted((one, other) => one.path.localeCompare(other.path, "en", { numeric: true }));
  }

  #watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(this.#pattern, false, true, false);
    watcher.onDidCreate(() => this.#look());
    watcher.onDidDelete(() => this.#look());
    return watcher;
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#found = undefined;
      this.#changed.fire();
    }, PACE);
  }
}
