// A document on a disk as a session of its own: nobody edits it while a tool works with it, and nobody looks.

import { rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readWeightFile } from "../code/formats/weights.ts";
import { FileHold } from "../disk/hold.ts";
import { readFile } from "../disk/read-file.ts";
import { replaceFile } from "../disk/write-file.ts";
import { DiskStorage } from "../host/node/disk-storage.ts";
import type { Experiment } from "../model/schema.ts";
import type { SourceReference, TrainingObserver, TrainingWorker } from "../protocol/worker.ts";
import type { CsvFiles, TableReader, Versions } from "../session/data/document-data.ts";
import { DocumentSession, type SessionText } from "../session/document-session.ts";
import { Emitter } from "../session/emitter.ts";
import type { NetworkPorts, WeightFile } from "../session/network/network-ports.ts";
import { TrainedNetwork } from "../session/network/trained-network.ts";
import type { RunFiles, RunPorts, UnkeptRun } from "../session/ports.ts";
import { keepRun } from "../session/runs/keep-run.ts";
import type { Machine } from "../session/runs/record-of.ts";
import { restoreRun } from "../session/runs/restore-run.ts";
import { RunStore } from "../session/runs/run-store.ts";
import { systemClock } from "../session/system-clock.ts";

import { type TrainingThread, workerTrainers } from "../session/worker-trainer.ts";
import type { ToolDocument } from "../tools/workspace.ts";

/** Runs of a document that are kept. */
const MOST_KEPT = 50;
/** Bytes that weights may have: what an array of Node holds. */
const MOST_WEIGHTS = 2 ** 32;

/** What a document of a folder needs. */
export interface FolderPorts {
  /** The worker that reads tables and evaluates. */
  readonly worker: TrainingWorker;
  /** Starts one that trains. */
  readonly startTraining: (observer: Pick<TrainingObserver, "started" | "progressed" | "found">) => TrainingThread;
  /** Where a CSV of the document lies. @throws ProblemError if that is outside */
  readonly source: (name: string) => Promise<SourceReference>;
  readonly machine: Machine;
  readonly log: (error: unknown) => void;
}

/** @param path where the document really lies */
export function openDocument(path: string, text: string, ports: FolderPorts): ToolDocument {
  const { worker, startTraining, machine, log } = ports;
  const stem = basename(path).replace(/(?<=.)\.[^.]*$/, "");
  const beside = (ending: string): string => join(dirname(path), `${stem}${ending}`);
  const sources = (file: Experiment["data"]["file"]): Promise<SourceReference[]> => Promise.all([file].flat().map(ports.source));
  const warn = (sentence: string): void => log(sentence);
  const runs = new RunStore(new DiskStorage(beside(".runs")), { changed: () => {}, warn });
  const trainer = workerTrainers({ start: startTraining, sources, options: async () => ({}) });
  const run: RunPorts = {
    clock: systemClock,
    files: runFiles(beside),
    hold: new FileHold(join(dirname(path), `.${stem}.training`)),
    trainer,
    text: () => text,
    watchesHealth: () => true,
    stopKeeps: () => "last",
    keep: async (ended): Promise<UnkeptRun | undefined> => {
      await keepRun(runs, ended, machine, MOST_KEPT).catch(log);
      return undefined;
    },
    // What could not be written is said in the answer.
    offerToKeep: async () => {},
    log,
  };
  const session = new DocumentSession({
    clock: systemClock,
    text: fixedText(basename(path), text),
    data: { clock: systemClock, files: new DiskCsvs(ports.source), reader: tableReader(path, worker, sources) },
    run,
    sweep: { clock: systemClock, trainer, load: async () => undefined, save: async () => {}, lanes: () => 1, log },
    words: () => ({ language: "en", translations: {} }),
    showProblems: () => {},
    restore: (slot) => ({ restored: runs.refresh().then(() => restoreRun(slot, runs), log), dispose: () => {} }),
  });
  const weights: Pick<NetworkPorts, "readWeights" | "weightBytes"> = {
    readWeights: () => readWeights(beside(".safetensors")),
    weightBytes: (name) => readFile(name === undefined ? beside(".safetensors") : join(dirname(path), name), MOST_WEIGHTS, "refuse"),
  };
  const network = new TrainedNetwork(session, {
    worker,
    document: path,
    stem,
    sources,
    encodingHint: () => undefined,
    weightsVersion: () => versionOf(beside(".safetensors")),
    ...weights,
  });
  return { session, network, weights, runs, show: async () => {}, follow: () => {}, close: () => session.end() };
}

function fixedText(fileName: string, text: string): SessionText {
  return { fileName, version: 1, text: () => text, edit: async () => false, rewrite: async () => false };
}

function runFiles(beside: (ending: string) => string): RunFiles {
  const [weights, checkpoint] = [beside(".safetensors"), beside(".checkpoint.safetensors")];
  const saveWeights = async (bytes: Uint8Array): Promise<string> => {
    await replaceFile(weights, bytes);
    return basename(weights);
  };
  return {
    checkpointName: basename(checkpoint),
    readCheckpoint: () => readIfThere(checkpoint),
    writeCheckpoint: (bytes) => replaceFile(checkpoint, bytes),
    removeCheckpoint: () => rm(checkpoint, { force: true }),
    saveWeights,
    // There is nobody to ask for another place.
    rescueWeights: async () => undefined,
  };
}

async function readWeights(path: string): Promise<WeightFile | undefined> {
  const bytes = await readIfThere(path);
  return bytes && { ...readWeightFile(bytes, basename(path)), file: basename(path) };
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path, MOST_WEIGHTS, "refuse");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function versionOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && `${found.mtimeMs} ${found.size}`;
}

const never = new Emitter<never>().event;

function tableReader(
  document: string,
  worker: TrainingWorker,
  sources: (file: Experiment["data"]["file"]) => Promise<readonly SourceReference[]>,
): TableReader {
  return {
    onDidAllow: never,
    askAgain: () => {},
    describe: async (experiment, begun) => {
      const found = await sources(experiment.data.file);
      await begun();
      return worker.describe(experiment, found, { document });
    },
    cancel: () => worker.cancelReading(document),
    rows: (question) => worker.rows(document, question),
    rowValues: (row) => worker.rowValues(document, row),
  };
}

/** The CSVs of a document, each looked at when the document is opened. */
class DiskCsvs implements CsvFiles {
  readonly onDidChange = never;
  readonly onDidChangeFile = never;
  readonly changes = undefined;
  readonly isGone = false;
  readonly #source: FolderPorts["source"];
  #names: readonly string[] = [];

  constructor(source: FolderPorts["source"]) {
    this.#source = source;
  }

  follow(files: Experiment["data"]["file"]): void {
    this.#names = [files].flat();
  }

  begin(): void {}

  async versions(): Promise<Versions> {
    const found = await Promise.all(
      this.#names.map(async (name) => {
        const source = await this.#source(name);
        return [name, ("path" in source && (await versionOf(source.path))) || ""] as const;
      }),
    );
    return new Map(found);
  }

  wereRead(): void {}

  async save(): Promise<void> {}

  dispose(): void {}
}
