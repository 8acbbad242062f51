// The lessons that there are: those of the extension, in their order, and those that the workspace has in
// `.perceptron-lessons`. One of the workspace that does not work is listed with what is wrong with it.

import * as vscode from "vscode";
import { lessonIds } from "../../lessons/catalogue.ts";
import { loadLesson, type LoadedLesson } from "../../lessons/load.ts";
import { fewAtATime } from "../../model/few-at-a-time.ts";
import type { Problem } from "../../model/problem.ts";
import { onceTrusted } from "../data/data-access.ts";
import { nameOf, readIfThere } from "../files.ts";
import { log } from "../log.ts";

const FILES = "**/.perceptron-lessons/*/lesson.json";
/** Of a folder that comes as a whole, what is in it is not told. */
const ALL = "**/{.perceptron-lessons,.perceptron-lessons/**}";
const EXCLUDED = "**/node_modules/**";
const MOST_FOUND = 200;
const MOST_BYTES = 5_000_000;
/** Milliseconds in which changes on disk count as one. */
const PACE = 200;

/** A lesson and where it comes from. */
export interface LessonEntry {
  /** What it is remembered by: its id, or for one of the workspace its folder's address. */
  readonly key: string;
  readonly id: string;
  readonly folder: vscode.Uri;
  /** Whether the extension ships it. */
  readonly isShipped: boolean;
  /** Absent if it cannot be used. */
  readonly loaded?: LoadedLesson;
  readonly problems: readonly Problem[];
}

export class LessonLibrary implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watching: vscode.Disposable;
  #shipped: Promise<readonly LessonEntry[]> | undefined;
  #own: Promise<readonly LessonEntry[]> | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /** The workspace's lessons are others. */
  readonly onDidChange = this.#changed.event;

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
    this.#watching = onceTrusted(() => this.#watch());
  }

  /** Those of the extension, in their order. */
  shipped(): Promise<readonly LessonEntry[]> {
    return (this.#shipped ??= this.#readShipped());
  }

  /** Those of the workspace, by their ids; none while it is not trusted. */
  ofWorkspace(): Promise<readonly LessonEntry[]> {
    if (!vscode.workspace.isTrusted) return Promise.resolve([]);
    return (this.#own ??= this.#readWorkspace());
  }

  async all(): Promise<readonly LessonEntry[]> {
    return [...(await this.shipped()), ...(await this.ofWorkspace())];
  }

  /** By its key, or a shipped one by its id. */
  async find(key: string): Promise<LessonEntry | undefined> {
    const known = (await this.all()).find((entry) => entry.key === key);
    if (known) return known;
    this.#own = undefined;
    return (await this.all()).find((entry) => entry.key === key);
  }

  /** Looks at the workspace again: of what happens on a disk not everything is told. */
  refresh(): void {
    this.#own = undefined;
    this.#changed.fire();
  }

  /** The lesson after one, among those that it stands with. */
  async after({ key, isShipped }: LessonEntry): Promise<LessonEntry | undefined> {
    const usable = (await (isShipped ? this.shipped() : this.ofWorkspace())).filter(({ loaded }) => loaded);
    return usable[usable.findIndex((entry) => entry.key === key) + 1];
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    this.#watching.dispose();
    this.#changed.dispose();
  }

  async #readShipped(): Promise<readonly LessonEntry[]> {
    const entries = await fewAtATime([...lessonIds], async (id): Promise<LessonEntry> => {
      const folder = vscode.Uri.joinPath(this.#extension, "dist", "lessons", id);
      return { key: id, id, folder, isShipped: true, ...(await loadLesson(id, (name) => inFolder(folder, name))) };
    });
    for (const { id, problems } of entries) for (const { message } of problems) log.warn(`Lesson ${id}: ${message.text}`);
    return entries.filter(({ loaded }) => loaded);
  }

  async #readWorkspace(): Promise<readonly LessonEntry[]> {
    const files = await vscode.workspace.findFiles(FILES, EXCLUDED, MOST_FOUND);
    const entries = await fewAtATime(files, async (file): Promise<LessonEntry> => {
      const folder = vscode.Uri.joinPath(file, "..");
      const id = nameOf(folder);
      return { key: folder.toString(), id, folder, isShipped: false, ...(await loadLesson(id, (name) => inFolder(folder, name))) };
    });
    return entries.toSorted((one, other) => one.id.localeCompare(other.id, "en", { numeric: true }));
  }

  #watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(ALL);
    const look = (): void => {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.refresh(), PACE);
    };
    this.refresh();
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(look),
      watcher.onDidChange(look),
      watcher.onDidDelete(look),
      vscode.workspace.onDidChangeWorkspaceFolders(look),
    );
  }
}

/** A file of a folder itself: a name leads nowhere else. */
async function inFolder(folder: vscode.Uri, name: string): Promise<Uint8Array | undefined> {
  if (/[\\/]|^\.\.?$/.test(name)) return undefined;
  return readIfThere(vscode.Uri.joinPath(folder, name), MOST_BYTES);
}
