// Numbers of the engine that a lesson compares with: an expression on a step of a document's run from its
// beginning. What was asked is remembered until the document changes, because checks are asked often.

import { firstError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import type { Inside } from "../../protocol/worker.ts";
import type { LessonDocument } from "./lesson-ports.ts";

/** Values that are remembered of one document. */
const MOST_KEPT = 500;

export class TensorValues {
  readonly #worker: Pick<Inside, "openInside" | "evaluateInside">;
  readonly #log: (error: unknown) => void;
  /** The document, its text and its data that the values are of. */
  #key: readonly unknown[] = [];
  readonly #values = new Map<string, Promise<number | undefined>>();
  /** The step that the worker is at; undefined if it follows another document. */
  #at: number | undefined;
  /** The worker follows one run at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(worker: Pick<Inside, "openInside" | "evaluateInside">, log: (error: unknown) => void) {
    this.#worker = worker;
    this.#log = log;
  }

  /**
   * @param step the optimizer step, counted from 1
   * @returns undefined if the document cannot be trained, has no such step, or the expression gives no number
   */
  async value(document: LessonDocument, expression: string, step: number): Promise<number | undefined> {
    const { session } = document;
    await session.data.settled();
    const { experiment } = session;
    if (experiment === undefined || firstError(session.problems)) return undefined;
    this.#forgetOthers([session, session.text, session.data.state]);
    const key = `${step} ${expression}`;
    const known = this.#values.get(key);
    if (known) return known;
    const own = this.#key;
    const value = this.#turn.then(() => this.#ask(document, experiment, expression, step, own));
    this.#turn = value;
    if (this.#values.size < MOST_KEPT) this.#values.set(key, value);
    return value;
  }

  #forgetOthers(key: readonly unknown[]): void {
    if (key.every((part, at) => part === this.#key[at])) return;
    this.#key = key;
    this.#at = undefined;
    this.#values.clear();
  }

  async #ask(
    document: LessonDocument,
    experiment: Experiment,
    expression: string,
    step: number,
    key: readonly unknown[],
  ): Promise<number | undefined> {
    const name = document.session.state.fileName;
    try {
      if (this.#at !== step || key !== this.#key) {
        this.#at = undefined;
        const options = { document: name, encodingHint: document.encodingHint(), step };
        const moved = await this.#worker.openInside(experiment, await document.sources(experiment.data.file), options);
        if (moved.step.step !== step) return undefined;
        if (key === this.#key) this.#at = step;
      }
      const [answer] = (await this.#worker.evaluateInside(name, [{ expression }])) ?? [];
      const value = answer && "value" in answer ? answer.value : undefined;
      return typeof value === "string" || value === undefined ? undefined : Number(value);
    } catch (error) {
      this.#at = undefined;
      this.#log(error);
      return undefined;
    }
  }
}
