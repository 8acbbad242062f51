// A lesson in memory: the real player over real sessions, each on its copy of a document in a folder in
// memory, with the engine in the page. The dev page shows it, and tests play lessons on it.

import type { BuilderPlace, ExportName } from "../../src/lessons/lesson.ts";
import { documentsOf, type LoadedLesson } from "../../src/lessons/load.ts";
import { reasonOf } from "../../src/model/problem.ts";
import type { Message, Translations } from "../../src/model/message.ts";
import { exportedCode } from "../../src/session/code/exported-code.ts";
import { DocumentSession } from "../../src/session/document-session.ts";
import { LessonPlayer } from "../../src/session/lessons/lesson-player.ts";
import type { LessonDocument, LessonProgress } from "../../src/session/lessons/lesson-ports.ts";
import { keepRun } from "../../src/session/runs/keep-run.ts";
import { MemoryStorage } from "../../src/session/runs/run-storage.ts";
import { RunStore } from "../../src/session/runs/run-store.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { workerTrainers } from "../../src/session/worker-trainer.ts";
import { machine } from "./kept-runs.ts";
import { MemoryCsvs, MemoryFolder, MemoryRunFiles } from "./memory-folder.ts";
import { MemoryText } from "./memory-text.ts";
import { tableReader } from "./page-tables.ts";
import { type PageWorker, startWorker } from "./page-worker.ts";

const MOST_KEPT = 50;

/** The language, and the words in it. */
export interface Words {
  readonly language: string;
  readonly translations: Translations;
}

export class LessonStage {
  readonly loaded: LoadedLesson;
  readonly folder = new MemoryFolder();
  readonly player: LessonPlayer;
  readonly worker: PageWorker;
  /** What was kept of the person's progress. */
  progress: LessonProgress | undefined;
  /** What people were told beside the page. */
  readonly told: Message[] = [];
  readonly #words: Words;
  readonly #documents = new Map<string, StagedDocument>();
  readonly #inside = startWorker();

  /** @param kept progress of an earlier window */
  constructor(loaded: LoadedLesson, words: Words = { language: "en", translations: {} }, kept?: unknown) {
    this.loaded = loaded;
    this.#words = words;
    this.worker = startWorker({ reading: async (progress) => this.#documents.get(progress.document)?.session.data.follow(progress) });
    this.#fill();
    this.player = new LessonPlayer(loaded, {
      clock: systemClock,
      inside: this.#inside,
      memory: { load: () => kept, save: (progress) => (this.progress = progress) },
      open: async (name) => this.document(name),
      restore: async () => this.#restore(),
      log: (error) => this.told.push(reasonOf(error)),
    });
  }

  /** A document of the lesson, opened if need be. */
  document(name: string): StagedDocument {
    const known = this.#documents.get(name);
    if (known) return known;
    const text = new TextDecoder().decode(this.loaded.files.get(name));
    const opened = new StagedDocument(name, text, { ...this.#words, folder: this.folder, worker: this.worker, told: this.told });
    this.#documents.set(name, opened);
    return opened;
  }

  /** Ends everything that goes on. */
  async end(): Promise<void> {
    this.player.dispose();
    await Promise.all([...this.#documents.values()].map(({ session }) => session.end()));
    this.worker.dispose();
    this.#inside.dispose();
  }

  #fill(): void {
    for (const [name, bytes] of this.loaded.files) if (!documentsOf(this.loaded.lesson).includes(name)) this.folder.write(name, bytes);
  }

  async #restore(): Promise<void> {
    this.#fill();
    for (const document of this.#documents.values()) await document.restore();
  }
}

interface StagePorts extends Words {
  readonly folder: MemoryFolder;
  readonly worker: PageWorker;
  readonly told: Message[];
}

/** One document of the lesson, as a person who works on it has it. */
export class StagedDocument implements LessonDocument {
  readonly text: MemoryText;
  readonly files: MemoryRunFiles;
  readonly runs: RunStore;
  readonly session: DocumentSession;
  readonly #ports: StagePorts;
  readonly #begin: string;
  readonly onDidChangePlace: LessonDocument["onDidChangePlace"];

  constructor(name: string, text: string, ports: StagePorts) {
    const { folder, worker, told, language, translations } = ports;
    this.#ports = ports;
    this.#begin = text;
    this.text = new MemoryText(name, text);
    this.files = new MemoryRunFiles(folder, stemOf(name));
    this.runs = new RunStore(new MemoryStorage(), { changed: () => this.session?.runsChanged(), warn: () => {} });
    const trainer = workerTrainers({ start: startWorker, sources: this.sources, options: async () => ({}) });
    const log = (error: unknown): void => void told.push(reasonOf(error));
    this.session = new DocumentSession({
      clock: systemClock,
      text: this.text,
      data: { clock: systemClock, files: new MemoryCsvs(folder), reader: tableReader(folder, worker, name) },
      run: {
        clock: systemClock,
        files: this.files,
        trainer,
        text: () => this.text.text(),
        stopKeeps: () => "last",
        watchesHealth: () => true,
        keep: async (ended): Promise<undefined> => {
          await keepRun(this.runs, ended, machine, MOST_KEPT);
        },
        offerToKeep: () => Promise.resolve(),
        log,
      },
      sweep: {
        clock: systemClock,
        trainer,
        load: () => Promise.resolve(undefined),
        save: () => Promise.resolve(),
        lanes: () => 2,
        log,
      },
      words: () => ({ language, translations }),
      showProblems: () => {},
      restore: () => ({ restored: Promise.resolve(), dispose: () => {} }),
    });
    this.text.changed = () => this.session.read();
    this.onDidChangePlace = this.session.place.onDidChange;
  }

  sources: LessonDocument["sources"] = async (file) => this.#ports.folder.sources(file);

  encodingHint(): undefined {}

  place(): BuilderPlace | undefined {
    return this.session.place.shown;
  }

  /** Without a builder it is as if one had gone there. */
  async show(place: BuilderPlace): Promise<void> {
    if (this.session.hasViews) this.session.place.wish({ kind: "open", place });
    else this.session.place.placed(place);
  }

  async hasFile(name: string, contains = ""): Promise<boolean> {
    const bytes = this.#ports.folder.read(name);
    return bytes !== undefined && new TextDecoder().decode(bytes).includes(contains);
  }

  async writeCode(format: ExportName): Promise<void> {
    const code = await exportedCode(this.session, format);
    if (code.kind !== "code") return;
    for (const { name, content } of code.files)
      this.#ports.folder.write(name, typeof content === "string" ? content : new TextDecoder().decode(content));
  }

  /** As it was when the lesson began. */
  async restore(): Promise<void> {
    await this.runs.remove(this.runs.entries.map(({ id }) => id));
    for (const name of [this.files.weightName, this.files.checkpointName, `${stemOf(this.text.fileName)}.py`])
      this.#ports.folder.remove(name);
    this.text.write(this.#begin);
    if (!this.session.hasViews) this.session.place.placed(undefined);
  }
}

function stemOf(name: string): string {
  return name.replace(/\.perceptron$/, "");
}
