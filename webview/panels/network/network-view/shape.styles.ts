// The colours of shapes by their tones: diverging from blue through the background to orange.

import { css } from "lit";

export const shapeStyles = css`
  :host {
    /* Some themes give this token a third of its opacity, the high contrast ones none at all. */
    --positive: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
    --negative: var(--vscode-charts-blue);
    --background: var(--vscode-panel-background, var(--vscode-editor-background));
  }
  .fill-negative {
    fill: var(--negative);
  }
  .fill-positive {
    fill: var(--positive);
  }
  .fill-line {
    fill: var(--vscode-descriptionForeground);
  }
  .fill-text {
    fill: var(--vscode-foreground);
  }
  .fill-secondary {
    fill: var(--vscode-descriptionForeground);
  }
  .fill-background {
    fill: var(--background);
  }
  .fill-focus {
    fill: var(--vscode-foreground);
  }
  .stroke-negative {
    stroke: var(--negative);
  }
  .stroke-positive {
    stroke: var(--positive);
  }
  .stroke-line {
    stroke: var(--vscode-descriptionForeground);
  }
  .stroke-focus {
    stroke: var(--vscode-focusBorder);
  }
`;
