// What the parts of the evaluation share: whom they ask, and of which weights, split and target.

import { html, nothing, type TemplateResult } from "lit";
import type { Evaluated } from "../../../../src/training/evaluation/evaluator.ts";
import type { EvaluationAnswers, EvaluationKind, EvaluationQuestions } from "../../../../src/training/evaluation/questions.ts";
import type { Actions } from "../../../actions.ts";
import { formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { EvaluationMemory } from "./memory.ts";
import type { EvaluationHost } from "../../../../src/protocol/evaluation-host.ts";
import type { DataHost } from "../../../../src/protocol/data-host.ts";

export interface EvaluationContext {
  readonly actions: Actions<EvaluationHost & Pick<DataHost, "openCsv">>;
  /** Tells these weights from others. */
  readonly weights: string;
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

/**
 * Asks the host. Whoever can ask has weights already, so that there is an answer, unless the weights have
 * gone meanwhile.
 */
export async function ask<K extends EvaluationKind>(
  host: EvaluationHost,
  kind: K,
  question: EvaluationQuestions[K],
): Promise<EvaluationAnswers[K]> {
  const answer = await host.evaluate(kind, question);
  if (answer === undefined) throw new Error(t("The weight file is gone. Train the network again."));
  return answer;
}

/** A figure under its name; nothing if it is not defined. */
export function fact(name: string, value: number | null | undefined): TemplateResult | typeof nothing {
  if (value === null || value === undefined) return nothing;
  return html`<div>
    <dt class="secondary">${name}</dt>
    <dd class="code">${formatTick(value)}</dd>
  </div>`;
}
