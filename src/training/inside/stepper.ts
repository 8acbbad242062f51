// A run that is followed from the inside: forward to any step, and back to an earlier one by training again
// from the last state that is remembered. It is a run of its own, with the bits of the run it follows, so
// whatever trains goes on untouched.

import { clipCoefficient } from "../../engine/clip.ts";
import { message, type Message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { RunCheckpoint } from "../checkpoint.ts";
import type { WeightTensor } from "../evaluation/trained.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { TrainingRun } from "../run.ts";
import { isHeld, type Measure, parseCondition, parseExpression, type Value } from "./expression.ts";
import { stepScope } from "./step-scope.ts";
import { type StepFrame, TracedStep } from "./traced-step.ts";
import type { InsideMove, InsideSearch, PlacedExpression } from "./types.ts";

/** Bytes that remembered states may take. */
const BUDGET = 64 * 1024 * 1024;
/** The most states that are remembered. */
const MOST = 64;
/** Numbers of a condition that are told while it is looked for. */
const MOST_MEASURES = 3;

export interface StepperStart {
  /** Goes on from here; from the document's first weights if there is nothing. */
  readonly from?: RunCheckpoint;
  /** Whether the run from the document's beginning comes to `from`, so that one may go back before it. */
  readonly restarts?: boolean;
  /** Weights in the place of the first ones. */
  readonly weights?: readonly WeightTensor[];
}

/** Where a move leads. */
type Goal =
  | { readonly kind: "step"; readonly step: number; readonly picked?: Uint32Array }
  | { readonly kind: "epoch"; readonly epoch: number }
  /** On a later step than `after`. */
  | {
      readonly kind: "condition";
      readonly holds: (step: TracedStep) => boolean;
      readonly note: (steps: number) => Message;
      readonly measures?: readonly Measure[];
      readonly after: number;
    };

export class Stepper {
  readonly #prepared: PreparedExperiment;
  readonly #start: StepperStart;
  /** States by the steps that were done; the first is the beginning. */
  readonly #remembered = new Map<number, RunCheckpoint>();
  /** Steps between two states that are remembered. */
  #stride = 1;
  #run: TrainingRun;
  #traced: TracedStep | undefined;
  /** The step that was done last, or tried. */
  #tried = 0;
  #goal: Goal | undefined;
  #note: Message | undefined;

  /** @throws ProblemError if the checkpoint or the weights are of another network */
  constructor(prepared: PreparedExperiment, start: StepperStart = {}) {
    this.#prepared = prepared;
    this.#start = start;
    this.#run = this.#open(start.from);
    this.#remember();
  }

  /** The first step from where it begins. */
  get first(): number {
    return Math.min(...this.#remembered.keys()) + 1;
  }

  /** The step that is looked at; undefined before the first move, and if no batch is left. */
  get step(): TracedStep | undefined {
    return this.#traced;
  }

  /** What kept the last move from its goal. */
  get note(): Message | undefined {
    return this.#note;
  }

  /** How far a condition is looked for; undefined if none is, and before the first step of the search. */
  get search(): InsideSearch | undefined {
    const [goal, traced] = [this.#goal, this.#traced];
    if (goal?.kind !== "condition" || goal.measures === undefined || traced === undefined) return undefined;
    const scope = stepScope(traced);
    const measures = goal.measures.slice(0, MOST_MEASURES).flatMap(({ text, value }) => {
      const shown = shownOf(value(scope));
      return shown === undefined ? [] : [{ expression: text, value: shown }];
    });
    return { step: traced.trace.step, steps: traced.frame.steps, measures };
  }

  /**
   * Sets a goal, in the place of one that was not reached yet; `work` goes there.
   * @throws ProblemError if a condition is none, or a picked row is not used
   */
  move(move: InsideMove): void {
    this.#note = undefined;
    const after = this.#traced?.trace.step ?? this.#run.steps;
    switch (move.to) {
      case "step":
        this.#goal = { kind: "step", step: Math.max(1, Math.floor(move.step)) };
        break;
      case "rows":
        this.#goal = { kind: "step", step: this.#traced?.trace.step ?? this.first, ...this.#pick(move.rows) };
        // The same step with other rows is looked at anew.
        this.#traced = undefined;
        break;
      case "epoch":
        this.#goal = { kind: "epoch", epoch: Math.max(1, Math.floor(move.epoch)) };
        break;
      case "condition":
        this.#goal = { ...conditionOf(move.condition), kind: "condition", after };
        break;
      case "any":
        this.#goal = { kind: "condition", holds: anyOf(move.conditions), note: ended, after };
        break;
      case "next":
        this.#goal = { kind: "step", step: after + 1 };
        break;
    }
    this.#goBack();
  }

  /**
   * Trains towards the goal until `isDue`.
   * @returns true once it is reached, or cannot be
   * @throws ProblemError if a condition asks for what is not there
   */
  work(isDue: () => boolean): boolean {
    for (;;) {
      const goal = this.#goal;
      if (goal === undefined) return true;
      if (goal.kind === "step" && this.#traced?.trace.step === goal.step && !this.#traced.frame.isPicked) return this.#arrive();
      if (!this.#run.advanceToBatch()) {
        if (this.#end(goal)) return true;
      } else {
        this.#remember();
        // Only the steps that are asked for are looked at.
        this.#tried = this.#run.steps + 1;
        if (this.#isBefore(goal)) this.#run.advanceBatch();
        else if (this.#look(goal) && (goal.kind !== "condition" || goal.holds(this.#traced!))) return this.#arrive();
      }
      if (isDue()) return false;
    }
  }

  /** Lets go of the run. */
  dispose(): void {
    this.#run.dispose();
    this.#remembered.clear();
  }

  /** Traces the next step. @returns false if there is none */
  #look(goal: Goal): boolean {
    const { epochs, batch } = this.#run;
    const picked = goal.kind === "step" ? goal.picked : undefined;
    const traced = this.#run.traceStep(picked);
    if (traced === undefined) return false;
    const { clip_grad_norm: most } = this.#prepared.experiment.training;
    const clipped = most === undefined ? {} : { clipped: clipCoefficient(Math.fround(traced.look.gradientNorm), most) };
    if (picked === undefined) {
      this.#traced = new TracedStep(traced, { ...this.#frame(), ...clipped });
      return true;
    }
    const place = { epoch: epochs + 1, batch: batch + 1 };
    this.#traced = new TracedStep({ ...traced, ...place }, { ...this.#frame(), ...clipped, isPicked: true });
    // The run has learned from rows that were not its turn.
    this.#reopen(traced.step - 1);
    return true;
  }

  #frame(): StepFrame {
    const { experiment, encoded } = this.#prepared;
    const { epochs, batchesPerEpoch: batches } = this.#run.started;
    const { classes } = encoded.preprocessing.target;
    const { inputNames } = encoded;
    return { experiment, inputNames, ...(classes ? { classes } : {}), steps: epochs * batches, epochs, batches };
  }

  #isBefore(goal: Goal): boolean {
    if (goal.kind === "condition") return this.#run.steps < goal.after;
    return goal.kind === "step" ? this.#run.steps + 1 < goal.step : this.#run.epochs + 1 < goal.epoch;
  }

  /** No step is left: the last one is looked at. @returns whether it already is */
  #end(goal: Goal): boolean {
    // A step that ended the run because its loss is no finite number was not counted.
    const steps = Math.max(this.#run.steps, this.#tried);
    this.#note = goal.kind === "condition" ? goal.note(steps) : ended(steps);
    if (steps === 0 || this.#traced?.trace.step === steps) return this.#arrive();
    this.#goal = { kind: "step", step: steps };
    this.#goBack();
    return false;
  }

  #arrive(): true {
    this.#goal = undefined;
    return true;
  }

  /** Trains again from the last state before the goal, if the run is past it. */
  #goBack(): void {
    const goal = this.#goal;
    if (goal === undefined || goal.kind === "condition") return;
    const { batchesPerEpoch } = this.#run.started;
    const done = goal.kind === "step" ? goal.step - 1 : (goal.epoch - 1) * batchesPerEpoch;
    // The step that ended the run without being counted, and that nobody looked at.
    const isLost = goal.kind === "step" && goal.step === this.#tried && this.#traced?.trace.step !== goal.step;
    if (this.#run.steps <= done && (this.#run.isTraining || !isLost)) return;
    this.#traced = undefined;
    // Nothing is known from before a run that goes on from a checkpoint.
    if (!this.#reopen(done)) this.#goal = { kind: "step", step: this.first };
  }

  /**
   * Goes on from the last state of at most so many steps. @returns false if there is none: from the first one
   */
  #reopen(done: number): boolean {
    const steps = Math.max(...[...this.#remembered.keys()].filter((kept) => kept <= done));
    this.#run.dispose();
    if (!Number.isFinite(steps) && this.#start.restarts) {
      this.#run = this.#open(undefined);
      return true;
    }
    this.#run = this.#open(this.#remembered.get(Number.isFinite(steps) ? steps : this.first - 1));
    return Number.isFinite(steps);
  }

  /**
   * Where rows of the CSV stand among those the run learns from. @throws ProblemError if it does not know one
   */
  #pick(rows: readonly number[]): { readonly picked?: Uint32Array } {
    if (rows.length === 0) return {};
    const { experiment, encoded, origin } = this.#prepared;
    const { batch_size: most } = experiment.training;
    if (rows.length > most) throw notPicked(message("A step has at most {0} rows, as batch_size says. Pick fewer.", most));
    const places = new Map(Array.from(origin.tableRows, (row, place) => [row + 1, place]));
    const picked = rows.map((row) => places.get(row));
    const missing = picked.indexOf(undefined);
    if (missing >= 0 || encoded.rows === 0) {
      throw notPicked(message("Row {0} is not among the rows that are used: it has gaps, or is not there.", rows[missing] ?? 0));
    }
    return { picked: Uint32Array.from(picked as number[]) };
  }

  #open(resume: RunCheckpoint | undefined): TrainingRun {
    const run = new TrainingRun(this.#prepared, { onEpoch: () => {}, countsMetrics: false, ...(resume ? { resume } : {}) });
    if (resume === undefined && this.#start.weights) run.useWeights(this.#start.weights);
    return run;
  }

  /** Remembers the state before the next step, and fewer of them once there are many. */
  #remember(): void {
    const { steps } = this.#run;
    if (this.#remembered.has(steps) || (steps % this.#stride !== 0 && this.#remembered.size > 0)) return;
    const state = this.#run.checkpoint();
    if (state === undefined) return;
    this.#remembered.set(steps, state);
    const bytes = state.tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
    const most = Math.max(2, Math.min(MOST, Math.floor(BUDGET / Math.max(1, bytes))));
    if (this.#remembered.size <= most) return;
    this.#stride *= 2;
    const first = Math.min(...this.#remembered.keys());
    for (const kept of this.#remembered.keys()) if (kept !== first && kept % this.#stride !== 0) this.#remembered.delete(kept);
  }
}

function notPicked(sentence: Message): ProblemError {
  return new ProblemError({ severity: "error", code: "picked-row", path: [], message: sentence });
}

function conditionOf(text: string): Pick<Extract<Goal, { kind: "condition" }>, "holds" | "note" | "measures"> {
  const { holds, measures } = parseCondition(text);
  return {
    measures,
    holds: (step) => holds(stepScope(step)) === true,
    note: (steps) => message("The run ends at step {0}, and {1} never held on the way.", steps, text),
  };
}

/** A value as it is told; undefined of what has no number. */
function shownOf(value: Value): number | boolean | string | undefined {
  return typeof value === "object" ? value.number : value;
}

function anyOf(conditions: readonly PlacedExpression[]): (step: TracedStep) => boolean {
  const parsed = conditions.map(({ expression, at }) => ({ holds: parseExpression(expression), at }));
  return (step) =>
    parsed.some(({ holds, at }) => {
      try {
        return isHeld(holds(stepScope(step, at)));
      } catch (error) {
        if (error instanceof ProblemError) return true;
        throw error;
      }
    });
}

function ended(steps: number): Message {
  return message("The run ends at step {0}.", steps);
}
