// A training under a debugger. Within a batch it walks over stops, because the step that is traced holds all
// of them; from batch to batch it moves the run that is followed from the inside. So every number is that of
// the run, also after a step back.

import { ProblemError } from "../../model/problem.ts";
import { message, type Message } from "../../model/message.ts";
import type { Experiment } from "../../model/schema.ts";
import type { DebugStop } from "../../protocol/debug-host.ts";
import type { Inside, InsideOptions, SourceReference } from "../../protocol/worker.ts";
import type { InsideMove, InsideMoved, InsideStep, PlacedExpression } from "../../training/inside/types.ts";
import { type Breakpoint, conditionsOf, hitComplaint, isAlways } from "./breakpoints.ts";
import { BreakpointHits } from "./breakpoint-hits.ts";
import { type ExceptionFilter, ExceptionWatch } from "./exception-watch.ts";
import type { DebuggerListener, Stopped } from "./listener.ts";
import { stopsOf } from "./stops.ts";

/** A breakpoint that cannot be asked, and why. */
export type Verdict = { readonly isVerified: true } | { readonly isVerified: false; readonly reason: Message };

/** A place in the run: a step, and one of its stops. */
interface Position {
  readonly step: number;
  readonly index: number;
}

/** The batches that are looked through at first on the way back. */
const WINDOW = 16;

export class TrainingDebugger {
  readonly #worker: Inside;
  readonly #document: string;
  readonly #listener: DebuggerListener;
  readonly #hits: BreakpointHits;
  readonly #exceptions: ExceptionWatch;
  #breakpoints: readonly Breakpoint[] = [];
  #step: InsideStep | undefined;
  #index = 0;
  #stops: readonly DebugStop[] = [];
  #isMoving = false;
  #isPauseAsked = false;
  /** Whether the worker is on its way. */
  #isGoing = false;
  /** Ends that way at the next batch. */
  #called: Promise<InsideMoved | undefined> | undefined;

  /** @param worker one of its own: a worker follows one run from the inside at a time */
  constructor(worker: Inside, document: string, listener: DebuggerListener) {
    this.#worker = worker;
    this.#document = document;
    this.#listener = listener;
    const evaluate = (expressions: readonly PlacedExpression[]) => this.#worker.evaluateInside(this.#document, expressions);
    this.#hits = new BreakpointHits(evaluate, listener);
    this.#exceptions = new ExceptionWatch(evaluate);
  }

