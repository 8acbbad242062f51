// How the curve is drawn and what can be taken along: axes, smoothing, as sound, as a picture and as numbers,
// in a row that opens above the chart.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { PictureKind } from "../../../../src/protocol/network-host.ts";
import { formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { ChartView } from "../../../chart/chart-view.ts";
import { zoomHint } from "./loss-words.ts";

/** The most that is smoothed: a hundredth of each new value counts. */
const MOST_SMOOTHING = 99;

export interface ChartTools {
  change(change: Partial<ChartView>): void;
  /** Whether there is a run before that can be seen behind. */
  readonly canGhost: boolean;
  savePicture(kind: PictureKind): void;
  saveNumbers(): void;
  saveEvents(): void;
  /** The button that plays the curve. */
  readonly sound: TemplateResult;
}

export function chartTools(chart: ChartView, tools: ChartTools): TemplateResult {
  const axis = (name: "logX" | "logY" | "isWhole" | "hasGhost", label: string): TemplateResult =>
    html`<vscode-checkbox
      label=${label}
      ?checked=${chart[name]}
      @change=${(event: Event) => tools.change({ [name]: (event.target as HTMLInputElement).checked })}
    ></vscode-checkbox>`;
  return html`<div class="tools" role="group" aria-label=${t("Chart")}>
    ${axis("logX", t("Logarithmic epochs"))} ${axis("logY", t("Logarithmic values"))} ${axis("isWhole", t("All values"))}
    ${tools.canGhost ? axis("hasGhost", t("Previous run")) : nothing}
    <div class="smoothing">
      <span aria-hidden="true">${t("Smoothing")}</span>
      <input
        type="range"
        aria-label=${t("Smoothing")}
        min="0"
        max=${MOST_SMOOTHING}
        step="1"
        .value=${String(Math.round(chart.smoothing * 100))}
        aria-valuetext=${formatMeasure(chart.smoothing)}
        @input=${(event: Event) => tools.change({ smoothing: (event.target as HTMLInputElement).valueAsNumber / 100 })}
      /><span class="code" aria-hidden="true">${chart.smoothing.toFixed(2)}</span>
    </div>
    <div class="save">
      ${tools.sound} ${tool("file-media", t("Save as PNG…"), () => tools.savePicture("png"))}
      ${tool("symbol-color", t("Save as SVG…"), () => tools.savePicture("svg"))}
      ${tool("table", t("Save as CSV…"), () => tools.saveNumbers())} ${tool("pulse", t("Save as TensorBoard…"), () => tools.saveEvents())}
    </div>
    <p class="hint secondary" aria-hidden="true">${zoomHint()}</p>
  </div>`;
}

function tool(icon: string, label: string, act: () => void): TemplateResult {
  return html`<vscode-toolbar-button icon=${icon} label=${label} title=${label} @click=${act}
    ><span class="wide">${label}</span></vscode-toolbar-button
  >`;
}
