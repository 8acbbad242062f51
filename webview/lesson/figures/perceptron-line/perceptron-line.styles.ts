// The steps below the picture, with the buttons that tell them otherwise; a table of them scrolls by itself.

import { css } from "lit";
import { tableStyles } from "../../../shared/styles/table.ts";
import { figureStyles } from "../figure.styles.ts";

export const perceptronLineStyles = [
  ...figureStyles,
  tableStyles,
  css`
    .stepping {
      grid-template-columns: max-content max-content 1fr max-content;
    }
    .told {
      display: flex;
    }
    .table {
      max-height: 320px;
      overflow: auto;
    }
    [aria-current] > * {
      font-weight: 600;
    }
  `,
];