  /** The batch it waits in. @throws Error before `open` */
  get step(): InsideStep {
    if (this.#step === undefined) throw new Error("Nothing is debugged yet.");
    return this.#step;
  }

  /** Where it waits in the batch. */
  get stop(): DebugStop {
    return this.#stops[this.#index] ?? { pass: "loss" };
  }

  /** Whether it waits, and is not on its way. */
  get isWaiting(): boolean {
    return this.#step !== undefined && !this.#isMoving;
  }

  /** Opens the run at its first batch. @throws ProblemError if the document cannot be trained */
  async open(
    experiment: Experiment,
    sources: readonly SourceReference[],
    options: Omit<InsideOptions, "document" | "step">,
  ): Promise<void> {
    const { step } = await this.#worker.openInside(experiment, sources, { ...options, document: this.#document, step: 1 });
    this.#step = step;
    this.#stops = stopsOf(step.layers.length);
    this.#index = 0;
  }

  /** Takes breakpoints in the place of those before, and says of each whether it can be asked. */
  async setBreakpoints(breakpoints: readonly Breakpoint[]): Promise<readonly Verdict[]> {
    const verdicts = await Promise.all(breakpoints.map((breakpoint) => this.#check(breakpoint)));
    this.#breakpoints = breakpoints.filter((_, index) => verdicts[index]!.isVerified);
    this.#hits.keep(this.#breakpoints);
    this.#call();
    return verdicts;
  }

  /** The same for exceptions. */
  async setExceptions(filters: readonly ExceptionFilter[]): Promise<readonly Verdict[]> {
    const verdicts = await Promise.all(filters.map(({ condition }) => this.#checkExpression(condition, this.stop)));
    this.#exceptions.filters = filters.filter((_, index) => verdicts[index]!.isVerified);
    this.#call();
    return verdicts;
  }

  /** Starts: waits at the first stop, or goes on to the first breakpoint. */
  async begin(stopsOnEntry: boolean): Promise<void> {
    if (stopsOnEntry) {
      this.#listener.stopped({ reason: "entry" });
      return;
    }
    await this.#move(() => this.#forward(undefined, 0));
  }

  /** On to the next breakpoint or exception, else to the end. */
  async continue(): Promise<void> {
    await this.#move(() => this.#forward(undefined));
  }

  /** To the next batch. */
  async next(): Promise<void> {
    await this.#move(() => this.#forward({ step: this.step.step + 1, index: 0 }));
  }

  /** To the next stop: the next layer forward, the loss, a layer backward, the update, the next batch. */
  async stepIn(): Promise<void> {
    const { step } = this.step;
    const isLast = this.#index + 1 >= this.#stops.length;
    await this.#move(() => this.#forward(isLast ? { step: step + 1, index: 0 } : { step, index: this.#index + 1 }));
  }

  /** To the first batch of the next epoch. */
  async stepOut(): Promise<void> {
    const { step, batch, batches } = this.step;
    await this.#move(() => this.#forward({ step: step + batches - batch + 1, index: 0 }));
  }

  /** One stop back; from the first stop of a batch to the first of the batch before. */
  async stepBack(): Promise<void> {
    await this.#move(async () => {
      if (this.#index > 0) this.#index -= 1;
      else await this.#go({ to: "step", step: Math.max(1, this.step.step - 1) });
      return { reason: this.#isAtStart ? "entry" : "step" };
    });
  }

  /** Back to the breakpoint or exception before, else to the start. */
  async reverseContinue(): Promise<void> {
    await this.#move(() => this.#backward());
  }

  /** Stops at the batch that is about to be trained. */
  pause(): void {
    if (!this.#isMoving) return;
    this.#isPauseAsked = true;
    this.#call();
  }

  /** Has the worker stop on its way, so that what it is on the way to is thought over. */
  #call(): void {
    if (this.#isGoing) this.#called ??= this.#worker.moveInside(this.#document, { to: "next" });
  }

  get #isAtStart(): boolean {
    return this.step.step === 1 && this.#index === 0;
  }

  async #move(act: () => Promise<Stopped | "ended">): Promise<void> {
    // A second press while the first is on its way.
    if (this.#isMoving) return;
    this.#isMoving = true;
    this.#isPauseAsked = false;
    let stopped: Stopped | "ended";
    try {
      stopped = await act();
    } finally {
      this.#isMoving = false;
    }
    this.#hits.forgetAfter(this.step.step);
    if (stopped === "ended") this.#listener.ended();
    else this.#listener.stopped(stopped);
  }

  /** @param from the first stop that is looked at; the one after the present one if nothing is said */
  async #forward(target: Position | undefined, from = this.#index + 1): Promise<Stopped | "ended"> {
    for (let first = from; ; first = 0) {
      const isInStep = target !== undefined && target.step === this.step.step;
      const last = isInStep ? target.index : this.#stops.length - 1;
      for (let index = first; index <= last; index++) {
        const stopped = await this.#meet(index, isInStep && index === last ? "step" : undefined);
        if (stopped !== undefined) {
          this.#index = index;
          return stopped;
        }
      }
      const wasLast = this.#index === this.#stops.length - 1 && first > last;
      if (this.#isPauseAsked) {
        this.#index = last;
        return { reason: "pause" };
      }
      if (!(await this.#onwards(target?.step))) return this.#end(wasLast);
      if (this.#isPauseAsked) return { reason: "pause" };
    }
  }

  /** No batch is left. Whoever is there for the first time may still look around, and go back. */
  #end(wasThere: boolean): Stopped | "ended" {
    if (wasThere) return "ended";
    this.#index = this.#stops.length - 1;
    return { reason: "end", said: message("The run ends here, at step {0}.", this.step.step) };
  }

  /** What is met at a stop: an exception, breakpoints, or what one was on the way to. */
  async #meet(index: number, otherwise: "step" | undefined): Promise<Stopped | undefined> {
    const at = this.#stops[index]!;
    const exception = await this.#exceptions.at(this.step, at);
    const met = await this.#hits.at(this.step.step, at);
    if (exception !== undefined) return { reason: "exception", said: exception };
    if (met.length > 0) return { reason: "breakpoint", breakpoints: met };
    return otherwise && { reason: otherwise };
  }

  /** To the next batch that has to be looked at. @returns false if there is none */
  async #onwards(target: number | undefined): Promise<boolean> {
    const { step, steps } = this.step;
    if (step >= steps) return false;
    const conditions = this.#conditions();
    if (conditions.some(({ expression }) => expression === "true")) return this.#go({ to: "step", step: step + 1 });
    if (conditions.length === 0) return this.#go({ to: "step", step: target ?? steps });
    const reached = target === undefined ? [] : [{ expression: `step >= ${target}` }];
    return this.#go({ to: "any", conditions: [...conditions, ...reached] });
  }

  #conditions(): readonly PlacedExpression[] {
    return [...this.#breakpoints.flatMap((breakpoint) => conditionsOf(breakpoint, this.#stops)), ...this.#exceptions.conditions];
  }

  /** @returns false if that did not lead to another batch */
  async #go(move: InsideMove): Promise<boolean> {
    const before = this.step.step;
    this.#isGoing = true;
    let moved: InsideMoved | undefined;
    try {
      moved = await this.#worker.moveInside(this.#document, move);
      // Where it was called to is where it is.
      if (this.#called) moved = await this.#called;
    } finally {
      this.#isGoing = false;
      this.#called = undefined;
    }
    if (moved === undefined) throw new Error("The run is not followed any more.");
    this.#step = moved.step;
    if (moved.step.step !== before) this.#index = 0;
    return moved.step.step !== before;
  }

  async #backward(): Promise<Stopped> {
    const here = await this.#lastMet(this.#index);
    if (here !== undefined) return here;
    const conditions = this.#conditions();
    const isEach = conditions.some(({ expression }) => expression === "true");
    let [end, width] = [this.step.step, isEach ? 1 : WINDOW];
    while (end > 1 && conditions.length > 0) {
      const start = Math.max(1, end - width);
      const found = await this.#lastBetween(start, end, conditions);
      if (this.#isPauseAsked) return { reason: "pause" };
      if (found !== undefined) {
        await this.#go({ to: "step", step: found });
        const met = await this.#lastMet(this.#stops.length);
        if (met !== undefined) return met;
      }
      end = start;
      if (!isEach) width *= 2;
    }
    await this.#go({ to: "step", step: 1 });
    this.#index = 0;
    return { reason: "entry" };
  }

  /** The last step from `start` and before `end` at which something is met. */
  async #lastBetween(start: number, end: number, conditions: readonly PlacedExpression[]): Promise<number | undefined> {
    let found: number | undefined;
    await this.#go({ to: "step", step: start });
    while (this.step.step < end && !this.#isPauseAsked) {
      if ((await this.#lastMet(this.#stops.length)) !== undefined) found = this.step.step;
      if (this.step.step === end - 1) break;
      await this.#go({ to: "any", conditions: [...conditions, { expression: `step >= ${end}` }] });
    }
    return found;
  }

  /** Goes to the last stop before `index` at which something is met, in the present batch. */
  async #lastMet(before: number): Promise<Stopped | undefined> {
    for (let index = before - 1; index >= 0; index--) {
      const at = this.#stops[index]!;
      const said = await this.#exceptions.at(this.step, at);
      const breakpoints = said === undefined ? await this.#hits.metOnTheWayBack(at) : [];
      if (said === undefined && breakpoints.length === 0) continue;
      this.#index = index;
      return said === undefined ? { reason: "breakpoint", breakpoints } : { reason: "exception", said };
    }
    return undefined;
  }

  async #check({ condition, hitCondition, place }: Breakpoint): Promise<Verdict> {
    const complaint = hitComplaint(hitCondition);
    if (complaint !== undefined) return { isVerified: false, reason: complaint };
    const at = this.#stops.find((stop) => (typeof place === "object" ? stop.layer === place.layer : stop.pass === place));
    if (at === undefined) return { isVerified: false, reason: message("The network that is debugged has no such layer.") };
    return this.#checkExpression(condition, at);
  }

  async #checkExpression(condition: string | undefined, at: DebugStop): Promise<Verdict> {
    if (isAlways(condition)) return { isVerified: true };
    try {
      const [answer] = (await this.#worker.evaluateInside(this.#document, [{ expression: condition!, at }])) ?? [];
      return answer && "error" in answer ? { isVerified: false, reason: answer.error } : { isVerified: true };
    } catch (error) {
      if (error instanceof ProblemError) return { isVerified: false, reason: error.problem.message };
      throw error;
    }
  }
}
