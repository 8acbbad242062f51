// Which exception is met at a stop. Each is asked once a step.

import type { Message } from "../../model/message.ts";
import type { DebugStop } from "../../protocol/debug-host.ts";
import type { InsideStep, PlacedExpression } from "../../training/inside/types.ts";
import type { Evaluate } from "./breakpoint-hits.ts";
import { type ExceptionName, exceptionKinds, isNotFinite } from "./exceptions.ts";
import { isAlways } from "./breakpoints.ts";

/** An exception that is watched for. */
export interface ExceptionFilter {
  readonly name: ExceptionName;
  /** Stands in the place of its own. */
  readonly condition?: string;
}

interface Found {
  readonly stop: DebugStop;
  readonly said: Message;
}

export class ExceptionWatch {
  readonly #evaluate: Evaluate;
  #filters: readonly ExceptionFilter[] = [];
  /** What the present step has. */
  #found: { readonly step: InsideStep; readonly all: readonly Found[] } | undefined;

  constructor(evaluate: Evaluate) {
    this.#evaluate = evaluate;
  }

  set filters(filters: readonly ExceptionFilter[]) {
    this.#filters = filters;
    this.#found = undefined;
  }

  /** Conditions of which one holds at every step that has an exception, apart from what ends the run. */
  get conditions(): readonly PlacedExpression[] {
    return this.#filters.flatMap((filter) => {
      const expression = conditionOf(filter);
      return expression === undefined ? [] : [{ expression }];
    });
  }

  /** What a person reads of the exception at a stop of the step; undefined if there is none. */
  async at(step: InsideStep, stop: DebugStop): Promise<Message | undefined> {
    if (this.#filters.length === 0) return undefined;
    if (this.#found?.step !== step) this.#found = { step, all: await this.#find(step) };
    return this.#found.all.find((found) => found.stop.pass === stop.pass && found.stop.layer === stop.layer)?.said;
  }

  async #find(step: InsideStep): Promise<readonly Found[]> {
    const asked = this.#filters.map((filter) => conditionOf(filter) ?? "false");
    const answers = (await this.#evaluate(asked.map((expression) => ({ expression })))) ?? [];
    return this.#filters.flatMap((filter, index) => {
      const answer = answers[index];
      const value = answer && "value" in answer ? answer.value : false;
      const isMet = conditionOf(filter) === undefined ? isNotFinite(step) : value === true || (typeof value === "number" && value !== 0);
      const kind = exceptionKinds.find(({ name }) => name === filter.name);
      return isMet && kind ? [kind.where(step)] : [];
    });
  }
}

function conditionOf({ name, condition }: ExceptionFilter): string | undefined {
  return isAlways(condition) ? exceptionKinds.find((kind) => kind.name === name)?.condition : condition;
}
