// A picture per layer: the shape of its curve, in a square of 16, drawn with one stroke in the colour of the text.

import { css, html, type TemplateResult } from "lit";
import type { LayerType } from "../src/model/layers.ts";

const pictures = {
  Linear:
    "M4.5 4.5 11.5 4.5M4.5 4.5 11.5 11.5M4.5 11.5 11.5 4.5M4.5 11.5 11.5 11.5M4.5 4.5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M4.5 11.5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M14 4.5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M14 11.5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0",
  Identity: "M2.5 13.5 13.5 2.5",
  Sigmoid: "M2 12.5C9 12.5 7 3.5 14 3.5",
  Tanh: "M2 13.5H4C9 13.5 7 2.5 12 2.5H14",
  ReLU: "M2 12.5H8L14 3.5",
  Softmax: "M2 13.5H14M4 13V10M8 13V3M12 13V7",
  LogSoftmax: "M2 2.5H14M4 3V11M8 3V5M12 3V8",
} satisfies Record<LayerType, string>;

const unknown = "M2.5 2.5H13.5V13.5H2.5ZM6 6.5C6 4.5 10 4.5 10 6.5C10 8 8 7.5 8 9.25M8 11.25V11.5";

/** The picture of a layer; a question mark in a box for a type nobody knows. */
export function layerIcon(type: string): TemplateResult {
  const path = Object.hasOwn(pictures, type) ? pictures[type as LayerType] : unknown;
  return html`<svg class="layer-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=${path} /></svg>`;
}

export const iconStyles = css`
  .layer-icon {
    display: block;
    fill: none;
    flex: none;
    stroke: currentColor;
    stroke-linecap: round;
    stroke-linejoin: round;
    stroke-width: 1.25;
  }
`;
