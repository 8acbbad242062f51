// The document's session in the page: the real one, with its text, its folder and its kept runs in memory, a
// worker in the page, and a trainer that is the engine or plays a script. What the builder asks is kept, for
// tests to look at.

import { bytesSource } from "../../src/data/sources.ts";
import type { Message, Translations } from "../../src/model/message.ts";
import { reasonOf } from "../../src/model/problem.ts";
import type { Port } from "../../src/protocol/channel.ts";
import type { EngineChoice } from "../../src/protocol/engine-host.ts";
import { BuilderPage } from "../../src/session/builder-page.ts";
import { DocumentSession } from "../../src/session/document-session.ts";
import type { RunPorts } from "../../src/session/ports.ts";
import type { RunSlot } from "../../src/session/run/run-slot.ts";
import { keepRun } from "../../src/session/runs/keep-run.ts";
import { restoreRun } from "../../src/session/runs/restore-run.ts";
import { MemoryStorage } from "../../src/session/runs/run-storage.ts";
import { RunStore } from "../../src/session/runs/run-store.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import type { TrainerFactory } from "../../src/session/trainer.ts";
import { workerTrainers } from "../../src/session/worker-trainer.ts";
import type { HealthFinding } from "../../src/training/health/finding.ts";
import { prepareExperiment } from "../../src/training/experiment.ts";
import { machine } from "./kept-runs.ts";
import { MemoryCsvs, MemoryFolder, MemoryRunFiles } from "./memory-folder.ts";
import { MemoryText } from "./memory-text.ts";
import { type Call, pagePort } from "./page-port.ts";
import { HeldReader, repeated, tableReader } from "./page-tables.ts";
import { startWorker } from "./page-worker.ts";
import { ScriptedTrainer } from "./scripted-trainer.ts";
import { stageFacets } from "./stage-facets.ts";

/** What a page of the gallery starts with. */
export interface Scenario {
  /** The document. */
  readonly text: string;
  /** The CSVs in its folder, by name. */
  readonly csvs?: Readonly<Record<string, () => string | Uint8Array>>;
  /** Whether the engine itself trains; else runs play a script. */
  readonly isReal?: true;
  /** How often the rows of the CSV are said to be there. */
  readonly times?: number;
  /** What earlier windows have left, before the session opens. */
  readonly before?: (stage: Stage) => Promise<void>;
  /** What happens before the page is shown. */
  readonly begin?: (stage: Stage) => Promise<void>;
}

const STEM = "binary";
/** What the worker knows the document by. */
const DOCUMENT = `memory:/${STEM}.perceptron`;
/** Reports of a run, and of a trial of a sweep, from the first to the last epoch. */
export const RUN_REPORTS = 400;
const TRIAL_REPORTS = 8;
const MOST_KEPT = 50;

