// The picture scrolls in its own room, and never makes the panel wider.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";
import { shapeStyles } from "../../network/network-view/shape.styles.ts";
import { readoutStyles } from "./readout.styles.ts";

export const stepPictureStyles = [
  baseStyles,
  shapeStyles,
  readoutStyles,
  css`
    .stage {
      flex: 1;
      min-height: 0;
      outline-offset: -2px;
      overflow: auto;
      scrollbar-width: thin;
    }
    svg {
      display: block;
      font-family: var(--vscode-font-family);
      font-variant-numeric: tabular-nums;
    }
    [data-number] {
      cursor: pointer;
    }
  `,
];
