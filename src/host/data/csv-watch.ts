// The CSVs of a document as they are now: which of them changed on disk since they were read, and which have
// changes in an editor.

import * as vscode from "vscode";
import { fewAtATime } from "../../model/few-at-a-time.ts";
import type { CsvChanges } from "../../protocol/builder.ts";
import type { Experiment } from "../../model/schema.ts";
import type { ChangedCsv, CsvFiles, Versions } from "../../session/data/document-data.ts";
import { folderOf, nameOf } from "../files.ts";
import { type CsvFile, csvFiles, unsavedCsvs } from "./sources.ts";

export class CsvWatch implements CsvFiles {
  readonly #document: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #fileChanged = new vscode.EventEmitter<ChangedCsv>();
  readonly #editors: vscode.Disposable[];
  #watchers: vscode.Disposable[] = [];
  #files: readonly CsvFile[] = [];
  /**
   * What each file was when it was last read, by its place: VS Code tells of changes late, also of those that
   * were read already.
   */
  #versions: Versions = new Map();
  /** Those that changed on disk since they were read. */
  #onDisk = new Set<string>();
  #isGone = false;
  #unsaved: readonly string[] = [];

  /** Told when `changes` changed. */
  readonly onDidChange = this.#changed.event;
  /** Told with every change on disk that makes a file another than was read. */
  readonly onDidChangeFile = this.#fileChanged.event;

  constructor(document: vscode.Uri) {
    this.#document = document;
    const look = (document: vscode.TextDocument): void => {
      if (this.#isOwn(document.uri)) this.#lookAtEditors();
    };
    this.#editors = [
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
      vscode.workspace.onDidSaveTextDocument(look),
      vscode.workspace.onDidCloseTextDocument(look),
    ];
  }

  get files(): readonly CsvFile[] {
    return this.#files;
  }

  get changes(): CsvChanges | undefined {
    if (this.#onDisk.size === 0 && this.#unsaved.length === 0) return undefined;
    return { onDisk: [...this.#onDisk], unsaved: this.#unsaved };
  }

  /** Whether a file that was read is not there any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** These are the document's CSVs from now on. Their folders are watched once `begin` says so. */
  follow(file: Experiment["data"]["file"]): void {
    const files = csvFiles(this.#document, file);
    const isOther = urisOf(files) !== urisOf(this.#files);
    this.#files = files;
    if (!isOther) return;
    for (const watcher of this.#watchers.splice(0)) watcher.dispose();
    this.#onDisk.clear();
    this.#versions = new Map();
    this.#lookAtEditors();
  }

  /** From now on changes on disk are heard, of a trusted workspace. */
  begin(): void {
    if (this.#watchers.length > 0 || !vscode.workspace.isTrusted) return;
    const folders = new Map(this.#files.map(({ uri }) => [folderOf(uri).toString(), folderOf(uri)]));
    this.#watchers = [...folders.values()].map((folder) => this.#watch(folder));
  }

  /** The files as they are now, to be handed to `wereRead` by who reads them from now on. */
  async versions(): Promise<Versions> {
    return new Map(await fewAtATime(this.#files, async ({ uri }) => [uri.toString(), await versionOf(uri)] as const));
  }

  /** They were read as they were at that moment; what has changed since is told again. */
  wereRead(versions: Versions): void {
    this.#versions = versions;
    this.#isGone = false;
    const before = this.#onDisk;
    this.#onDisk = new Set();
    for (const { uri } of this.#files.filter(({ uri }) => before.has(nameOf(uri)))) void this.#compare(uri);
  }

  /** Saves those that have changes in an editor. */
  async save(): Promise<void> {
    const open = vscode.workspace.textDocuments.filter((document) => document.isDirty && this.#isOwn(document.uri));
    for (const document of open) await document.save();
  }

  dispose(): void {
    for (const disposable of [...this.#watchers, ...this.#editors]) disposable.dispose();
    this.#changed.dispose();
    this.#fileChanged.dispose();
  }

  #watch(folder: vscode.Uri): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "*"));
    const look = (csv: vscode.Uri): void => void this.#compare(csv);
    watcher.onDidChange(look);
    watcher.onDidCreate(look);
    watcher.onDidDelete(look);
    return watcher;
  }

  /** Tells of a file if it is not what was read. */
  async #compare(uri: vscode.Uri): Promise<void> {
    if (!this.#isOwn(uri)) return;
    const version = await versionOf(uri);
    if (version === this.#versions.get(uri.toString()) || !this.#isOwn(uri)) return;
    this.#fileChanged.fire({ name: nameOf(uri), isGone: version === "" });
    this.#onDisk.add(nameOf(uri));
    this.#isGone ||= version === "";
    this.#changed.fire();
  }

  #lookAtEditors(): void {
    const unsaved = unsavedCsvs(this.#files);
    if (unsaved.join("\n") === this.#unsaved.join("\n")) return;
    this.#unsaved = unsaved;
    this.#changed.fire();
  }

  #isOwn(uri: vscode.Uri): boolean {
    return this.#files.some((file) => file.uri.toString() === uri.toString());
  }
}

function urisOf(files: readonly CsvFile[]): string {
  return files.map(({ uri }) => uri.toString()).join("\n");
}

/** When a file was written and how long it is; empty if it is not there. */
async function versionOf(uri: vscode.Uri): Promise<string> {
  const found = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
  return found === undefined ? "" : `${found.mtime}:${found.size}`;
}
