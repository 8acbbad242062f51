// What checks are asked of, for one document of a lesson: its session, its kept runs, the engine's numbers,
// its builder, and what was typed on the page.

import type { Facts, RunView, SweepView, TrialView } from "../../lessons/facts.ts";
import type { MetricName } from "../../lessons/lesson.ts";
import { healthOf } from "../../protocol/run.ts";
import type { TrialStatus } from "../../protocol/sweep.ts";
import { KeptRuns } from "./kept-runs.ts";
import type { LessonDocument } from "./lesson-ports.ts";
import { epochValue, epochValues } from "./run-metrics.ts";
import type { TensorValues } from "./tensor-values.ts";

/** What the person did on the page, and since when. */
export interface PageFacts {
  readonly answers: ReadonlyMap<string, number>;
  readonly figures: ReadonlyMap<string, number>;
  /** When the lesson was begun; what ran before does not count. */
  readonly since: string;
}

export class DocumentFacts implements Facts {
  readonly #document: LessonDocument;
  readonly #tensors: TensorValues;
  readonly #page: () => PageFacts;
  readonly #kept: KeptRuns;
  /** Sweeps up to this count were made before the lesson was begun again. */
  #oldSweep = 0;

  constructor(document: LessonDocument, tensors: TensorValues, page: () => PageFacts) {
    this.#document = document;
    this.#tensors = tensors;
    this.#page = page;
    this.#kept = new KeptRuns(document.runs);
  }

  /** The sweep as it is does not count any more. */
  forgetSweep(): void {
    this.#oldSweep = this.#document.session.sweep.count;
  }

  document(): unknown {
    const { experiment, state } = this.#document.session;
    return experiment ?? state.json;
  }

  async problems(): Promise<readonly string[]> {
    const { session } = this.#document;
    await session.data.settled();
    return session.problems.map(({ code }) => code);
  }

  run(): RunView | undefined {
    if (!this.#counts()) return undefined;
    const { run, state } = this.#document.session;
    const { status } = run;
    if (status.state === "idle" || status.state === "watched") return undefined;
    const lr = run.curve.points.at(-1)?.lr;
    return {
      state: status.state,
      epoch: status.epoch,
      epochs: status.epochs,
      batch: status.state === "paused" ? status.batch : 0,
      stopped: status.state === "ended" ? status.stopped : null,
      isEdited: state.isEdited === true,
      ...(lr === undefined ? {} : { lr }),
    };
  }

  metric(name: MetricName, at: "last" | "best"): number | undefined {
    if (!this.#counts()) return undefined;
    const { run } = this.#document.session;
    if (name !== "test_loss") return epochValue(run.curve.points, run.trained, name, at);
    return run.startedAt && !run.isActive ? this.#kept.testLoss(run.startedAt) : undefined;
  }

  health(): ReturnType<Facts["health"]> {
    return this.#counts() ? healthOf(this.#document.session.run.status) : [];
  }

  tensor(expression: string, step: number): Promise<number | undefined> {
    return this.#tensors.value(this.#document, expression, step);
  }

  runs(): ReturnType<Facts["runs"]> {
    return this.#kept.since(this.#page().since);
  }

  sweep(): SweepView | undefined {
    const { sweep, text } = this.#document.session;
    const status = sweep.count > this.#oldSweep ? sweep.status("range", text) : undefined;
    if (status === undefined) return undefined;
    const { kind } = status.sweep;
    return {
      state: status.state,
      kind,
      isOutdated: status.isOutdated === true,
      seeds: kind === "seeds" ? status.trials.filter(({ state }) => state === "ended").length : 0,
      trials: status.trials.map(trialView),
    };
  }

  place(): ReturnType<Facts["place"]> {
    return this.#document.place();
  }

  hasFile(name: string, contains?: string): Promise<boolean> {
    return this.#document.hasFile(name, contains);
  }

  answer(id: string): number | undefined {
    return this.#page().answers.get(id);
  }

  figure(id: string): number | undefined {
    return this.#page().figures.get(id);
  }

  /** Whether the newest run began with the lesson or after it. */
  #counts(): boolean {
    const { startedAt } = this.#document.session.run;
    return startedAt !== undefined && startedAt.getTime() >= Date.parse(this.#page().since);
  }
}

function trialView({ settings, state, epoch, stopped = null, best, last }: TrialStatus): TrialView {
  return { ...settings, state, epoch, stopped, ...(best === undefined ? {} : { best }), ...(last ? epochValues(last) : {}) };
}
