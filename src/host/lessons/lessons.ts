// The lessons of the window: opens one beside the builder, begins one again, and keeps one panel for each.

import * as vscode from "vscode";
import { textIn } from "../../lessons/lesson-text.ts";
import { message } from "../../model/message.ts";
import { inert, say } from "../text.ts";
import { tellFailure } from "../tell-failure.ts";
import { fillPanel, LESSON_PANEL, lessonOfState, makePanel } from "./lesson-panel.ts";
import type { LessonEntry } from "./lesson-library.ts";
import type { LessonShared, OpenLesson, UsableLesson } from "./open-lesson.ts";

export class Lessons implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #shared: LessonShared;
  readonly #open = new Map<string, OpenLesson>();
  readonly #making = new Map<string, Promise<OpenLesson>>();
  readonly #listening: vscode.Disposable;

  constructor(extension: vscode.Uri, shared: LessonShared) {
    this.#extension = extension;
    this.#shared = shared;
    this.#listening = vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(LESSON_PANEL, {
        deserializeWebviewPanel: (panel, state) => this.#restore(panel, lessonOfState(state)),
      }),
      shared.library.onDidChange(() => void tellFailure(() => this.#renew())),
    );
  }

  /** The panels that are open, by the keys of their lessons. */
  get open(): ReadonlyMap<string, OpenLesson> {
    return this.#open;
  }

  /**
   * Opens a lesson with its document, or brings it to the front. Says so if there is none of that name.
   * @param step index of the step that is shown; the one where the person was if nothing is said
   */
  async show(key: string, step?: number): Promise<void> {
    const entry = await this.#usable(key);
    if (entry === undefined) return;
    const known = this.#open.get(entry.key);
    const lesson = known ?? (await this.#make(entry));
    if (step !== undefined) await lesson.player.goTo(step);
    if (known) {
      await lesson.showBuilder();
      known.panel.reveal(known.panel.viewColumn);
    }
    // Who goes on to another lesson is done with this one, as with a page that is turned.
    for (const other of this.#open.values()) if (other !== lesson) await other.leave();
  }

  /** Puts a lesson back as it was, if the person wants that, and shows its first step. */
  async startAgain(key: string): Promise<void> {
    const entry = await this.#usable(key);
    const { confirmsStart } = await import("./open-lesson.ts");
    if (entry === undefined || !(await confirmsStart(titleOf(entry)))) return;
    const lesson = this.#open.get(entry.key) ?? (await this.#make(entry));
    await lesson.player.startAgain();
    lesson.panel.reveal(lesson.panel.viewColumn);
  }

  /** Forgets how far the person has come with all lessons, if they want that. What they have built stays. */
  async forgetProgress(): Promise<void> {
    const forget = say(message("Reset"));
    const sentence = say(message("Reset the progress of all lessons?"));
    const detail = say(message("The networks of the lessons stay as they are."));
    if ((await vscode.window.showWarningMessage(sentence, { modal: true, detail }, forget)) !== forget) return;
    for (const lesson of this.#open.values()) lesson.dispose();
    await this.#shared.memories.forgetAll();
  }

  dispose(): void {
    this.#listening.dispose();
    for (const lesson of this.#open.values()) lesson.dispose();
  }

  /** The lesson of a name, or a sentence on why there is none. */
  async #usable(key: string): Promise<UsableLesson | undefined> {
    const entry = await this.#shared.library.find(key);
    if (isUsable(entry)) return entry;
    const [first] = entry?.problems ?? [];
    const sentence = first
      ? message("The lesson {0} cannot be opened: {1}", entry!.id, first.message)
      : message("There is no lesson {0}.", key);
    void vscode.window.showWarningMessage(say(sentence));
    return undefined;
  }

  /** One that is being opened is not opened a second time, as by a double click. */
  #make(entry: UsableLesson): Promise<OpenLesson> {
    const known = this.#making.get(entry.key);
    if (known) return known;
    const making = this.#makeNew(entry).finally(() => this.#making.delete(entry.key));
    this.#making.set(entry.key, making);
    return making;
  }

  async #makeNew(entry: UsableLesson): Promise<OpenLesson> {
    await this.#shared.copies.prepare(entry);
    const panel = await makePanel(entry);
    const lesson = await this.#connect(panel, entry);
    await lesson.showBuilder();
    return lesson;
  }

  /** Many windows open no lesson, so what plays one is loaded with the first. */
  async #connect(panel: vscode.WebviewPanel, entry: UsableLesson): Promise<OpenLesson> {
    const { OpenLesson } = await import("./open-lesson.ts");
    const lesson = new OpenLesson(panel, entry, this.#shared);
    this.#open.set(entry.key, lesson);
    panel.onDidDispose(() => {
      if (this.#open.get(entry.key) === lesson) this.#open.delete(entry.key);
    });
    void tellFailure(() => fillPanel(panel, this.#extension, entry));
    return lesson;
  }

  /** A panel of the window before. One whose lesson is gone closes, with a sentence. */
  async #restore(panel: vscode.WebviewPanel, key: string | undefined): Promise<void> {
    const entry = key === undefined ? undefined : await this.#usable(key);
    if (entry && !this.#open.has(entry.key)) await this.#connect(panel, entry);
    else panel.dispose();
  }

  /** Whoever writes a lesson sees it change; one that is broken stays as it was. */
  async #renew(): Promise<void> {
    for (const [key, lesson] of this.#open) {
      if (lesson.entry.isShipped) continue;
      const entry = await this.#shared.library.find(key);
      if (isUsable(entry)) lesson.renew(entry);
    }
  }
}

function isUsable(entry: LessonEntry | undefined): entry is UsableLesson {
  return entry?.loaded !== undefined;
}

function titleOf({ loaded }: UsableLesson): string {
  return inert(textIn(loaded, vscode.env.language).title);
}
