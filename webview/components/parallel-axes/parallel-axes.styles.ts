// Thin lines that part from each other where they must; the chosen one is thick and on top, and what was given up is dashed.

import { css } from "lit";
import { baseStyles } from "../../styles/base.ts";

export const parallelAxesStyles = [
  baseStyles,
  css`
    :host {
      display: block;
      min-height: 0;
      position: relative;
    }
    .stage {
      inset: 0;
      position: absolute;
    }
    svg {
      display: block;
      height: 100%;
      overflow: visible;
      width: 100%;
    }
    .axis {
      stroke: color-mix(in srgb, var(--vscode-foreground) 30%, transparent);
      stroke-width: 1;
    }
    text {
      fill: var(--vscode-descriptionForeground);
      font-size: 11px;
    }
    .tick {
      font-family: var(--vscode-editor-font-family, monospace);
      paint-order: stroke;
      stroke: var(--vscode-panel-background);
      stroke-width: 3px;
    }
    .title {
      fill: var(--vscode-foreground);
    }
    .trial {
      fill: none;
      opacity: 0.55;
      stroke: var(--vscode-charts-blue);
      stroke-width: 1.5;
    }
    .trial.cut {
      stroke-dasharray: 4 3;
    }
    .trial.chosen {
      opacity: 1;
      stroke: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
      stroke-width: 3;
    }
    .hit {
      cursor: pointer;
      fill: none;
      pointer-events: stroke;
      stroke: transparent;
      stroke-width: 10;
    }
    .dot {
      fill: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
    }
  `,
];
