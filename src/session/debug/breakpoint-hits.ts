// Which breakpoints are met at a stop: their conditions are asked, their hits counted, and those with a
// message say it instead.

import type { DebugStop } from "../../protocol/debug-host.ts";
import type { InsideAnswer, PlacedExpression } from "../../training/inside/types.ts";
import { type Breakpoint, expressionsIn, isAlways, isMeantHit, isMetAt, piecesOf } from "./breakpoints.ts";
import type { DebuggerListener } from "./listener.ts";

/** Asks expressions on the present step. */
export type Evaluate = (expressions: readonly PlacedExpression[]) => Promise<readonly InsideAnswer[] | undefined>;

export class BreakpointHits {
  readonly #evaluate: Evaluate;
  readonly #listener: Pick<DebuggerListener, "said">;
  #breakpoints: readonly Breakpoint[] = [];
  /**
   * The steps at which each was hit, in order, by its place and condition; half a step later on the way back.
   */
  readonly #steps = new Map<string, number[]>();

  constructor(evaluate: Evaluate, listener: Pick<DebuggerListener, "said">) {
    this.#evaluate = evaluate;
    this.#listener = listener;
  }

  /** Takes breakpoints in the place of those before; the hits of one that stays are kept. */
  keep(breakpoints: readonly Breakpoint[]): void {
    this.#breakpoints = breakpoints;
    const stay = new Set(breakpoints.map(keyOf));
    for (const key of this.#steps.keys()) if (!stay.has(key)) this.#steps.delete(key);
  }

  /** Forgets the hits of later steps, which come again. */
  forgetAfter(step: number): void {
    for (const [key, steps] of this.#steps)
      this.#steps.set(
        key,
        steps.filter((hit) => hit < step + 1),
      );
  }

  /** The ids of those that stop here on the way forward. */
  async at(step: number, stop: DebugStop): Promise<readonly number[]> {
    const stopping: number[] = [];
    for (const breakpoint of this.#breakpoints) {
      if (!(await this.#holds(breakpoint, stop))) continue;
      if (!isMeantHit(breakpoint.hitCondition, this.#count(breakpoint, step, stop))) continue;
      if (breakpoint.logMessage === undefined) stopping.push(breakpoint.id);
      else await this.#say(breakpoint.logMessage, stop);
    }
    return stopping;
  }

  /** The same on the way back, on which nothing is counted and nothing said. */
  async metOnTheWayBack(stop: DebugStop): Promise<readonly number[]> {
    const stopping: number[] = [];
    for (const breakpoint of this.#breakpoints)
      if (breakpoint.logMessage === undefined && isAlways(breakpoint.hitCondition) && (await this.#holds(breakpoint, stop)))
        stopping.push(breakpoint.id);
    return stopping;
  }

  async #holds(breakpoint: Breakpoint, at: DebugStop): Promise<boolean> {
    if (!isMetAt(breakpoint, at)) return false;
    const { condition } = breakpoint;
    if (isAlways(condition)) return true;
    const [answer] = (await this.#evaluate([{ expression: condition!, at }])) ?? [];
    if (answer === undefined) return false;
    // One that cannot be asked stops, so that it is seen.
    if ("error" in answer) {
      this.#listener.said({ problem: answer.error }, at);
      return true;
    }
    return answer.value === true || (typeof answer.value === "number" && answer.value !== 0);
  }

  /** Which hit of it this is, counted from 1; the same one again if somebody went back meanwhile. */
  #count(breakpoint: Breakpoint, step: number, { pass }: DebugStop): number {
    if (isAlways(breakpoint.hitCondition)) return 0;
    const at = pass === "backward" ? step + 0.5 : step;
    const key = keyOf(breakpoint);
    const steps = this.#steps.get(key) ?? [];
    this.#steps.set(key, steps);
    if (steps.at(-1) === at) return steps.length;
    return steps.at(-2) === at ? steps.length - 1 : steps.push(at);
  }

  async #say(logMessage: string, at: DebugStop): Promise<void> {
    const expressions = expressionsIn(logMessage);
    const answers = expressions.length === 0 ? [] : ((await this.#evaluate(expressions.map((expression) => ({ expression, at })))) ?? []);
    let next = 0;
    let text = "";
    for (const piece of piecesOf(logMessage)) {
      const answer = piece.isExpression ? answers[next++] : undefined;
      if (answer && "error" in answer) this.#listener.said({ problem: answer.error }, at);
      text += !piece.isExpression ? piece.text : answer && "text" in answer ? answer.text : `{${piece.text}}`;
    }
    this.#listener.said({ text }, at);
  }
}

function keyOf({ place, condition, hitCondition }: Breakpoint): string {
  return JSON.stringify([place, condition, hitCondition]);
}
