// Runs that are followed from the inside. One at a time, because a step and the states around it take memory.
// A long way is gone in slices, so that other questions are answered in between.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import type { Table } from "../data/table.ts";
import type { InsideOptions } from "../protocol/worker.ts";
import { prepare, type PreparedExperiment } from "../training/experiment.ts";
import { checkGradient } from "../training/inside/check-gradient.ts";
import { completeOn } from "../training/inside/completion.ts";
import { explain } from "../training/inside/explain/explain.ts";
import { answerOn, membersOn } from "../training/inside/inspect.ts";
import { stepScope } from "../training/inside/step-scope.ts";
import { Stepper } from "../training/inside/stepper.ts";
import type { TracedStep } from "../training/inside/traced-step.ts";
import type {
  Explanation,
  GradientCheck,
  InsideAnswer,
  InsideCompletion,
  InsideMember,
  InsideMembers,
  InsideMove,
  InsideMoved,
  InsideSearch,
  NumberAddress,
  PlacedExpression,
  TensorPiece,
  TensorWindow,
} from "../training/inside/types.ts";
import { readResumed } from "./checkpoints.ts";
import type { WorkerPorts } from "./ports.ts";
import { isDueAfter, SLICE } from "./slices.ts";

interface Opened {
  readonly document: string;
  readonly stepper: Stepper;
  readonly release: PreparedExperiment["release"];
}

export class Insides {
  readonly #ports: Pick<WorkerPorts, "turn" | "storage">;
  #opened: Opened | undefined;

  constructor(ports: Pick<WorkerPorts, "turn" | "storage">) {
    this.#ports = ports;
  }

  /**
   * Follows a run of this experiment, in the place of the one before.
   * @throws ProblemError if it cannot be trained, or the checkpoint is of another network
   */
  async open(experiment: Experiment, table: Table, { document, resume, restarts, step }: InsideOptions): Promise<InsideMoved> {
    this.#leave();
    const prepared = await prepare(experiment, table, { storage: this.#ports.storage });
    this.#leave();
    const stepper = new Stepper(prepared, resume ? { from: readResumed(resume).resume, restarts: restarts ?? false } : {});
    this.#opened = { document, stepper, release: prepared.release };
    const moved = await this.move(document, { to: "step", step: step ?? stepper.first });
    if (moved === undefined) throw new Error("Another run was opened from the inside meanwhile.");
    return moved;
  }

  /** @returns undefined if the document's run is not open @throws ProblemError if a condition is none */
  async move(document: string, move: InsideMove): Promise<InsideMoved | undefined> {
    const opened = this.#of(document);
    if (opened === undefined) return undefined;
    opened.move(move);
    for (let due = isDueAfter(SLICE); !opened.work(due); due = isDueAfter(SLICE)) {
      await this.#ports.turn();
      if (this.#of(document) !== opened) return undefined;
    }
    const { step, note } = opened;
    if (step === undefined) throw new ProblemError(nothingToDo());
    return { step: step.summary(), ...(note ? { note } : {}) };
  }

  // Questions about the present step; their answers are undefined if the document's run is not open.

  /** A piece of a tensor. */
  numbers(document: string, window: TensorWindow): TensorPiece | undefined {
    return this.#step(document)?.piece(window);
  }

  /** How a number was computed. */
  explain(document: string, address: NumberAddress): Explanation | undefined {
    const step = this.#step(document);
    return step && explain(step, address);
  }

  checkGradient(document: string, address: NumberAddress): GradientCheck | undefined {
    const step = this.#step(document);
    return step && checkGradient(step, address);
  }

  evaluate(document: string, expressions: readonly PlacedExpression[]): readonly InsideAnswer[] | undefined {
    const step = this.#step(document);
    return step && expressions.map((one) => answerOn(step, one));
  }

  members(document: string, question: InsideMembers): readonly InsideMember[] | undefined {
    const step = this.#step(document);
    return step && membersOn(step, question);
  }

  complete(document: string, { expression, at }: PlacedExpression): InsideCompletion | undefined {
    const step = this.#step(document);
    return step && completeOn(stepScope(step, at), expression);
  }

  /** How far the document's run is searched; undefined if no condition is looked for. */
  search(document: string): InsideSearch | undefined {
    return this.#of(document)?.search;
  }

  close(document: string): void {
    if (this.#opened?.document === document) this.#leave();
  }

  #leave(): void {
    this.#opened?.stepper.dispose();
    this.#opened?.release?.();
    this.#opened = undefined;
  }

  #step(document: string): TracedStep | undefined {
    return this.#of(document)?.step;
  }

  #of(document: string): Stepper | undefined {
    return this.#opened?.document === document ? this.#opened.stepper : undefined;
  }
}

function nothingToDo() {
  const sentence = message("The run has no step: there is no epoch to train, or no batch in one.");
  return { severity: "error", code: "no-step", path: ["training", "epochs"], message: sentence } as const;
}
