// The inspector is a side bar; below 900 pixels it has a button that closes it, because it is a drawer there.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";

export const inspectorStyles = [
  baseStyles,
  css`
    :host {
      display: block;
      min-height: 0;
    }
    .scroller {
      height: 100%;
      overflow: hidden auto;
      padding: 12px 16px 24px;
      position: relative;
    }
    .close {
      display: none;
      position: absolute;
      right: 8px;
      top: 13px;
      z-index: 1;
    }
    @media (max-width: 899px) {
      .close {
        display: block;
      }
    }
  `,
];
