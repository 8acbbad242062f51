// The lessons that there are: those of the extension, in their order, and those that the workspace has in
// `.perceptron-lessons`. One of the workspace that does not work is listed with what is wrong with it.

import * as vscode from "vscode";
import { lessonIds } from "../../lessons/catalogue.ts";
import type { LoadedLesson, LessonLoading } from "../../lessons/load.ts";
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
/** Bytes of a hash that tell two lessons of one name apart. */
const HASH = 6;
/** Milliseconds in which changes on disk count as one. */
const PACE = 200;

/** A lesson and where it comes from. */
export interface LessonEntry {
  /** What it is remembered by: its id, or for one of the workspace its folder's address. */
  readonly key: string;
  readonly id: string;
  readonly folder: vscode.Uri;
  /** What the folder of the person's own copies is called. */
  readonly copies: string;
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

  /** The workspace's lessons have changed. */
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

  /**
   * Looks at the workspace again: of what happens on a disk not everything is told. Who shows the lessons
   * hears of it only if they have changed: a tree that is shown anew moves under the pointer.
   */
  refresh(): void {
    const known = this.#own;
    this.#own = undefined;
    void Promise.all([known, this.ofWorkspace()]).then(
      ([before, now]) => {
        if (before === undefined || String(before.map(wordsOf)) !== String(now.map(wordsOf))) this.#changed.fire();
      },
      (error: unknown) => log.error(String(error)),
    );
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
      return { key: id, id, folder, copies: id, isShipped: true, ...(await load(id, folder)) };
    });
    for (const { id, problems } of entries) for (const { message } of problems) log.warn(`Lesson ${id}: ${message.text}`);
    return entries.filter(({ loaded }) => loaded);
  }

  async #readWorkspace(): Promise<readonly LessonEntry[]> {
    const files = await vscode.workspace.findFiles(FILES, EXCLUDED, MOST_FOUND);
    const entries = await fewAtATime(files, async (file): Promise<LessonEntry> => {
      const folder = vscode.Uri.joinPath(file, "..");
      const id = nameOf(folder);
      const key = folder.toString();
      const copies = `${id}-${await hashOf(key)}`;
      return { key, id, folder, copies, isShipped: false, ...(await load(id, folder)) };
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

/** What of a lesson is shown and checked, and what is wrong with it. */
export function wordsOf({ key, loaded, problems }: LessonEntry): string {
  return JSON.stringify([key, loaded?.lesson, [...(loaded?.texts ?? [])], problems]);
}

/** In hexadecimal digits. */
async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash, 0, HASH)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A lesson of a folder. What reads and checks one is loaded with the first. */
async function load(id: string, folder: vscode.Uri): Promise<LessonLoading> {
  const { loadLesson } = await import("../../lessons/load.ts");
  return loadLesson(id, { names: () => namesIn(folder), read: (name) => inFolder(folder, name) });
}

/** The names of a folder's files; of one that tells none, as the extension's on the web, those to ask for. */
async function namesIn(folder: vscode.Uri): Promise<readonly string[]> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    const language = vscode.env.language.toLowerCase();
    return [...new Set([language, language.split("-")[0]!, "en"])].map((name) => `${name}.md`);
  }
}

/** A file of a folder itself: a name leads nowhere else. */
async function inFolder(folder: vscode.Uri, name: string): Promise<Uint8Array | undefined> {
  if (/[\\/]|^\.\.?$/.test(name)) return undefined;
  return readIfThere(vscode.Uri.joinPath(folder, name), MOST_BYTES);
}
