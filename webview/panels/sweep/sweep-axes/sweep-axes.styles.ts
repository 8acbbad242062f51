// One row for each setting that can be varied; what it is varied with comes below it once it is chosen.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";

export const sweepAxesStyles = [
  baseStyles,
  inputStyles,
  css`
    :host {
      display: grid;
      gap: 8px;
    }
    .axis {
      display: grid;
      gap: 4px;
    }
    .row {
      align-items: center;
      display: grid;
      gap: 8px;
      grid-template-columns: minmax(0, 1fr) 112px;
      min-height: 26px;
    }
    .values {
      padding-inline-start: 26px;
    }
    .range {
      align-items: start;
      display: grid;
      gap: 8px;
      grid-template-columns: 1fr 1fr 56px;
    }
    .range .label {
      display: block;
      font-size: 11px;
    }
    .names {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
    }
  `,
];
