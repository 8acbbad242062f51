// A compared run's sign: its number in its colour, in the table, the legend and the chart alike.

import { css, type CSSResult, html, type TemplateResult, unsafeCSS } from "lit";
import { seriesColours } from "../../../shared/series-colours.ts";

/**
 * The custom property with the colour of a run, by its place among those that are compared. Colours come
 * again, and then the number alone tells runs apart.
 */
export function runColour(place: number): string {
  return `--run-${place % seriesColours.length}`;
}

export function runChip(place: number): TemplateResult {
  return html`<span class=${`chip chip-${place % seriesColours.length}`} aria-hidden="true">${place + 1}</span>`;
}

export const chipStyles = css`
  :host {
    ${each((place) => `--run-${place}: ${seriesColours[place]!};`)}
  }
  .chip {
    --run: var(--run-0);
    border: 1.5px solid var(--run);
    border-radius: 8px;
    color: var(--vscode-foreground);
    display: inline-block;
    flex: none;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 11px;
    height: 16px;
    line-height: 13px;
    min-width: 16px;
    padding: 0 3px;
    text-align: center;
  }
  ${each((place) => `.chip-${place} { --run: var(--run-${place}); }`)}
`;

function each(rule: (place: number) => string): CSSResult {
  return unsafeCSS(seriesColours.map((_, place) => rule(place)).join("\n"));
}
