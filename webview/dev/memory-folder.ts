// The folder of a document in memory: its CSVs, and what its runs leave beside it.

import { readWeightFile } from "../../src/code/formats/weights.ts";
import { message, type Message } from "../../src/model/message.ts";
import { ProblemError } from "../../src/model/problem.ts";
import type { Experiment } from "../../src/model/schema.ts";
import type { CsvChanges } from "../../src/protocol/builder.ts";
import type { SourceReference } from "../../src/protocol/worker.ts";
import type { ChangedCsv, CsvFiles, Versions } from "../../src/session/data/document-data.ts";
import { Emitter } from "../../src/session/emitter.ts";
import type { WeightFile } from "../../src/session/network/network-ports.ts";
import type { RunFiles } from "../../src/session/ports.ts";

export class MemoryFolder {
  readonly #files = new Map<string, { readonly bytes: Uint8Array; readonly version: number }>();
  readonly #changed = new Emitter<string>();
  #writes = 0;
  /** What every writing fails with, as on a full disk. */
  full: Error | undefined;

  /** Told the name of a file that was written or removed. */
  readonly onDidChange = this.#changed.event;

  read(name: string): Uint8Array | undefined {
    return this.#files.get(name)?.bytes;
  }

  /** What tells a file from itself after a change; undefined if there is none. */
  version(name: string): string | undefined {
    return this.#files.get(name)?.version.toString();
  }

  write(name: string, content: Uint8Array | string): void {
    if (this.full) throw this.full;
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#files.set(name, { bytes, version: ++this.#writes });
    this.#changed.fire(name);
  }

  remove(name: string): void {
    if (this.#files.delete(name)) this.#changed.fire(name);
  }

  /** CSVs as a worker gets them. @throws ProblemError if one is not there */
  sources(file: Experiment["data"]["file"]): SourceReference[] {
    return [file].flat().map((name) => {
      const bytes = this.read(name);
      if (bytes) return { name, bytes };
      const sentence = message("There is no file {0}. Choose the CSV again.", name);
      throw new ProblemError({ severity: "error", code: "file-not-found", message: sentence, path: ["data", "file"], file: name });
    });
  }
}

/** What runs leave: STEM.safetensors, and STEM.checkpoint.safetensors while one goes on. */
export class MemoryRunFiles implements RunFiles {
  readonly checkpointName: string;
  readonly weightName: string;
  readonly #folder: MemoryFolder;
  /** Finds another place for weights that were not written, once somebody asked for one. */
  rescue: (() => void) | undefined;

  constructor(folder: MemoryFolder, stem: string) {
    this.#folder = folder;
    this.checkpointName = `${stem}.checkpoint.safetensors`;
    this.weightName = `${stem}.safetensors`;
  }

  get checkpoint(): Uint8Array | undefined {
    return this.#folder.read(this.checkpointName);
  }

  get weights(): Uint8Array | undefined {
    return this.#folder.read(this.weightName);
  }

  async readCheckpoint(): Promise<Uint8Array | undefined> {
    return this.checkpoint;
  }

  async writeCheckpoint(bytes: Uint8Array): Promise<void> {
    this.#folder.write(this.checkpointName, bytes);
  }

  async removeCheckpoint(): Promise<void> {
    this.#folder.remove(this.checkpointName);
  }

  /** The weight file's content; undefined if there is none. @throws ProblemError if it is no weight file */
  async readWeights(): Promise<WeightFile | undefined> {
    const { weights, weightName } = this;
    return weights && { ...readWeightFile(weights, weightName), file: weightName };
  }

  async saveWeights(bytes: Uint8Array): Promise<string | undefined> {
    this.#folder.write(this.weightName, bytes);
    return this.weightName;
  }

  async rescueWeights(bytes: Uint8Array, _reason: Message): Promise<string | undefined> {
    await new Promise<void>((resolve) => (this.rescue = resolve));
    return this.saveWeights(bytes);
  }
}

/** The document's CSVs, those that changed since they were read, and those that have changes in an editor. */
export class MemoryCsvs implements CsvFiles {
  readonly #folder: MemoryFolder;
  readonly #changed = new Emitter<void>();
  readonly #fileChanged = new Emitter<ChangedCsv>();
  #names: readonly string[] = [];
  #read: Versions = new Map();
  #onDisk = new Set<string>();
  #unsaved = new Map<string, string>();
  isGone = false;

  readonly onDidChange = this.#changed.event;
  readonly onDidChangeFile = this.#fileChanged.event;

  constructor(folder: MemoryFolder) {
    this.#folder = folder;
    folder.onDidChange((name) => this.#compare(name));
  }

  get changes(): CsvChanges | undefined {
    const unsaved = this.#names.filter((name) => this.#unsaved.has(name));
    return this.#onDisk.size === 0 && unsaved.length === 0 ? undefined : { onDisk: [...this.#onDisk], unsaved };
  }

  /** Changes a CSV in an editor that does not save it. */
  edit(name: string, text: string): void {
    this.#unsaved.set(name, text);
    this.#changed.fire();
  }

  follow(file: Experiment["data"]["file"]): void {
    const names = [file].flat();
    if (names.join("\n") === this.#names.join("\n")) return;
    this.#names = names;
    this.#read = new Map();
    this.#onDisk.clear();
  }

  begin(): void {}

  async versions(): Promise<Versions> {
    return new Map(this.#names.map((name) => [name, this.#folder.version(name) ?? ""]));
  }

  wereRead(versions: Versions): void {
    this.#read = versions;
    this.isGone = false;
    this.#onDisk.clear();
    for (const name of this.#names) this.#compare(name);
  }

  async save(): Promise<void> {
    const unsaved = [...this.#unsaved];
    this.#unsaved.clear();
    for (const [name, text] of unsaved) this.#folder.write(name, text);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#fileChanged.dispose();
  }

  #compare(name: string): void {
    const version = this.#folder.version(name) ?? "";
    if (!this.#read.has(name) || version === this.#read.get(name)) return;
    this.#onDisk.add(name);
    this.isGone ||= version === "";
    this.#fileChanged.fire({ name, isGone: version === "" });
    this.#changed.fire();
  }
}
