// What is seen here becomes a test of the document with one button: from then on a worse network is told.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { JsonValue } from "../../../../src/model/json.ts";
import { textOf } from "../../../../src/model/trained.ts";
import { t } from "../../../shared/text.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

/** An expectation as the document writes it (docs/tests.md). */
export type WrittenTest = Readonly<Record<string, string | number>>;

/** A share as a bound that it passes itself: two decimals, towards 0. */
export function boundBelow(value: number): number {
  return Math.floor(value * 100 + 1e-9) / 100;
}

/** A distance as a bound that it passes itself: two significant digits, away from 0. */
export function boundAbove(value: number): number {
  if (value === 0) return 0;
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(12));
}

/**
 * Nothing for weights of the run itself: a test asks the weight file.
 * @param test with what the target is called, if there are several
 */
export function keepButton(
  { actions, of, tests, target, targets }: EvaluationContext,
  test: WrittenTest,
  what: string,
): TemplateResult | typeof nothing {
  if (of.of !== "file") return nothing;
  const own = targets > 1 ? { ...test, target } : test;
  const isKept = tests.some((other) => textOf(other) === textOf(own));
  const title = isKept ? t("The document has this test: {0}", what) : t("Add to the document's tests: {0}", what);
  return html`<span title=${title}
    ><vscode-button
      secondary
      icon=${isKept ? "check" : "beaker"}
      aria-label=${title}
      ?disabled=${isKept}
      @click=${() => actions.set(["tests"], [...tests, own] as JsonValue)}
      >${isKept ? t("Kept as a test") : t("Keep this as a test")}</vscode-button
    ></span
  >`;
}
