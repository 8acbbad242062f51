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
  LogSigmoid: "M2 13.5 8 6C9.5 4 11 3.5 14 3.5",
  Tanhshrink: "M2 13.5 6 8.5H10L14 2.5",
  Softsign: "M2 12.5C7 12 7.5 9.5 8 8C8.5 6.5 9 4 14 3.5",
  Softplus: "M2 12C8 12 9 9.5 14 3",
  ELU: "M2 12.5C5 12.5 6.5 11.5 8 9.5L13 3",
  CELU: "M2 12.5C6 12.5 7 10.5 8 9.5L13 3",
  SELU: "M2 13.5C5 13.5 6.5 12 8 9.5L12 2.5",
  GELU: "M2 10C5 10 6 11.5 7.5 11.5C9 11.5 10 8 13.5 3",
  SiLU: "M2 10C4 10.5 5.5 12 7.5 12C9.5 12 10.5 8 13.5 3",
  Mish: "M2 9.5C4 10 5 12.5 7.5 12.5C10 12.5 10.5 8 13.5 3",
  GLU: "M2.5 4.5H7L9 8M2.5 11.5H7L9 8H13.5",
  ReLU6: "M2 12.5H6L11 4.5H14",
  LeakyReLU: "M2 13.5 8 11 13 3.5",
  PReLU: "M2 14 8 10.5 13 3.5M2 11.5 5 10.5",
  RReLU: "M2 14 8 10.5 13 3.5M2 11.5 8 10.5",
  Hardtanh: "M2 12.5H5L11 3.5H14",
  Hardsigmoid: "M2 12.5H4.5L11.5 3.5H14",
  Hardswish: "M2 10.5H4.5C6 13 8 13 13 3.5",
  Hardshrink: "M2.5 13.5 6 10.5V8H10V5.5L13.5 2.5",
  Softshrink: "M2.5 12.5 6 8H10L13.5 3.5",
  Threshold: "M2 11.5H8V7L13 3",
  Step: "M2 12.5H8V3.5H14",
  BatchNorm1d: "M2 13.5H14M3 12C6 12 6 3 8 3C10 3 10 12 13 12",
  LayerNorm: "M2.5 2V14M4 3C4 6 13 6 13 8C13 10 4 10 4 13",
  Dropout:
    "M4.5 8a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M14 8a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M6.5 6.5 9.5 9.5M9.5 6.5 6.5 9.5",
  AlphaDropout:
    "M4.5 5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M14 5a1.25 1.25 0 1 1-2.5 0a1.25 1.25 0 1 1 2.5 0M6.5 3.5 9.5 6.5M9.5 3.5 6.5 6.5M2 13C8 13 8 10 14 10",
  Softmin: "M2 2.5H14M4 3V6M8 3V13M12 3V9",
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
