// A bar with the parts and the split, and the page below it that scrolls by itself.

import { css } from "lit";
import { fixStyles } from "../../data/shared/fixes.ts";
import { baseStyles, inputStyles, severityStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";
import { dockViewStyles } from "../../../shared/styles/dock-view.ts";
import { partTabStyles } from "../../../shared/styles/part-tabs.ts";

export const evaluationViewStyles = [
  baseStyles,
  inputStyles,
  lateStyles,
  severityStyles,
  fixStyles,
  dockViewStyles,
  partTabStyles,
  css`
    .bar select {
      width: auto;
    }
    .page {
      flex: 1;
      min-height: 0;
      overflow: auto;
      --page-top: 4px;
      padding: var(--page-top) 12px 12px;
    }
    .progress {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
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
