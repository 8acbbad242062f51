// The runs of one document: their records in memory, everything else in the place where they are kept. A
// record that cannot be read is passed over with a word in the log; it does not take the others with it.

import { readMoments, type StoredMoment } from "../../code/formats/moments.ts";
import { fewAtATime } from "../../model/few-at-a-time.ts";
import { parseDocument } from "../../model/document.ts";
import { MOST_DOCUMENT } from "../../model/format.ts";
import {
  parseRunRecord,
  type RunMarks,
  type RunRecord,
  runRecordText,
  type RunVerification,
  surplusRuns,
  withMarks,
} from "../../model/run-record.ts";
import type { Settings } from "../../model/sweep/sweep.ts";
import { settingsOf, type Varied } from "../../model/sweep/variant.ts";
import { curveCsv, curveFromCsv } from "../../protocol/curve.ts";
import type { RunEntry } from "../../protocol/runs.ts";
import type { EpochResult } from "../../training/types.ts";
import { type RunStorage, WEIGHTS } from "./run-storage.ts";

const RECORD = "run.json";
/**
 * Not named `.perceptron`: it is no document to open, and its paths are those of the document beside the
 * folder.
 */
const DOCUMENT = "document.json";
const CURVE = "curve.csv";
const MOMENTS = "moments.safetensors";

/** Bytes that each may have. A curve of a million epochs has some hundred million. */
const MOST_BYTES = {
  [RECORD]: 1_000_000,
  [DOCUMENT]: MOST_DOCUMENT,
  [CURVE]: 200_000_000,
  [WEIGHTS]: 2 ** 32,
  [MOMENTS]: 200_000_000,
} as const;
/** Runs of a document that are looked at, the newest. */
const MOST_RUNS = 10_000;

/** Everything that is kept of a run. */
export interface RunContent {
  readonly record: RunRecord;
  /** The document's text. */
  readonly document: string;
  readonly points: readonly EpochResult[];
  /** A weight file. */
  readonly weights: Uint8Array;
  /** Moments of the way; absent if nothing of it is remembered. */
  readonly moments?: Uint8Array;
}

export interface RunStoreListener {
  changed(): void;
  /** @param sentence in English, for the log */
  warn(sentence: string): void;
}

export class RunStore {
  readonly #storage: RunStorage;
  readonly #listener: RunStoreListener;
  #entries: readonly RunEntry[] = [];
  #unread: readonly string[] = [];
  /** What was said already of records that cannot be read. */
  readonly #told = new Set<string>();
  /** What the documents of runs have; they never change. */
  readonly #settings = new Map<string, Settings>();
  #reading: Promise<void> | undefined;
  /** Whether something changed while the list was read. */
  #isStale = false;

  constructor(storage: RunStorage, listener: RunStoreListener) {
    this.#storage = storage;
    this.#listener = listener;
  }

  /** Newest first, as they were when they were last looked at. */
  get entries(): readonly RunEntry[] {
    return this.#entries;
  }

  /** The names of runs whose records cannot be read. */
  get unread(): readonly string[] {
    return this.#unread;
  }

  find(id: string): RunEntry | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  /**
   * Keeps a run, and removes the oldest ones without a star if there are more than `most` of them.
   * @param id the name it should have
   * @returns the name it has
   * @throws Error if it cannot be written
   */
  async keep(id: string, { record, document, points, weights, moments }: RunContent, most: number): Promise<string> {
    const encoder = new TextEncoder();
    const own = await this.#storage.add(id, {
      [DOCUMENT]: encoder.encode(document),
      [CURVE]: encoder.encode(curveCsv(points)),
      [RECORD]: encoder.encode(runRecordText(record)),
      [WEIGHTS]: weights,
      ...(moments ? { [MOMENTS]: moments } : {}),
    });
    await this.refresh();
    // A clock that was set back makes the newest run the oldest.
    await this.remove(surplusRuns(this.#entries, most).filter((id) => id !== own));
    return own;
  }

  /** Looks at what is there. Several at a time are one, and one more if something changed meanwhile. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#reading ??= this.#readWhileStale().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  mark(id: string, marks: RunMarks): Promise<void> {
    return this.#change(id, (record) => withMarks(record, marks));
  }

  /** Keeps what a comparison with PyTorch found. */
  verified(id: string, verified: RunVerification): Promise<void> {
    return this.#change(id, (record) => ({ ...record, verified }));
  }

  async #change(id: string, change: (record: RunRecord) => RunRecord): Promise<void> {
    const entry = this.find(id);
    if (entry === undefined) return;
    const record = change(entry.record);
    await this.#storage.replace(id, RECORD, new TextEncoder().encode(runRecordText(record)));
    this.#become(this.#entries.map((other) => (other.id === id ? { ...other, record } : other)));
  }

  /** Removes runs for good. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#storage.remove(id);
    this.forget(ids);
  }

  /** Leaves runs out of the list that somebody else has removed. */
  forget(ids: readonly string[]): void {
    this.#become(this.#entries.filter(({ id }) => !ids.includes(id)));
  }

  /** The text of the document that was trained. @throws Error if it is not there */
  async document(id: string): Promise<string> {
    return new TextDecoder().decode(await this.#read(id, DOCUMENT));
  }

  /** @throws Error if it is not there, or no curve */
  async curve(id: string): Promise<EpochResult[]> {
    return curveFromCsv(new TextDecoder().decode(await this.#read(id, CURVE)));
  }

  /** The weight file's bytes. @throws Error if it is not there */
  async weights(id: string): Promise<Uint8Array> {
    return this.#read(id, WEIGHTS);
  }

  /** Remembered moments of its way. @throws Error if there are none, or they cannot be read */
  async moments(id: string): Promise<StoredMoment[]> {
    return readMoments(await this.#read(id, MOMENTS), MOMENTS);
  }

  #read(id: string, file: keyof typeof MOST_BYTES): Promise<Uint8Array> {
    return this.#storage.read(id, file, MOST_BYTES[file]);
  }

  async #readWhileStale(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const ids = (await this.#storage.list()).toSorted().slice(-MOST_RUNS);
      const entries = await fewAtATime(ids, (id) => this.#entry(id));
      const found = entries.filter((entry) => entry !== undefined).toSorted((one, other) => (one.id < other.id ? 1 : -1));
      this.#become(
        found,
        ids.filter((_, index) => entries[index] === undefined),
      );
    }
  }

  async #entry(id: string): Promise<RunEntry | undefined> {
    try {
      const record = parseRunRecord(new TextDecoder().decode(await this.#read(id, RECORD)));
      const settings = await this.#settingsOf(id);
      return { id, record, ...(settings ? { settings } : {}) };
    } catch (error) {
      const sentence = `The run ${id} is passed over: ${error instanceof Error ? error.message : String(error)}`;
      if (!this.#told.has(sentence)) this.#listener.warn(sentence);
      this.#told.add(sentence);
      return undefined;
    }
  }

  /** A run whose document cannot be read is one all the same; who asks for the document is told why. */
  async #settingsOf(id: string): Promise<Settings | undefined> {
    const known = this.#settings.get(id);
    if (known) return known;
    const { experiment } = parseDocument(await this.document(id).catch(() => ""));
    const settings = experiment && settingsOf(experiment as Varied);
    if (settings) this.#settings.set(id, settings);
    return settings;
  }

  #become(entries: readonly RunEntry[], unread = this.#unread): void {
    const isSame = JSON.stringify([entries, unread]) === JSON.stringify([this.#entries, this.#unread]);
    this.#entries = entries;
    this.#unread = unread;
    if (!isSame) this.#listener.changed();
  }
}
