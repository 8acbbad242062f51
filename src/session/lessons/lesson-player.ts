// One open lesson: which step is shown, what of it is done, and which hint fits. It looks at the real
// document and the real run whenever they change, and never at how often somebody clicked.

import { hintFor, holds, verdictOn } from "../../lessons/checks.ts";
import type { Action, Step } from "../../lessons/lesson.ts";
import type { LoadedLesson } from "../../lessons/load.ts";
import type { Message } from "../../model/message.ts";
import { reasonOf } from "../../model/problem.ts";
import type { AnswerState, AnswerVerdict, LessonState, LessonWait } from "../../protocol/lesson.ts";
import { Emitter, type Subscription } from "../emitter.ts";
import { DocumentFacts } from "./document-facts.ts";
import type { LessonDocument, LessonPorts } from "./lesson-ports.ts";
import { perform } from "./perform.ts";
import { progressFrom } from "./progress.ts";
import { TensorValues } from "./tensor-values.ts";

/** Milliseconds between two looks while a run reports. */
const PACE = 200;

interface OpenDocument {
  readonly document: LessonDocument;
  readonly facts: DocumentFacts;
  readonly listening: readonly Subscription[];
}

export class LessonPlayer {
  readonly loaded: LoadedLesson;
  readonly #ports: LessonPorts;
  readonly #changed = new Emitter<LessonState>();
  readonly #tensors: TensorValues;
  readonly #documents = new Map<string, Promise<OpenDocument>>();
  /** Index of the shown step; after the last one the summary. */
  #step: number;
  readonly #done: Set<string>;
  readonly #answers: Map<string, number>;
  readonly #verdicts = new Map<string, AnswerVerdict>();
  readonly #figures = new Map<string, number>();
  /** What figures are about, and how often that has changed. */
  #about = "";
  #version = 0;
  #since: string;
  #hint: string | undefined;
  #waits: LessonWait | undefined;
  #note: Message | undefined;
  #told = "";
  #lookedAt = -Infinity;
  /** Takes back the look that is planned. */
  #planned: (() => void) | undefined;
  #looking: Promise<void> = Promise.resolve();
  /** What is being done; aborted by "Start again" and by the end. */
  #acting: AbortController | undefined;
  #acted: Promise<void> = Promise.resolve();
  #isOver = false;

  /** Told how it stands whenever that is something else. */
  readonly onDidChange = this.#changed.event;

  constructor(loaded: LoadedLesson, ports: LessonPorts) {
    this.loaded = loaded;
    this.#ports = ports;
    this.#tensors = new TensorValues(ports.inside, ports.log);
    const { step, done, answers, since } = progressFrom(ports.memory.load(), loaded.lesson, ports.clock.date().toISOString());
    const { steps } = loaded.lesson;
    this.#step = step === undefined ? steps.length : steps.findIndex(({ id }) => id === step);
    this.#done = new Set(done);
    this.#answers = new Map(Object.entries(answers));
    this.#since = since;
  }

