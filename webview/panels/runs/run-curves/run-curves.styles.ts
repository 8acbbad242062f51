// The legend above, the canvas in all the room that is left.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { tableStyles } from "../../../shared/styles/table.ts";
import { chipStyles } from "./chips.ts";

export const runCurvesStyles = [
  baseStyles,
  inputStyles,
  tableStyles,
  chipStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
    }
    .head {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
      padding: 4px 12px;
    }
    .head select {
      width: auto;
    }
    .head .buttons {
      display: flex;
    }
    .table {
      flex: 1 0 140px;
      overflow: auto;
    }
    .legend {
      display: grid;
      gap: 2px 24px;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 180px), 1fr));
      padding: 4px 12px;
    }
    .legend li {
      align-items: center;
      display: flex;
      gap: 4px;
      max-width: 320px;
      min-width: 0;
    }
    .legend .truncated {
      flex: 1;
    }
    .chart {
      flex: 1 0 140px;
      margin: 4px 12px;
      position: relative;
    }
    canvas {
      inset: 0;
      position: absolute;
    }
  `,
];
