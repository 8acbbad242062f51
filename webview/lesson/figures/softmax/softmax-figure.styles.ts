// What goes in at the left, what comes out at the right; below each other if there is no room for both.

import { css } from "lit";
import { figureStyles } from "../figure.styles.ts";

export const softmaxStyles = [
  ...figureStyles,
  css`
    .parts {
      display: grid;
      gap: 16px 24px;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 224px), 1fr));
    }
    .sliders,
    .groups {
      align-content: start;
      display: grid;
      gap: 4px;
      min-width: 0;
    }
    .sliders h3:not(:first-child) {
      margin-top: 8px;
    }
    .groups {
      gap: 16px;
    }
    section {
      display: grid;
      gap: 4px;
    }
    h3 .secondary {
      font-size: 11px;
      font-weight: normal;
    }
    .largest {
      font-weight: 600;
    }
  `,
];
