// Two lines on a quiet grid: the output in the colour of training data, its derivative dashed, so that colour
// is never alone.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";
import { tableStyles } from "../../shared/styles/table.ts";

export const layerCurveStyles = [
  baseStyles,
  tableStyles,
  css`
    :host {
      /* The charts' orange is translucent in some themes. */
      --slope: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
      display: block;
      position: relative;
    }
    .buttons {
      bottom: -4px;
      display: flex;
      inset-inline-end: 0;
      position: absolute;
    }
    .table + .buttons {
      justify-content: end;
      position: static;
    }
    .table {
      max-height: 140px;
      overflow: auto;
    }
    .here {
      font-weight: 600;
    }
    .here > * {
      font-weight: inherit;
    }
    svg {
      display: block;
      height: auto;
      overflow: visible;
      width: 100%;
    }
    path {
      fill: none;
      stroke-linejoin: round;
      stroke-width: 1.75;
      vector-effect: non-scaling-stroke;
    }
    clipPath rect {
      fill: none;
    }
    .grid {
      opacity: 0.15;
      stroke: var(--vscode-foreground);
      stroke-width: 1;
    }
    .output {
      stroke: var(--vscode-charts-blue);
    }
    .slope {
      stroke: var(--slope);
      stroke-dasharray: 5 3;
    }
    .tangent {
      stroke: var(--vscode-foreground);
      stroke-width: 1.5;
    }
    .point {
      fill: var(--vscode-foreground);
    }
    .point.beyond {
      fill: none;
      stroke: var(--vscode-foreground);
      stroke-width: 1.5;
    }
    .cross {
      opacity: 0.5;
      stroke: var(--vscode-foreground);
    }
    text {
      fill: var(--vscode-descriptionForeground);
      font-family: var(--vscode-editor-font-family, monospace);
      font-size: 10px;
    }
    .end {
      text-anchor: end;
    }
    .middle {
      text-anchor: middle;
    }
    .legend {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 2px 12px;
      margin-top: 4px;
      min-height: 16px;
    }
    .key::before {
      border-top: 2px solid var(--vscode-charts-blue);
      content: "";
      display: inline-block;
      margin-inline-end: 4px;
      vertical-align: 3px;
      width: 14px;
    }
    .key.dashed::before {
      border-top: 2px dashed var(--slope);
    }
  `,
];
