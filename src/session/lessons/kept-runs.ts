// The kept runs of a lesson's document, as checks see them. They never change, so each is read once.

import type { RunFacts } from "../../lessons/facts.ts";
import { parseDocument } from "../../model/document.ts";
import type { RunEntry } from "../../protocol/runs.ts";
import type { LessonDocument } from "./lesson-ports.ts";
import { epochValue } from "./run-metrics.ts";

/** The newest runs that are looked at. */
const MOST_RUNS = 100;

export class KeptRuns {
  readonly #runs: LessonDocument["runs"];
  readonly #read = new Map<string, Promise<RunFacts | undefined>>();

  constructor(runs: LessonDocument["runs"]) {
    this.#runs = runs;
  }

  /** Those that began since then, newest first. One that cannot be read any more is none. */
  async since(begin: string): Promise<readonly RunFacts[]> {
    const entries = this.#since(begin);
    const found = await Promise.all(entries.map((entry) => this.#facts(entry)));
    return found.filter((run) => run !== undefined);
  }

  /**
   * The loss on the test rows of the run that began at this time; undefined if it is not kept, or has none.
   */
  testLoss(startedAt: Date): number | undefined {
    return this.#runs.entries.find(({ record }) => Date.parse(record.startedAt) === startedAt.getTime())?.record.losses.test;
  }

  #since(begin: string): readonly RunEntry[] {
    return this.#runs.entries.filter(({ record }) => Date.parse(record.startedAt) >= Date.parse(begin)).slice(0, MOST_RUNS);
  }

  #facts(entry: RunEntry): Promise<RunFacts | undefined> {
    const known = this.#read.get(entry.id);
    if (known) return known;
    const facts = this.#load(entry).catch(() => undefined);
    this.#read.set(entry.id, facts);
    return facts;
  }

  async #load({ id, record }: RunEntry): Promise<RunFacts> {
    const [text, points] = await Promise.all([this.#runs.document(id), this.#runs.curve(id)]);
    const { experiment, json } = parseDocument(text);
    const { epochs: epoch, planned: epochs, stopped, health = [], losses } = record;
    const lr = points.at(-1)?.lr;
    return {
      document: () => experiment ?? json,
      run: () => ({ state: "ended", epoch, epochs, batch: 0, stopped, isEdited: false, ...(lr === undefined ? {} : { lr }) }),
      metric: (name, at) => (name === "test_loss" ? losses.test : epochValue(points, experiment, name, at)),
      health: () => health,
    };
  }
}
