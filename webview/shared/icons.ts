// The picture of a layer's record, drawn with one stroke in the colour of the text.

import { css, html, type TemplateResult } from "lit";
import { recordOf } from "../builder/network.ts";

/** Units between what goes in and what comes out. */
const hidden =
  "M8 2.2A1.6 1.6 0 1 1 8 5.4A1.6 1.6 0 1 1 8 2.2M8 10.6A1.6 1.6 0 1 1 8 13.8A1.6 1.6 0 1 1 8 10.6M1.5 8L6.6 4.6M1.5 8L6.6 11.4M14.5 8L9.4 4.6M14.5 8L9.4 11.4";
const unknown = "M2.5 2.5H13.5V13.5H2.5ZM6 6.5C6 4.5 10 4.5 10 6.5C10 8 8 7.5 8 9.25M8 11.25V11.5";

/** The picture of a layer or of a hidden layer; a question mark in a box for a type nobody knows. */
export function layerIcon(type: string): TemplateResult {
  const path = type === "hidden" ? hidden : (recordOf(type)?.picture ?? unknown);
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