export class Stage {
  /** What the builder has asked, in order. */
  readonly calls: Call[] = [];
  /** What people were told beside the builder. */
  readonly told: Message[] = [];
  /** Messages are lost, as to a hidden webview. */
  isDeaf = false;
  /** Whether importance is found as slowly as that of a large network. */
  isSlow = false;
  readonly folder = new MemoryFolder();
  readonly csvs = new MemoryCsvs(this.folder);
  readonly storage = new MemoryStorage();
  readonly files = new MemoryRunFiles(this.folder, STEM);
  readonly store = new RunStore(this.storage, { changed: () => this.#session?.runsChanged(), warn: () => {} });
  readonly worker = startWorker({ reading: async (progress) => this.session.data.follow(progress) });
  readonly document: MemoryText;
  /** The builder, once it is open. */
  page: BuilderPage | undefined;
  #isHidden = false;
  readonly reader: HeldReader;
  readonly #words: { readonly language: string; readonly translations: Translations };
  readonly #isReal: boolean;
  /** The trainers of runs that play a script. */
  readonly #scripted: ScriptedTrainer[] = [];
  #engine: EngineChoice = { name: "builtin", processes: 1 };
  #session: DocumentSession | undefined;

  constructor({ text, csvs = {}, isReal, times }: Scenario, language: string, translations: Translations) {
    this.document = new MemoryText(`${STEM}.perceptron`, text);
    this.#words = { language, translations };
    this.#isReal = isReal === true;
    for (const [name, content] of Object.entries(csvs)) this.folder.write(name, content());
    const reader = tableReader(this.folder, this.worker, DOCUMENT);
    this.reader = new HeldReader(times === undefined ? reader : repeated(reader, times), (progress) =>
      this.session.data.follow({ document: DOCUMENT, ...progress }),
    );
  }

  get session(): DocumentSession {
    if (this.#session === undefined) throw new Error("The session is not open yet.");
    return this.#session;
  }

  /** Opens the session as the scenario says, and a page on it. */
  async open({ before, begin }: Scenario, port: Port): Promise<void> {
    await before?.(this);
    const run = this.#runPorts();
    this.#session = new DocumentSession({
      clock: systemClock,
      text: this.document,
      data: { clock: systemClock, files: this.csvs, reader: this.reader },
      run,
      sweep: {
        clock: systemClock,
        trainer: this.#trainers(TRIAL_REPORTS),
        load: () => Promise.resolve(undefined),
        save: () => Promise.resolve(),
        lanes: () => 2,
        log: run.log,
      },
      engine: () => this.#engine,
      words: () => this.#words,
      showProblems: () => {},
      restore: (slot) => this.#restore(slot),
    });
    this.document.changed = () => this.session.read();
    await this.session.restored;
    if (begin) await begin(this);
    else await this.session.data.settled();
    const network = {
      worker: this.worker,
      document: DOCUMENT,
      stem: STEM,
      sources: async (file: string | string[]) => this.folder.sources(file),
      encodingHint: () => undefined,
      readWeights: () => this.files.readWeights(),
      weightsVersion: async () => this.folder.version(this.files.weightName),
      weightBytes: async (name = this.files.weightName) => this.folder.read(name),
    };
    const isVisible = (): boolean => !this.#isHidden;
    const place = {
      port: pagePort(port, this),
      get isVisible() {
        return isVisible();
      },
      isActive: true,
      log: run.log,
    };
    this.page = new BuilderPage(this.session, place, stageFacets(this, network));
  }

  /** Puts the builder behind another tab, or in front again. */
  hide(isHidden: boolean): void {
    this.#isHidden = isHidden;
    this.page?.viewStateChanged();
  }

  get text(): string {
    return this.document.text();
  }

  /** How many steps can be undone. */
  get steps(): number {
    return this.document.steps;
  }

  /** Changes the text as a text editor beside the builder would. */
  write(text: string): void {
    this.document.write(text);
  }

  undo(): void {
    this.document.undo();
  }

  redo(): void {
    this.document.redo();
  }

  /** Lets the run that plays a script come so many epochs further at once. */
  advance(epochs: number): void {
    for (const trainer of this.#scripted) trainer.play(epochs);
  }

  /** Tells what is sick about the run that plays a script. */
  find(findings: readonly HealthFinding[]): void {
    for (const trainer of this.#scripted) trainer.find(findings);
  }

  chooseEngine(choice: EngineChoice): void {
    this.#engine = choice;
    this.session.engineChanged();
  }

  /** Does something the person asked for; if it fails, says why. */
  tell<T>(act: Promise<T>): Promise<T | undefined> {
    return act.catch((error: unknown) => {
      this.told.push(reasonOf(error));
      return undefined;
    });
  }

  /** A trainer that plays a script, as runs of this stage have it. */
  scriptedTrainers(reports: number): (...listener: Parameters<TrainerFactory>) => ScriptedTrainer {
    const prepare: ConstructorParameters<typeof ScriptedTrainer>[0]["prepare"] = (experiment) =>
      prepareExperiment(
        experiment,
        this.folder
          .sources(experiment.data.file)
          .map((source) => bytesSource(source.name, "bytes" in source ? source.bytes : new Uint8Array())),
      );
    return (listener) => new ScriptedTrainer({ clock: systemClock, prepare, reports }, listener);
  }

  #trainers(reports: number): TrainerFactory {
    if (this.#isReal)
      return workerTrainers({ start: startWorker, sources: async (file) => this.folder.sources(file), options: async () => ({}) });
    return this.scriptedTrainers(reports);
  }

  #runPorts(): RunPorts {
    const trainers = this.#trainers(RUN_REPORTS);
    return {
      clock: systemClock,
      files: this.files,
      trainer: (listener) => {
        const trainer = trainers(listener);
        if (trainer instanceof ScriptedTrainer) this.#scripted.push(trainer);
        return trainer;
      },
      text: () => this.text,
      stopKeeps: () => "last",
      watchesHealth: () => true,
      keep: async (ended): Promise<undefined> => {
        await keepRun(this.store, ended, machine, MOST_KEPT);
      },
      offerToKeep: () => Promise.resolve(),
      log: (error) => this.told.push(reasonOf(error)),
    };
  }

  #restore(slot: RunSlot): { readonly restored: Promise<void>; dispose(): void } {
    return { restored: this.store.refresh().then(() => restoreRun(slot, this.store)), dispose: () => {} };
  }
}
