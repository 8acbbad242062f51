// A bar with the parts and the split, and the page below it that scrolls by itself.

import { css } from "lit";
import { fixStyles } from "../../data/fixes.ts";
import { baseStyles, inputStyles, severityStyles } from "../../styles/base.ts";
import { partTabStyles } from "../../styles/part-tabs.ts";

export const judgeViewStyles = [
  baseStyles,
  inputStyles,
  severityStyles,
  fixStyles,
  partTabStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      height: 100%;
      min-height: 0;
    }
    .bar {
      align-items: center;
      display: flex;
      flex: none;
      flex-wrap: wrap;
      gap: 4px 12px;
      padding: 2px 8px 6px 12px;
    }
    .bar select {
      width: auto;
    }
    .page {
      flex: 1;
      min-height: 0;
      overflow: auto;
      padding: 4px 12px 12px;
    }
    .empty {
      display: grid;
      gap: 12px;
      justify-items: center;
      padding: 24px 12px;
      text-align: center;
    }
    @media (max-width: 999px) {
      .reason {
        flex-basis: 100%;
      }
    }
  `,
];
