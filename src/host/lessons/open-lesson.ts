// A lesson that is open: its panel beside the builder, and its player. A document that VS Code closes and
// opens again has another session, and then the lesson is played by another player, from what is remembered.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { LessonPage, type LessonPlace } from "../../session/lessons/lesson-page.ts";
import type { LessonDocument } from "../../session/lessons/lesson-ports.ts";
import { LessonPlayer } from "../../session/lessons/lesson-player.ts";
import { systemClock } from "../../session/system-clock.ts";
import { textIn } from "../../lessons/lesson-text.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { log } from "../log.ts";
import { portOf } from "../page.ts";
import type { RunLibrary } from "../runs/run-library.ts";
import { inert, say, translations } from "../text.ts";
import type { WorkerClient, WorkerFactory } from "../worker-client.ts";
import type { LessonCopies } from "./lesson-copies.ts";
import { figureHost } from "./figure-host.ts";
import { closeBuilder, type HostDocument, lessonDocument, showBuilder } from "./lesson-document.ts";
import { type LessonEntry, type LessonLibrary, wordsOf } from "./lesson-library.ts";
import type { LessonMemories } from "./lesson-memory.ts";

/** Milliseconds without a change after which a copy is saved. */
const REST = 1000;

/** What lessons share. */
export interface LessonShared {
  readonly library: LessonLibrary;
  readonly copies: LessonCopies;
  readonly memories: LessonMemories;
  readonly sessions: DocumentSessions;
  readonly runs: RunLibrary;
  readonly startWorker: WorkerFactory;
}

/** A lesson that can be played. */
export type UsableLesson = LessonEntry & Required<Pick<LessonEntry, "loaded">>;

export class OpenLesson implements vscode.Disposable {
  entry: UsableLesson;
  readonly panel: vscode.WebviewPanel;
  readonly #shared: LessonShared;
  readonly #page: LessonPage;
  readonly #listening: vscode.Disposable;
  readonly #followed = new Map<string, HostDocument>();
  /** Waits until nothing of a document changes for a while. */
  readonly #saving = new Map<string, ReturnType<typeof setTimeout>>();
  #worker: WorkerClient | undefined;
  #player: LessonPlayer | undefined;
  #isOver = false;
  #next: LessonEntry | undefined;

