// The canvas of a chart with a cross-hair, which follows the pointer and the keys.

import { html, type TemplateResult } from "lit";
import { t } from "../shared/text.ts";
import type { Chart, ChartController } from "./chart-controller.ts";

interface Pointed extends Chart {
  /** Moves the cross-hair to so many pixels from the left. */
  pointAt(offset: number): void;
  leave(): void;
}

/** @param description what the chart is and shows, for who hears it */
export function pointedCanvas(drawn: ChartController<Pointed>, description: string, key: (event: KeyboardEvent) => void): TemplateResult {
  return html`<div class="chart">
    <canvas
      role="application"
      aria-roledescription=${t("chart")}
      aria-label=${description}
      tabindex="0"
      @pointermove=${(event: PointerEvent) => drawn.chart?.pointAt(event.offsetX)}
      @pointerleave=${() => drawn.chart?.leave()}
      @keydown=${key}
      @blur=${() => drawn.chart?.leave()}
    ></canvas>
  </div>`;
}
