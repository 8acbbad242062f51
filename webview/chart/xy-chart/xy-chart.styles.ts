// A quiet picture: horizontal lines alone, small numbers, a solid line beside a dashed one.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";
import { tableStyles } from "../../shared/styles/table.ts";

export const xyChartStyles = [
  baseStyles,
  tableStyles,
  css`
    :host {
      --blue: var(--vscode-charts-blue);
      /* Some themes give this token a third of its opacity, the high contrast ones none at all. */
      --orange: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
      --quiet: var(--vscode-descriptionForeground);
      display: block;
      max-width: 360px;
      min-width: 0;
    }
    .head {
      align-items: center;
      display: flex;
      gap: 8px;
      min-height: 24px;
    }
    .head .buttons {
      display: flex;
      flex: none;
      margin-inline-start: auto;
    }
    svg {
      display: block;
      width: 100%;
    }
    path {
      fill: none;
      stroke: var(--blue);
      stroke-linejoin: round;
      stroke-width: 1.5;
    }
    path.orange {
      stroke: var(--orange);
    }
    path.quiet {
      stroke: var(--quiet);
    }
    svg.chosen {
      cursor: pointer;
    }
    path.dashed {
      stroke-dasharray: 5 3;
    }
    path.points {
      stroke-linecap: round;
      stroke-opacity: 0.6;
      stroke-width: 4;
    }
    path.points.few {
      stroke-opacity: 1;
      stroke-width: 8;
    }
    .grid {
      stroke: var(--vscode-foreground);
      stroke-opacity: 0.1;
    }
    .tick {
      stroke: var(--vscode-descriptionForeground);
    }
    .cross {
      stroke: var(--vscode-foreground);
      stroke-opacity: 0.5;
    }
    .cursor {
      fill: var(--vscode-foreground);
    }
    .mark {
      fill: var(--orange);
      stroke: var(--vscode-panel-background, var(--vscode-editor-background));
      stroke-width: 1.5;
    }
    .mark.blue {
      fill: var(--blue);
    }
    text {
      fill: var(--vscode-descriptionForeground);
      font-family: var(--vscode-font-family);
      font-size: 10px;
      font-variant-numeric: tabular-nums;
    }
    .end {
      text-anchor: end;
    }
    .middle {
      text-anchor: middle;
    }
    .reading {
      /* Two lines, so that nothing below moves with the pointer. */
      min-height: 32px;
      overflow-wrap: anywhere;
    }
    .table {
      max-height: 220px;
      overflow: auto;
    }
    td {
      font-size: 12px;
    }
  `,
];