  constructor(panel: vscode.WebviewPanel, entry: UsableLesson, shared: LessonShared) {
    this.panel = panel;
    this.entry = entry;
    this.#shared = shared;
    this.#page = new LessonPage(this.#place());
    const folder = shared.copies.folderOf(entry);
    // A file that a check asks for, as an exported script.
    const files = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "*"));
    const look = (): void => void this.#player?.look();
    this.#listening = vscode.Disposable.from(
      files,
      files.onDidCreate(look),
      files.onDidChange(look),
      files.onDidDelete(look),
      panel.onDidChangeViewState(() => this.#page.viewStateChanged()),
      shared.sessions.onDidOpen(({ document }) => {
        if (shared.copies.isIn(entry, document.uri)) this.#forgetPlayer();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (shared.copies.isIn(entry, document.uri)) setTimeout(() => document.isClosed && this.#forgetPlayer());
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.isDirty && shared.copies.isIn(this.entry, document.uri)) this.#saveSoon(document);
      }),
      panel.onDidDispose(() => this.dispose()),
    );
    void shared.library.after(entry).then((next) => {
      this.#next = next;
      this.#page.reload();
    });
  }

  get player(): LessonPlayer {
    if (this.#player) return this.#player;
    const { copies, memories } = this.#shared;
    const player = new LessonPlayer(this.entry.loaded, {
      clock: systemClock,
      inside: (this.#worker ??= this.#shared.startWorker()),
      memory: memories.of(this.entry),
      open: (name) => this.#open(name),
      restore: async () => {
        await copies.restore(this.entry);
        await Promise.all([...this.#followed.values()].map(({ runs }) => runs.refresh()));
      },
      log: (error) => log.error(String(error)),
    });
    player.onDidChange((state) => this.#page.show(state));
    this.#player = player;
    void player.look();
    return player;
  }

  /** Shows the builder of the shown step. */
  async showBuilder(): Promise<void> {
    await this.#show(await this.player.document());
  }

  /** Its files have changed: it goes on with what they are now. */
  renew(entry: UsableLesson): void {
    if (wordsOf(entry) === wordsOf(this.entry)) return;
    this.entry = entry;
    this.#endPlayer();
  }

  dispose(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#page.close();
    this.#player?.dispose();
    this.#worker?.dispose();
    this.#listening.dispose();
    this.panel.dispose();
  }

  /**
   * Closes its page and the builders of its documents. One whose network is being trained stays, because the
   * training would end with it, and one that cannot be saved.
   */
  async leave(): Promise<void> {
    const { copies, sessions } = this.#shared;
    const { entry } = this;
    this.dispose();
    for (const document of vscode.workspace.textDocuments.filter(({ uri }) => copies.isIn(entry, uri))) {
      const session = sessions.get(document.uri);
      const isAtWork = session !== undefined && (session.run.isActive || session.sweep.isActive);
      if (!isAtWork && (!document.isDirty || (await document.save()))) await closeBuilder(document.uri);
    }
  }

  /** A person's copies are saved by themselves: nobody wants to be asked about a lesson's file. */
  #saveSoon(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#saving.get(key));
    this.#saving.set(
      key,
      setTimeout(() => void document.save(), REST),
    );
  }

  /** A document that was deleted is copied once more. */
  async #show(document: LessonDocument): Promise<void> {
    await this.#shared.copies.prepare(this.entry);
    await showBuilder(builderOf(document).session);
  }

  async #open(name: string): Promise<HostDocument> {
    const { copies, sessions, runs } = this.#shared;
    await copies.prepare(this.entry);
    const uri = vscode.Uri.joinPath(copies.folderOf(this.entry), name);
    const session = sessions.of(await vscode.workspace.openTextDocument(uri));
    const document = lessonDocument(session, runs.of(uri));
    this.#followed.set(name, document);
    return document;
  }

  /** What it knew was of sessions that are gone. */
  #forgetPlayer(): void {
    const known = [...this.#followed.values()];
    // The one that it opens itself is its own.
    if (this.#player === undefined || known.every(({ session }) => this.#shared.sessions.get(session.document.uri) === session)) return;
    this.#endPlayer();
  }

  #endPlayer(): void {
    this.#player?.dispose();
    this.#player = undefined;
    this.#followed.clear();
    if (this.panel.visible) this.#page.reload();
  }

  #place(): LessonPlace {
    const { panel } = this;
    return {
      port: portOf(panel.webview),
      get isVisible() {
        return panel.visible;
      },
      player: () => this.player,
      words: () => ({ language: vscode.env.language, translations: translations() }),
      next: () => {
        const loaded = this.#next?.loaded;
        return this.#next && loaded ? { id: this.#next.key, title: textIn(loaded, vscode.env.language).title } : undefined;
      },
      showBuilder: (document) => this.#show(document),
      point: async (document, target) => builderOf(document).session.place.wish({ kind: "point", target }),
      explain: async (document, layer) => builderOf(document).session.place.wish({ kind: "explain", layer }),
      openLesson: async (id) => void (await vscode.commands.executeCommand("perceptron.openLesson", id)),
      openAddress: async (address) => void (await vscode.env.openExternal(vscode.Uri.parse(address, true))),
      confirmsStart: () => confirmsStart(textIn(this.entry.loaded, vscode.env.language).title),
      askFigure: async (...question) => {
        const { session } = builderOf(await this.player.document());
        return figureHost(session, (this.#worker ??= this.#shared.startWorker())).askFigure(...question);
      },
      log: (error) => log.error(String(error)),
    };
  }
}

/** The documents of a lesson that is open in VS Code are of VS Code. */
function builderOf(document: LessonDocument): HostDocument {
  return document as HostDocument;
}

/** Whether the person wants to begin a lesson again, and lose what they have built in it. */
export async function confirmsStart(title: string): Promise<boolean> {
  const start = say(message("Start Again"));
  const sentence = say(message("Start “{0}” again?", inert(title)));
  const detail = say(message("Its networks are put back as they were, and their runs and your progress in it are deleted."));
  return (await vscode.window.showWarningMessage(sentence, { modal: true, detail }, start)) === start;
}
