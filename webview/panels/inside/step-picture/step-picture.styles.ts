// The picture scrolls in its own room, and never makes the panel wider.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";
import { shapeStyles } from "../../network/network-view/shape.styles.ts";

export const stepPictureStyles = [
  baseStyles,
  shapeStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
      min-width: 0;
    }
    .readout {
      flex: none;
      line-height: 20px;
      padding: 0 12px;
    }
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
