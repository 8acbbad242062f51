// The runs of every document of the window: those of open documents, and those whose folders lie in the
// workspace. It keeps each run that ends, and follows what happens to the folders on disk.

import * as vscode from "vscode";
import { fewAtATime } from "../../model/few-at-a-time.ts";
import type { EndedRun, RunPorts, UnkeptRun } from "../../session/ports.ts";
import type { RunSlot } from "../../session/run/run-slot.ts";
import type { Machine } from "../../session/runs/record-of.ts";
import { MemoryStorage, type RunStorage } from "../../session/runs/run-storage.ts";
import type * as runStore from "../../session/runs/run-store.ts";
import type { RunStore } from "../../session/runs/run-store.ts";
import { message } from "../../model/message.ts";
import { onceTrusted } from "../data/data-access.ts";
import { folderOf, isMissing, nameOf, notWritten, onDisk } from "../files.ts";
import { log } from "../log.ts";
import { platform } from "../platform.ts";
import { reasonOf } from "../../model/problem.ts";
import { EditorStorage } from "./editor-storage.ts";
import { documentOf, runFolder } from "./run-folder.ts";

const RECORDS = "**/*.runs/*/run.json";
const MOST_KEPT = 50;
const MOST_FOUND = 10_000;
/** Milliseconds in which changes on disk count as one. */
const PACE = 100;
/**
 * Milliseconds that a builder waits for the last run; a folder far away may take longer, and shows it then.
 */
const PATIENCE = 500;

/** A document and its runs. */
export interface DocumentRuns {
  readonly document: vscode.Uri;
  readonly store: RunStore;
}

export class RunLibrary implements vscode.Disposable {
  readonly #machine: Machine;
  readonly #stores = new Map<string, DocumentRuns & { readonly watcher: vscode.Disposable; readonly first: Promise<void> }>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #listeners: vscode.Disposable[];
  #found: Promise<void> | undefined;

  /** Told the document whose runs changed. */
  readonly onDidChange = this.#changed.event;

