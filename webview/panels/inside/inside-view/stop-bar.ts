// The way through a step: its five phases, and a slider over all stops between two buttons.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { InsideStep } from "../../../../src/training/inside/types.ts";
import { t } from "../../../shared/text.ts";
import { phaseName, stopName } from "./inside-words.ts";
import { phaseOf, phases, type Stop } from "./stops.ts";

export interface StopBar {
  readonly step: InsideStep;
  readonly stops: readonly Stop[];
  readonly index: number;
  readonly go: (index: number) => void;
}

export function stopBar({ step, stops, index, go }: StopBar): TemplateResult {
  const stop = stops[index]!;
  const isFirst = index === 0 && step.step === 1;
  const isLast = index === stops.length - 1 && step.step === step.steps;
  return html`<div class="stops">
    <vscode-toolbar-button
      data-target="inside-back"
      icon="arrow-left"
      label=${t("Previous stop (←)")}
      title=${t("Previous stop (←)")}
      ?disabled=${isFirst}
      @click=${() => go(index - 1)}
    ></vscode-toolbar-button>
    <input
      type="range"
      min="0"
      max=${stops.length - 1}
      .value=${live(String(index))}
      aria-label=${t("Stop of the training step")}
      aria-valuetext=${stopName(step, stop)}
      @input=${(event: Event) => go(Number((event.target as HTMLInputElement).value))}
    />
    <vscode-toolbar-button
      data-target="inside-next"
      icon="arrow-right"
      label=${t("Next stop (→)")}
      title=${t("Next stop (→)")}
      ?disabled=${isLast}
      @click=${() => go(index + 1)}
    ></vscode-toolbar-button>
    <div class="phases" role="group" aria-label=${t("Phases of a training step")}>
      ${phases.map((phase) => {
        const first = stops.findIndex((other) => phaseOf(other) === phase);
        const isHere = phaseOf(stop) === phase;
        return html`<button aria-current=${isHere ? "step" : "false"} ?disabled=${first < 0} @click=${() => go(first)}>
          ${phaseName(phase)}
        </button>`;
      })}
    </div>
  </div>`;
}
