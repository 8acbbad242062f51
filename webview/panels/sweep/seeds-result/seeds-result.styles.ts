// The sentence and the legend above, the chart in all the room that is left, the seeds beside it.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { tableStyles } from "../../../shared/styles/table.ts";

export const seedsResultStyles = [
  baseStyles,
  inputStyles,
  tableStyles,
  css`
    :host {
      --validation: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
      --train: var(--vscode-charts-blue);
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 480px);
      min-height: 0;
    }
    .main {
      display: flex;
      flex-direction: column;
      min-height: 0;
    }
    .head {
      align-items: center;
      display: flex;
      flex: none;
      flex-wrap: wrap;
      gap: 4px 16px;
      padding: 0 8px 0 12px;
    }
    .head vscode-checkbox {
      margin-inline-start: auto;
    }
    .head select {
      flex: none;
      width: auto;
    }
    .sentence {
      padding: 0 12px 4px;
    }
    .series::before {
      border-top: 2px solid var(--train);
      content: "";
      display: inline-block;
      margin-inline-end: 8px;
      vertical-align: 4px;
      width: 16px;
    }
    .series.validation::before {
      border-top: 2px dashed var(--validation);
    }
    .chart {
      flex: 1 0 120px;
      margin: 4px 12px 8px;
      position: relative;
    }
    canvas {
      inset: 0;
      position: absolute;
    }
    .table {
      flex: 1;
      min-height: 96px;
      overflow: auto;
    }
    trial-table {
      border-inline-start: 1px solid var(--vscode-panel-border);
    }
    @media (max-width: 899px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
        grid-template-rows: minmax(220px, auto) auto;
      }
      trial-table {
        border: 0;
        border-top: 1px solid var(--vscode-panel-border);
      }
    }
  `,
];