  get state(): LessonState {
    const answers = [...this.#answers].map(([id, value]): [string, AnswerState] => [
      id,
      { value, verdict: this.#verdicts.get(id) ?? "undecided" },
    ]);
    return {
      step: this.#step,
      done: [...this.#done],
      isDone: this.loaded.lesson.steps.every(({ id }) => this.#done.has(id)),
      ...(this.#hint === undefined ? {} : { hint: this.#hint }),
      answers: Object.fromEntries(answers),
      figures: Object.fromEntries(this.#figures),
      version: this.#version,
      ...(this.#waits ? { waits: this.#waits } : {}),
      ...(this.#note ? { note: this.#note } : {}),
    };
  }

  /** The shown step; undefined at the summary. */
  get step(): Step | undefined {
    return this.loaded.lesson.steps[this.#step];
  }

  /** The document of the shown step, opened if need be; at the summary that of the last one. */
  async document(): Promise<LessonDocument> {
    return (await this.#opened()).document;
  }

  /** What checks are asked of, for the shown step. */
  async facts(): Promise<DocumentFacts> {
    return (await this.#opened()).facts;
  }

  /** Shows a step by its index. One that is only to be read is done by going on. */
  async goTo(index: number): Promise<void> {
    const { steps } = this.loaded.lesson;
    const before = this.step;
    if (before && before.check === undefined && index > this.#step) this.#done.add(before.id);
    this.#step = Math.min(Math.max(0, Math.floor(index) || 0), steps.length);
    this.#hint = undefined;
    this.#note = undefined;
    this.#keep();
    await this.look();
  }

  /** Fills in an input; without a value it is emptied. */
  async answer(id: string, value: number | undefined): Promise<void> {
    if (!this.loaded.lesson.steps.some(({ ask }) => ask.some((one) => one.id === id))) return;
    if (value === undefined || !Number.isFinite(value)) this.#answers.delete(id);
    else this.#answers.set(id, value);
    this.#keep();
    await this.look();
  }

  /** Says what a figure reports. */
  async figure(id: string, value: number): Promise<void> {
    if (!Number.isFinite(value)) return;
    this.#figures.set(id, value);
    this.#soon();
  }

  /** Does what the shown step asks for; resolves when it is done, or could not be. */
  async doIt(): Promise<void> {
    if (this.step) await this.act(this.step.do);
  }

  /** Does actions on the shown step's document, one after the other. */
  async act(actions: readonly Action[]): Promise<void> {
    if (this.#acting) return this.#acted;
    const acting = new AbortController();
    this.#acting = acting;
    this.#note = undefined;
    this.#wait("action");
    this.#acted = this.#perform(actions, acting.signal)
      .catch((error: unknown) => {
        this.#note = reasonOf(error);
      })
      .finally(() => {
        this.#acting = undefined;
        this.#wait(undefined);
      });
    await this.#acted;
    await this.look();
  }

  /** Puts the documents back as they were, and forgets what was done. */
  async startAgain(): Promise<void> {
    this.#acting?.abort();
    const opened = await Promise.all(this.#documents.values());
    await Promise.all(opened.flatMap(({ document: { session } }) => [session.run.stop(), session.sweep.stop()]));
    await this.#acted;
    this.#wait("action");
    try {
      await this.#ports.restore();
      this.#note = undefined;
    } catch (error) {
      this.#note = reasonOf(error);
    } finally {
      this.#waits = undefined;
    }
    for (const { facts } of opened) facts.forgetSweep();
    for (const all of [this.#done, this.#answers, this.#verdicts, this.#figures]) all.clear();
    this.#since = this.#ports.clock.date().toISOString();
    await this.goTo(0);
  }

  /** Looks at once whether the shown step is done. */
  async look(): Promise<void> {
    this.#planned?.();
    this.#planned = undefined;
    this.#lookedAt = this.#ports.clock.now();
    const { step } = this;
    this.#looking = this.#looking
      .then(() => this.#look(step))
      .catch((error: unknown) => {
        this.#ports.log(error);
        this.#note = reasonOf(error);
        this.#tell();
      });
    await this.#looking;
  }

  dispose(): void {
    this.#isOver = true;
    this.#acting?.abort();
    this.#planned?.();
    this.#changed.dispose();
    for (const opened of this.#documents.values())
      void opened.then(({ listening }) => {
        for (const subscription of listening) subscription.dispose();
      }, this.#ports.log);
  }

  async #perform(actions: readonly Action[], signal: AbortSignal): Promise<void> {
    const { document, facts } = await this.#opened();
    for (const action of actions) {
      if (signal.aborted) return;
      await perform(action, document, {
        answer: (id, value) => this.#answers.set(id, value),
        figure: (id, value) => this.#figures.set(id, value),
        tensor: (expression, step) => facts.tensor(expression, step),
        waits: (what) => this.#wait(what),
      });
      this.#wait("action");
    }
    this.#keep();
  }

  /** Looks soon: a run may report a hundred times a second. */
  #soon(): void {
    if (this.#planned || this.#isOver) return;
    const due = Math.max(0, this.#lookedAt + PACE - this.#ports.clock.now());
    this.#planned = this.#ports.clock.after(due, () => void this.look());
  }

  /** @param step the one that was shown when something happened: who goes on at once has done it, too */
  async #look(step: Step | undefined): Promise<void> {
    // What is half done is no try; the end of it looks again.
    if (this.#isOver || this.#acting) return;
    if (step) {
      const { document, facts } = await this.#opened(step);
      const isDone = this.#done.has(step.id) || (step.check !== undefined && (await holds(step.check, facts)));
      if (isDone && !this.#done.has(step.id)) {
        this.#done.add(step.id);
        this.#keep();
      }
      const hint = isDone ? undefined : await hintFor(step.hints, facts);
      const verdicts = await Promise.all(step.ask.map(({ id }) => verdictOn(id, step.check, facts)));
      // Another step may be shown by now, and is looked at next.
      if (step !== this.step) return;
      this.#figure(document.session);
      this.#hint = hint?.id;
      for (const [at, { id }] of step.ask.entries()) {
        const isRight = verdicts[at];
        this.#verdicts.set(id, isRight === undefined ? "undecided" : isRight ? "right" : "wrong");
      }
    }
    this.#tell();
  }

  /** Counts what figures are about: the document as it is written, and whose weights it has. */
  #figure({ text, run }: LessonDocument["session"]): void {
    const about = JSON.stringify([text, run.status.run, run.isActive]);
    if (about !== this.#about) this.#version++;
    this.#about = about;
  }

  /** @param step that of the shown one by default */
  #opened(step = this.step): Promise<OpenDocument> {
    const { document, steps } = this.loaded.lesson;
    const name = (step ?? steps.at(-1))?.document ?? document;
    const known = this.#documents.get(name);
    if (known) return known;
    const opened = this.#open(name);
    this.#documents.set(name, opened);
    // One that cannot be opened is tried again.
    void opened.catch(() => this.#documents.delete(name));
    return opened;
  }

  async #open(name: string): Promise<OpenDocument> {
    const document = await this.#ports.open(name);
    const page = () => ({ answers: this.#answers, figures: this.#figures, since: this.#since });
    const soon = (): void => this.#soon();
    const listening = [document.session.onDidChange(soon), document.onDidChangePlace(soon)];
    return { document, facts: new DocumentFacts(document, this.#tensors, page), listening };
  }

  #wait(what: LessonWait | undefined): void {
    this.#waits = what;
    this.#tell();
  }

  #keep(): void {
    const step = this.step?.id;
    this.#ports.memory.save({
      ...(step === undefined ? {} : { step }),
      done: [...this.#done],
      answers: Object.fromEntries(this.#answers),
      since: this.#since,
    });
  }

  #tell(): void {
    if (this.#isOver) return;
    const { state } = this;
    const text = JSON.stringify(state);
    if (text === this.#told) return;
    this.#told = text;
    this.#changed.fire(state);
  }
}
