// Thin lines that part from each other where they must; the chosen one is thick and on top, and what was
// given up is dashed.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";

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
      stroke: var(--vscode-charts-blue);
      stroke-width: 1.5;
    }
    .trial.cut {
      stroke-dasharray: 4 3;
    }
    .other {
      fill: none;
      stroke: color-mix(in srgb, var(--vscode-foreground) 8%, transparent);
    }
    .trial.chosen {
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
    .ranges {
      inset: 0;
      pointer-events: none;
      position: absolute;
    }
    .range {
      fill: color-mix(in srgb, var(--vscode-focusBorder) 30%, transparent);
      stroke: var(--vscode-focusBorder);
    }
    .band {
      cursor: crosshair;
      fill: transparent;
      pointer-events: all;
      touch-action: none;
    }
    .band.ranged {
      cursor: ns-resize;
    }
    .end {
      fill: transparent;
      outline: none;
      rx: 2px;
    }
    .end.set,
    .end:focus-visible {
      fill: var(--vscode-focusBorder);
    }
    .end:focus-visible {
      stroke: var(--vscode-foreground);
    }
    .dot {
      fill: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
    }
  `,
];
