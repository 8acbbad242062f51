// Parts that several figures have.

import { html, svg, type TemplateResult } from "lit";
import { t } from "../../shared/text.ts";

export interface SliderRow {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number | "any";
  readonly value: number;
  /** What stands behind it. */
  readonly text: string;
  /** What a screen reader says for the present place, if it is more. */
  readonly spoken?: string;
  readonly change: (value: number) => void;
}

/** A slider with its name before and its value behind; arrow keys move it by a step. */
export function sliderRow({ label, min, max, step, value, text, spoken = text, change }: SliderRow): TemplateResult {
  return html`<label class="slider">
    <span>${label}</span>
    <input
      type="range"
      min=${min}
      max=${max}
      step=${step}
      .value=${String(value)}
      aria-label=${label}
      aria-valuetext=${spoken}
      @input=${(event: Event) => change(Number((event.target as HTMLInputElement).value))}
    />
    <output class="code" aria-live="off">${text}</output>
  </label>`;
}

/** A bar from one share of its width to another. */
export function bar(from: number, to: number, tone: "blue" | "orange", grid: readonly number[] = [], zero = 0): TemplateResult {
  const [left, right] = from < to ? [from, to] : [to, from];
  return html`<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
    ${grid.map((share) => svg`<line class="grid" x1=${share * 100} x2=${share * 100} y1="-4" y2="16" />`)}
    <rect class=${tone} x=${left * 100} width=${(right - left) * 100} y="0" height="12" />
    <line class="zero" x1=${zero * 100} x2=${zero * 100} y1="-4" y2="16" />
  </svg>`;
}

/** What the document and the changed one beside it are called. */
export function captionsOf(captions: readonly [string, string] | undefined): readonly [string, string] {
  return captions ?? [t("This document"), t("Changed")];
}
