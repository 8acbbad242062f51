// What the parts of the evaluation share: whom they ask, and of which weights, split and target.

import { html, nothing, type TemplateResult } from "lit";
import type { Evaluated } from "../../../../src/training/evaluation/evaluator.ts";
import type { EvaluationAnswers, EvaluationKind, EvaluationQuestions } from "../../../../src/training/evaluation/questions.ts";
import type { Actions } from "../../../actions.ts";
import { formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { EvaluationMemory } from "./memory.ts";
import type { SpaceHost } from "../../../../src/protocol/space-host.ts";
import type { EvaluationHost } from "../../../../src/protocol/evaluation-host.ts";
import type { DataHost } from "../../../../src/protocol/data-host.ts";

export interface EvaluationContext {
  readonly actions: Actions<EvaluationHost & SpaceHost & Pick<DataHost, "openCsv">>;
  /** Tells these weights from others. */
  readonly weights: string;
  /** Whose they are. */
  readonly of: WeightsOf;
  readonly evaluated: Evaluated;
  /** Rows of the split. */
  readonly rows: number;
  /** The document's loss, under its name in PyTorch. */
  readonly loss: { readonly name: string; readonly value: number | null };
  readonly features: readonly string[];
  readonly target: string;
  /** How many targets there are. */
  readonly targets: number;
  /** Names of the classes; absent if the answer is a number. */
  readonly classes?: readonly string[];
  /** Whether the answer is yes or no. */
  readonly isBinary: boolean;
  /** The class whose probabilities are looked at: yes, or the chosen one, or that of most rows. */
  readonly class: number;
  /** The document's tests, as it writes them. */
  readonly tests: readonly unknown[];
  readonly memory: EvaluationMemory;
  readonly remember: (change: Partial<EvaluationMemory>) => void;
  /** Opens the page about one row of the CSV, counted from 0. */
  readonly explain: (row: number) => void;
}

/** The key of a question about these weights. */
export function keyOf({ weights }: EvaluationContext, kind: EvaluationKind, question: object): string {
  return JSON.stringify([weights, kind, question]);
}

/** A moment of the run, the weight file, or the present weights of a run that has no file yet. */
export type WeightsOf = { readonly of: "moment"; readonly epoch: number } | { readonly of: "file" } | { readonly of: "live" };

/** What was found, and after which epoch of the run; of the weight file no epoch is told. */
export interface Found<T> {
  readonly of: WeightsOf["of"];
  readonly answer: T;
  readonly epoch?: number;
}

/**
 * Asks the weights of a moment, else those of the weight file, and as long as there is none those of the run.
 * @param epoch the moment that is looked at; one that is not there any more gives way to the file
 * @param isRunning whether a run goes on that has weights
 * @returns undefined if nothing has weights yet
 */
export async function findReport(
  host: EvaluationHost & SpaceHost,
  epoch: number | undefined,
  isRunning: boolean,
  question: EvaluationQuestions["report"],
  signal: AbortSignal,
): Promise<Found<EvaluationAnswers["report"]> | undefined> {
  const ways: readonly WeightsOf[] = [
    ...(epoch === undefined ? [] : [{ of: "moment", epoch } as const]),
    { of: "file" },
    ...(isRunning ? [{ of: "live" } as const] : []),
  ];
  for (const way of ways) {
    const found = await find(host, way, "report", question, signal);
    if (found) return { of: way.of, ...found };
  }
  return undefined;
}

async function find<K extends EvaluationKind>(
  host: EvaluationHost & SpaceHost,
  whose: WeightsOf,
  kind: K,
  question: EvaluationQuestions[K],
  signal?: AbortSignal,
): Promise<{ readonly answer: EvaluationAnswers[K]; readonly epoch?: number } | undefined> {
  if (whose.of !== "file") return host.evaluateMoment(whose.of === "moment" ? whose.epoch : undefined, kind, question, signal);
  const answer = await host.evaluate(kind, question, signal);
  return answer && { answer };
}

/**
 * Asks the weights of the report. Whoever can ask has one already, so that there is an answer, unless the
 * weights have gone meanwhile.
 */
export async function ask<K extends EvaluationKind>(
  { actions, of }: Pick<EvaluationContext, "actions" | "of">,
  kind: K,
  question: EvaluationQuestions[K],
  signal?: AbortSignal,
): Promise<EvaluationAnswers[K]> {
  const found = await find(actions.host, of, kind, question, signal);
  if (found === undefined) throw new Error(t("The weight file is gone. Train the network again."));
  return found.answer;
}

/** A figure under its name; nothing if it is not defined. */
export function fact(name: string, value: number | null | undefined): TemplateResult | typeof nothing {
  if (value === null || value === undefined) return nothing;
  return html`<div>
    <dt class="secondary">${name}</dt>
    <dd class="code">${formatTick(value)}</dd>
  </div>`;
}
