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
import { type Expression, parseExpression } from "./expression.ts";
import { stepScope } from "./step-scope.ts";
import { type StepFrame, TracedStep } from "./traced-step.ts";
import type { InsideMove } from "./types.ts";

/** Bytes that remembered states may take. */
const BUDGET = 64 * 1024 * 1024;
/** The most states that are remembered. */
const MOST = 64;

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
  | { readonly kind: "condition"; readonly holds: Expression; readonly text: string; readonly after: number };

export class Stepper {
  readonly #prepared: PreparedExperiment;
  readonly #start: StepperStart;
  /** States by the steps that were done; the first is the beginning. */
  readonly #remembered = new Map<number, RunCheckpoint>();
  /** Steps between two states that are remembered. */
  #stride = 1;
  #run: TrainingRun;
  #traced: TracedStep | undefined;
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

  /**
   * Sets a goal, in the place of one that was not reached yet; `work` goes there.
   * @throws ProblemError if a condition is none, or a picked row is not used
   */
  move(move: InsideMove): void {
    this.#note = undefined;
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
        this.#goal = {
          kind: "condition",
          holds: parseExpression(move.condition),
          text: move.condition,
          after: this.#traced?.trace.step ?? 0,
        };
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
        if (this.#isBefore(goal)) this.#run.advanceBatch();
        else if (this.#look(goal) && (goal.kind !== "condition" || this.#holds(goal.holds))) return this.#arrive();
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
    const { steps } = this.#run;
    this.#note =
      goal.kind === "condition" ? message("The run ends at step {0}, and {1} never held on the way.", steps, goal.text) : ended(steps);
    if (steps === 0 || this.#traced?.trace.step === steps) return this.#arrive();
    this.#goal = { kind: "step", step: steps };
    this.#goBack();
    return false;
  }

  #arrive(): true {
    this.#goal = undefined;
    return true;
  }

  #holds(expression: Expression): boolean {
    return this.#traced !== undefined && expression(stepScope(this.#traced)) === true;
  }

  /** Trains again from the last state before the goal, if the run is past it. */
  #goBack(): void {
    const goal = this.#goal;
    if (goal === undefined || goal.kind === "condition") return;
    const { batchesPerEpoch } = this.#run.started;
    const done = goal.kind === "step" ? goal.step - 1 : (goal.epoch - 1) * batchesPerEpoch;
    if (this.#run.steps <= done) return;
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

function ended(steps: number): Message {
  return message("The run ends at step {0}.", steps);
}
