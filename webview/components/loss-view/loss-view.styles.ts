// The legend above, the canvas in all the room that is left. Validation is dashed too: colour never says something alone.

import { css } from "lit";
import { baseStyles } from "../../styles/base.ts";
import { tableStyles } from "../../styles/table.ts";

export const lossViewStyles = [
  baseStyles,
  tableStyles,
  css`
    :host {
      /* Some themes give this token a third of its opacity, the high contrast ones none at all. */
      --validation: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
      display: flex;
      flex-direction: column;
      height: 100%;
      min-height: 0;
    }
    .head {
      align-items: center;
      display: flex;
      flex: none;
      gap: 8px;
      justify-content: space-between;
      padding: 0 8px 0 12px;
    }
    .legend {
      align-items: baseline;
      display: flex;
      flex-wrap: wrap;
      gap: 0 16px;
      min-width: 0;
    }
    .series::before {
      border-top: 2px solid;
      content: "";
      display: inline-block;
      margin-inline-end: 8px;
      vertical-align: 4px;
      width: 16px;
    }
    .series.train::before {
      border-color: var(--vscode-charts-blue);
    }
    .series.validation::before {
      border-color: var(--validation);
      border-top-style: dashed;
    }
    .series.test::before {
      border-color: var(--vscode-charts-green);
      border-top-style: dotted;
    }
    .chart {
      flex: 1;
      margin: 4px 12px 8px;
      min-height: 0;
      position: relative;
    }
    canvas {
      inset: 0;
      position: absolute;
    }
    .table {
      flex: 1;
      min-height: 0;
      overflow: auto;
    }
    .table table {
      max-width: 640px;
    }
    .empty {
      padding: 24px 12px;
      text-align: center;
    }
  `,
];
