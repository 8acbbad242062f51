// Which step it is, and the ways to another one: a batch, an epoch, a number, a condition.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, type TemplateResult } from "lit";
import type { InsideMove, InsideStep } from "../../../../src/training/inside/types.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

export interface StepBar {
  readonly step: InsideStep;
  /** Whether the form for a condition is open. */
  readonly isLooking: boolean;
  /** Resolves with the step that is shown then. */
  readonly move: (move: InsideMove) => Promise<number>;
  readonly look: () => void;
}

const FIELD = "\u0000";

export function stepBar({ step, isLooking, move, look }: StepBar): TemplateResult {
  const isFirst = step.step === 1;
  const isLast = step.step === step.steps;
  // The field stands in the middle of a sentence, wherever its language has the number.
  const [before = "", after = ""] = t("Step {0} of {1}", FIELD, formatCount(step.steps)).split(FIELD);
  return html`<div class="steps">
    <label>
      ${before.trim()}
      <input
        type="text"
        class="code"
        inputmode="numeric"
        .value=${String(step.step)}
        @change=${(event: Event) => void type(event.target as HTMLInputElement, step, move)}
      />
    </label>
    <span class="truncated" title=${epochText(step)}
      >${after.trim()} · ${t("epoch {0}, batch {1}", formatCount(step.epoch), formatCount(step.batch))}</span
    >
    <span class="buttons">
      ${tool("debug-reverse-continue", t("Previous batch"), isFirst, () => move({ to: "step", step: step.step - 1 }))}
      ${tool("debug-step-into", t("Next batch"), isLast, () => move({ to: "step", step: step.step + 1 }))}
      ${tool("debug-step-over", t("Next epoch"), step.epoch >= step.epochs, () => move({ to: "epoch", epoch: step.epoch + 1 }))}
      <vscode-toolbar-button
        icon="search"
        label=${t("On until a condition holds…")}
        title=${t("On until a condition holds…")}
        aria-expanded=${isLooking ? "true" : "false"}
        @click=${look}
      ></vscode-toolbar-button>
    </span>
  </div>`;
}

function epochText({ epoch, epochs, batch, batches }: InsideStep): string {
  return t("epoch {0} of {1}, batch {2} of {3}", formatCount(epoch), formatCount(epochs), formatCount(batch), formatCount(batches));
}

/** What cannot be a step, or could not be reached, gives way to the present one. */
async function type(input: HTMLInputElement, { step, steps }: InsideStep, move: StepBar["move"]): Promise<void> {
  const wanted = Number(input.value.replaceAll(",", ""));
  const shown = Number.isInteger(wanted) ? await move({ to: "step", step: Math.max(1, Math.min(steps, wanted)) }) : step;
  input.value = String(shown);
}

function tool(icon: string, label: string, isDisabled: boolean, act: () => unknown): TemplateResult {
  return html`<vscode-toolbar-button
    icon=${icon}
    label=${label}
    title=${label}
    ?disabled=${isDisabled}
    @click=${act}
  ></vscode-toolbar-button>`;
}
