// The canvas stays where it is seen; what scrolls is the size of the whole table.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";

export const heatMapStyles = [
  baseStyles,
  css`
    :host {
      /* Some themes give this token a third of its opacity, the high contrast ones none at all. */
      --positive: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
      --negative: var(--vscode-charts-blue);
      --wrong: var(--vscode-editorError-foreground);
      --focus: var(--vscode-focusBorder);
      display: block;
      min-width: 0;
    }
    .window {
      height: min(var(--height, 16px), var(--tallest, 176px));
      overflow: auto;
      position: relative;
      scrollbar-width: none;
    }
    .window:focus-visible {
      outline-offset: 1px;
    }
    .size {
      height: var(--height, 16px);
      width: var(--width, 100%);
    }
    canvas {
      cursor: crosshair;
      display: block;
      height: min(var(--height, 16px), var(--tallest, 176px));
      left: 0;
      position: sticky;
      top: 0;
      width: 100cqw;
    }
    :host {
      container-type: inline-size;
    }
  `,
];
