// The picture of a layer's record, drawn with one stroke in the colour of the text.

import { css, html, type TemplateResult } from "lit";
import { recordOf } from "./network.ts";

const unknown = "M2.5 2.5H13.5V13.5H2.5ZM6 6.5C6 4.5 10 4.5 10 6.5C10 8 8 7.5 8 9.25M8 11.25V11.5";

/** The picture of a layer; a question mark in a box for a type nobody knows. */
export function layerIcon(type: string): TemplateResult {
  const path = recordOf(type)?.picture ?? unknown;
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
