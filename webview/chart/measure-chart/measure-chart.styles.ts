// The canvas in all the room there is.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";

export const measureChartStyles = [
  baseStyles,
  css`
    :host {
      display: block;
      position: relative;
    }
    canvas {
      inset: 0;
      position: absolute;
      touch-action: pan-y;
    }
  `,
];
