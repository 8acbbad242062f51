// What the host says of the present step. Pieces and explanations are asked for when they are drawn and kept
// until the step changes, so that walking through the stops asks nothing twice.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ProblemError } from "../../../../src/model/problem.ts";
import type { InsideHost } from "../../../../src/protocol/inside-host.ts";
import type {
  Explanation,
  GradientCheck,
  InsideMove,
  InsideMoved,
  InsideSearch,
  InsideStep,
  NumberAddress,
  TensorPiece,
  TensorWindow,
} from "../../../../src/training/inside/types.ts";
import { LiveQuestion } from "../../../shared/controllers/live-question.ts";
import { say } from "../../../shared/text.ts";
import { keyOf, tensorKey } from "./stops.ts";

/** Milliseconds in which answers that have come wait for those that are under way: a frame. */
const TOGETHER = 16;

/** What is opened, moved to or looked for at the moment. */
export type Work = "opening" | "moving" | "searching";

export class InsideController implements ReactiveController {
  step: InsideStep | undefined;
  /** What kept the last move from what was wanted, or what went wrong with it. */
  note = "";
  work: Work | undefined;
  /** Counts the answers, so that parts know when to look again. */
  revision = 0;
  readonly #host: ReactiveControllerHost;
  readonly #inside: () => InsideHost;
  readonly #kept = new Map<string, unknown>();
  #moves = 0;
  /** Questions whose answers are under way, and what tells of those that have come meanwhile. */
  #open = 0;
  #told: ReturnType<typeof setTimeout> | undefined;
  /** How far a search is, and which move it belongs to. */
  readonly #search: LiveQuestion<{ readonly of: number; readonly search: InsideSearch }>;

  constructor(host: ReactiveControllerHost, inside: () => InsideHost) {
    this.#host = host;
    this.#inside = inside;
    host.addController(this);
    this.#search = new LiveQuestion(host);
  }

  hostDisconnected(): void {
    this.#moves++;
    clearTimeout(this.#told);
    this.#told = undefined;
    this.step = undefined;
    this.work = undefined;
    this.#kept.clear();
    void this.#inside().closeInside();
  }

  /**
   * Opens the run.
   * @param step the one to go on from, counted from 1
   */
  async open(step?: number): Promise<void> {
    await this.#work("opening", async (inside) => {
      const moved = await inside.openInside();
      return moved && step !== undefined && step !== moved.step.step ? inside.moveInside({ to: "step", step }) : moved;
    });
  }

  /** Goes to another step, of a run that was let go of once it is open again; true if the step changed. */
  async move(move: InsideMove): Promise<boolean> {
    const before = this.step;
    await this.#work(
      move.to === "condition" ? "searching" : "moving",
      async (inside) => (await inside.moveInside(move)) ?? ((await inside.openInside()) && inside.moveInside(move)),
    );
    return this.step !== before;
  }

  /** How far the condition is looked for; undefined until that is known, and if none is. */
  get search(): InsideSearch | undefined {
    const { answer } = this.#search;
    return this.work === "searching" && answer?.of === this.#moves ? answer.search : undefined;
  }

  /** A piece of a tensor; undefined until it has come. */
  piece(window: TensorWindow): TensorPiece | undefined {
    const { tensor, row, rows, column, columns } = window;
    return this.#ask(`${tensorKey(tensor)} ${row}+${rows} ${column}+${columns}`, (inside) => inside.insideNumbers(window));
  }

  /** A number; undefined until it has come. */
  explanation(address: NumberAddress): Explanation | undefined {
    return this.#ask(`why ${keyOf(address)}`, (inside) => inside.explainNumber(address));
  }

  check(address: NumberAddress): GradientCheck | undefined {
    return this.#ask(`check ${keyOf(address)}`, (inside) => inside.checkGradient(address));
  }

  #ask<T>(key: string, ask: (inside: InsideHost) => Promise<T | undefined>): T | undefined {
    if (!this.#kept.has(key)) {
      this.#kept.set(key, undefined);
      const { step } = this;
      this.#open++;
      void ask(this.#inside())
        .then((answer) => {
          // Of a step that is gone.
          if (step === this.step) this.#kept.set(key, answer);
        })
        .finally(() => this.#tellTogether());
    }
    return this.#kept.get(key) as T | undefined;
  }

  /** Only the answer to the newest question counts. */
  async #work(work: Work, ask: (inside: InsideHost) => Promise<InsideMoved | undefined>): Promise<void> {
    const own = ++this.#moves;
    this.work = work;
    this.note = "";
    this.#tell();
    this.#search.rest();
    if (work === "searching") this.#watch(own);
    try {
      const moved = await ask(this.#inside());
      if (own !== this.#moves) return;
      this.note = moved?.note ? say(moved.note) : "";
      if (work === "opening" || !isSameStep(moved?.step, this.step)) {
        this.step = moved?.step;
        this.#kept.clear();
      }
    } catch (error) {
      if (own !== this.#moves) return;
      this.note = error instanceof ProblemError ? say(error.problem.message) : String(error);
    }
    this.work = undefined;
    this.#search.rest();
    this.#tell();
  }

  /** Asks now and then how far the search of a move is. */
  #watch(of: number): void {
    this.#search.follow(String(of), true, async () => {
      const search = await this.#inside().searchInside();
      return search && { of, search };
    });
  }

  /** A stop asks for several things at once, and is drawn once all are there. */
  #tellTogether(): void {
    this.#open--;
    if (this.#open === 0) this.#tell();
    else this.#told ??= setTimeout(() => this.#tell(), TOGETHER);
  }

  #tell(): void {
    clearTimeout(this.#told);
    this.#told = undefined;
    this.revision++;
    this.#host.requestUpdate();
  }
}

/** Whether it is the same step with the same rows, so that all that is known of it still holds. */
function isSameStep(one: InsideStep | undefined, other: InsideStep | undefined): boolean {
  return one?.step === other?.step && one?.isPicked === other?.isPicked && String(one?.rows) === String(other?.rows);
}
