// The runs of every document of the window: those of open documents, and those whose folders lie in the workspace. It keeps each run that ends, and
// follows what happens to the folders on disk.

import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { weightFile } from "../../code/weights.ts";
import { fewAtATime } from "../../disk/wait.ts";
import { changesBetween } from "../../model/differences.ts";
import { parseDocument } from "../../model/document.ts";
import { message } from "../../model/message.ts";
import { runId } from "../../model/run-record.ts";
import type { Experiment } from "../../model/schema.ts";
import { isComparable } from "../../model/trained.ts";
import { onceTrusted } from "../data-places.ts";
import { folderOf, isMissing, nameOf, notWritten } from "../files.ts";
import type { RunEntry } from "../../protocol/runs.ts";
import type { DocumentRun } from "../document-run.ts";
import { log } from "../log.ts";
import type { DocumentSession } from "../session.ts";
import type { DocumentSessions } from "../sessions.ts";
import { reasonOf } from "../text.ts";
import { EditorPlace } from "./editor-place.ts";
import { type EndedRun, recordOf } from "./record-of.ts";
import { documentOf, runFolder } from "./run-folder.ts";
import { DiskPlace, MemoryPlace, type RunPlace } from "./run-place.ts";
import { RunStore } from "./run-store.ts";
import type { UnkeptRun } from "./unkept-run.ts";

const RECORDS = "**/*.runs/*/run.json";
const MOST_KEPT = 50;
const MOST_FOUND = 10_000;
/** Milliseconds in which changes on disk count as one. */
const PACE = 100;
/** Milliseconds that a builder waits for the last run; a folder far away may take longer, and shows it then. */
const PATIENCE = 500;

/** A document and its runs. */
export interface DocumentRuns {
  readonly document: vscode.Uri;
  readonly store: RunStore;
}

export class RunLibrary implements vscode.Disposable {
  readonly #version: string;
  readonly #stores = new Map<string, DocumentRuns & { readonly watcher: vscode.Disposable; readonly first: Promise<void> }>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #listeners: vscode.Disposable[];
  #found: Promise<void> | undefined;

  /** Told the document whose runs are others. */
  readonly onDidChange = this.#changed.event;

  /** @param version the extension's, for the records */
  constructor(sessions: DocumentSessions, version: string) {
    this.#version = version;
    for (const session of sessions.all) this.#follow(session);
    this.#listeners = [
      // As the runs of a document that gets another name, which come after it.
      this.onDidChange((document) => {
        const session = sessions.get(document);
        if (session) void restore(session.run, this.of(document));
      }),
      sessions.onDidOpen((session) => this.#follow(session)),
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
    const store = new RunStore(placeOf(folder), { changed: () => this.#changed.fire(document), warn: (sentence) => log.warn(sentence) });
    const watcher = folder ? onceTrusted(() => this.#watch(folder, store)) : { dispose: () => {} };
    this.#stores.set(key, { document, store, watcher, first: this.#refresh(store) });
    return store;
  }

  /** Looks for runs in the workspace, where it is trusted, also of documents that are not open; from then on new ones are found by themselves. */
  async discover(): Promise<void> {
    if (vscode.workspace.isTrusted) await (this.#found ??= this.#discover());
  }

  dispose(): void {
    for (const { watcher } of this.#stores.values()) watcher.dispose();
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  #follow(session: DocumentSession): void {
    const { document, run } = session;
    const store = this.of(document.uri);
    session.restored = Promise.race([this.#stores.get(document.uri.toString())!.first.then(() => restore(run, store)), sleep(PATIENCE)]);
    let beginning = { text: document.getText(), startedAt: new Date(), continued: 0 };
    let before = run.status.state;
    // The document may be edited while it is trained: what counts is how it was.
    run.onDidChange(({ state, epoch }) => {
      if (state === "preparing" && before !== state) beginning = { text: document.getText(), startedAt: new Date(), continued: epoch };
      before = state;
    });
    run.keeper = (ended) => {
      const own = beginning;
      const keep = async (): Promise<UnkeptRun | undefined> => {
        try {
          await this.#keep(store, document.uri, ended, own);
          return undefined;
        } catch (error) {
          log.error(error instanceof Error ? error : String(error));
          const reason = reasonOf(notWritten(runFolder(document.uri) ?? document.uri, error));
          return { reason: message("The run of {0} could not be kept. {1}", nameOf(document.uri), reason), again: keep };
        }
      };
      return keep();
    };
  }

  async #keep(
    store: RunStore,
    document: vscode.Uri,
    ended: EndedRun,
    { text, startedAt, continued }: { readonly text: string; readonly startedAt: Date; readonly continued: number },
  ): Promise<void> {
    const most = vscode.workspace.getConfiguration("perceptron", document).get<number>("keepRuns") ?? MOST_KEPT;
    if (most < 1) return;
    const { experiment, outcome, points } = ended;
    const { experiment: own } = parseDocument(text);
    const changes = own ? await changesSince(store, own) : [];
    const record = recordOf(ended, { startedAt, version: this.#version, continued, changes });
    await store.keep(runId(startedAt), { record, document: text, points, weights: weightFile(experiment, outcome) }, most);
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

  /** Follows what happens to a folder, also where it comes and goes as a whole. */
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

  /** A document that gets another name takes its runs along, unless there are some under that name already. */
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

/** Shows the newest run that is kept, and the one before it behind; of what cannot be read any more there is nothing to show. */
async function restore(run: DocumentRun, store: RunStore): Promise<void> {
  const [newest, before] = store.entries;
  if (newest === undefined || run.isActive || run.curve.points.length > 0) return;
  const experimentOf = async ({ id }: RunEntry): Promise<Experiment | undefined> =>
    parseDocument(await store.document(id).catch(() => "")).experiment;
  const experiment = await experimentOf(newest);
  const other = before && (await experimentOf(before));
  const points = await store.curve(newest.id).catch(() => []);
  const isGhost = before && experiment && other && isComparable(experiment, other);
  const ghost = isGhost ? await store.curve(before.id).catch(() => undefined) : undefined;
  const { epochs, planned, stopped, seconds, startedAt, verdict } = newest.record;
  run.restore({
    experiment,
    points,
    ghost,
    status: { epoch: epochs, epochs: planned, stopped, seconds, startedAt, ...(verdict ? { verdict } : {}) },
  });
}

/** What differs from the newest run that is kept; nothing where there is none, or it cannot be read any more. */
async function changesSince(store: RunStore, experiment: Experiment): Promise<string[]> {
  const [newest] = store.entries;
  if (newest === undefined) return [];
  const before = parseDocument(await store.document(newest.id).catch(() => "")).experiment;
  return before ? changesBetween(before, experiment) : [];
}

function placeOf(folder: vscode.Uri | undefined): RunPlace {
  if (folder === undefined) return new MemoryPlace();
  return folder.scheme === "file" ? new DiskPlace(folder.fsPath) : new EditorPlace(folder);
}