  /** @param version the extension's, for the records */
  constructor(version: string) {
    const { cores, name } = platform();
    this.#machine = { cores, platform: name, version };
    this.#listeners = [
      // A document that was never saved takes its runs with it.
      vscode.workspace.onDidCloseTextDocument(({ uri, isUntitled }) => {
        if (isUntitled) this.#drop(uri);
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          void this.#move(oldUri, newUri);
          this.#refreshBelow(oldUri);
        }
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.discover()),
      vscode.workspace.onDidDeleteFiles(({ files }) => {
        for (const file of files) this.#refreshBelow(file);
      }),
    ];
  }

  /** Every document with runs, by path. */
  get all(): DocumentRuns[] {
    const known = [...this.#stores.values()].filter(({ store }) => store.entries.length > 0);
    return known.toSorted((one, other) => one.document.path.localeCompare(other.document.path, "en", { numeric: true }));
  }

  /** The runs of a document. */
  of(document: vscode.Uri): RunStore {
    const key = document.toString();
    const known = this.#stores.get(key);
    if (known) return known.store;
    const folder = runFolder(document);
    // Run with the first document or run that is found, as a session is.
    const { RunStore: Store } = require("../../session/runs/run-store.ts") as typeof runStore;
    const store = new Store(storageIn(folder), { changed: () => this.#changed.fire(document), warn: (sentence) => log.warn(sentence) });
    const watcher = folder ? onceTrusted(() => this.#watch(folder, store)) : { dispose: () => {} };
    this.#stores.set(key, { document, store, watcher, first: this.#refresh(store) });
    return store;
  }

  /** Keeps the runs of a document, as its settings say; what keeps it from that is told, not thrown. */
  keeperOf(document: vscode.Uri): RunPorts["keep"] {
    // A document that was never saved takes its store along when it is closed; its last run still ends in
    // there.
    const store = this.of(document);
    const keep = async (ended: EndedRun): Promise<UnkeptRun | undefined> => {
      const most = vscode.workspace.getConfiguration("perceptron", document).get<number>("keepRuns") ?? MOST_KEPT;
      try {
        if (most >= 1) {
          const { keepRun } = await import("../../session/runs/keep-run.ts");
          await keepRun(store, ended, this.#machine, most);
        }
        return undefined;
      } catch (error) {
        log.error(error instanceof Error ? error : String(error));
        const reason = reasonOf(notWritten(runFolder(document) ?? document, error));
        return { reason: message("The run of {0} could not be kept. {1}", nameOf(document), reason), again: () => keep(ended) };
      }
    };
    return keep;
  }

  /**
   * Shows the last run of an earlier window, now and when runs of the document come, as those of one that
   * gets another name do after it.
   */
  restoreInto(slot: RunSlot, document: vscode.Uri): { readonly restored: Promise<void> } & vscode.Disposable {
    const store = this.of(document);
    const { first } = this.#stores.get(document.toString())!;
    const restore = async (): Promise<void> => {
      const { restoreRun } = await import("../../session/runs/restore-run.ts");
      await restoreRun(slot, store);
    };
    const listener = this.onDidChange((changed) => {
      if (changed.toString() === document.toString()) void restore();
    });
    return {
      restored: Promise.race([first.then(restore), new Promise<void>((resolve) => setTimeout(resolve, PATIENCE))]),
      dispose: () => listener.dispose(),
    };
  }

  /**
   * Looks for runs in the workspace, if it is trusted, also of documents that are not open; from then on
   * new ones are found by themselves.
   */
  async discover(): Promise<void> {
    if (vscode.workspace.isTrusted) await (this.#found ??= this.#discover());
  }

  dispose(): void {
    for (const { watcher } of this.#stores.values()) watcher.dispose();
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  async #discover(): Promise<void> {
    const look = (record: vscode.Uri): void => {
      const document = documentOf(record);
      if (document) this.of(document);
    };
    const watcher = vscode.workspace.createFileSystemWatcher(RECORDS, false, true, true);
    watcher.onDidCreate(look);
    this.#listeners.push(watcher);
    for (const record of await vscode.workspace.findFiles(RECORDS, "**/node_modules/**", MOST_FOUND)) look(record);
    await fewAtATime([...this.#stores.values()], ({ store }) => this.#refresh(store));
  }

  /** Follows what happens to a folder, also if it comes and goes as a whole. */
  #watch(folder: vscode.Uri, store: RunStore): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folderOf(folder), "{*.runs,*.runs/**}"));
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const look = ({ path }: vscode.Uri): void => {
      if (path !== folder.path && !path.startsWith(`${folder.path}/`)) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => void this.#refresh(store), PACE);
    };
    watcher.onDidCreate(look);
    watcher.onDidChange(look);
    watcher.onDidDelete(look);
    return vscode.Disposable.from(watcher, { dispose: () => clearTimeout(waiting) });
  }

  /** A folder that cannot be read shows what was known of it. */
  async #refresh(store: RunStore): Promise<void> {
    await store.refresh().catch((error: unknown) => log.warn(String(error)));
  }

  /** Looks again at the runs in a folder that is gone as a whole: of what was in it nothing is told. */
  #refreshBelow(folder: vscode.Uri): void {
    for (const { document, store } of this.#stores.values()) {
      if (document.scheme === folder.scheme && document.path.startsWith(`${folder.path}/`)) void this.#refresh(store);
    }
  }

  /**
   * A document that gets another name takes its runs along, unless there are some under that name already.
   */
  async #move(before: vscode.Uri, after: vscode.Uri): Promise<void> {
    const [from, to] = [runFolder(before), runFolder(after)];
    if (!before.path.endsWith(".perceptron") || !after.path.endsWith(".perceptron") || !from || !to) return;
    try {
      await vscode.workspace.fs.rename(from, to, { overwrite: false });
      await Promise.all([before, after].map((document) => this.#refresh(this.of(document))));
    } catch (error) {
      if (!isMissing(error)) log.warn(String(error));
    }
  }

  #drop(document: vscode.Uri): void {
    const own = this.#stores.get(document.toString());
    if (own === undefined) return;
    own.watcher.dispose();
    this.#stores.delete(document.toString());
    this.#changed.fire(document);
  }
}

function storageIn(folder: vscode.Uri | undefined): RunStorage {
  if (folder === undefined) return new MemoryStorage();
  const place = onDisk(folder);
  return place ? place.disk.runs(place.path) : new EditorStorage(folder);
}
