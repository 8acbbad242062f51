// A compared run's sign: its number in its colour, in the table, the legend and the chart alike.

import { css, html, type TemplateResult } from "lit";

/** Colours before they come again; from then on the number alone tells the runs apart. */
const COLOURS = 8;

/** The custom property with the colour of a run, by its place among those that are compared. */
export function runColour(place: number): string {
  return `--run-${place % COLOURS}`;
}

export function runChip(place: number): TemplateResult {
  return html`<span class=${`chip chip-${place % COLOURS}`} aria-hidden="true">${place + 1}</span>`;
}

export const chipStyles = css`
  :host {
    /* Some themes give orange a third of its opacity, the high contrast ones none at all. */
    --run-0: var(--vscode-charts-blue);
    --run-1: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
    --run-2: var(--vscode-charts-green);
    --run-3: var(--vscode-charts-purple);
    --run-4: var(--vscode-charts-red);
    --run-5: var(--vscode-charts-yellow);
    --run-6: var(--vscode-foreground);
    --run-7: var(--vscode-descriptionForeground);
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
  .chip-1 {
    --run: var(--run-1);
  }
  .chip-2 {
    --run: var(--run-2);
  }
  .chip-3 {
    --run: var(--run-3);
  }
  .chip-4 {
    --run: var(--run-4);
  }
  .chip-5 {
    --run: var(--run-5);
  }
  .chip-6 {
    --run: var(--run-6);
  }
  .chip-7 {
    --run: var(--run-7);
  }
`;
