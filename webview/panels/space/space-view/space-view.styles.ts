// A bar with the parts, the page that scrolls by itself, and below it the moments of the run.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { dockViewStyles } from "../../../shared/styles/dock-view.ts";
import { lateStyles } from "../../../shared/styles/late.ts";
import { partTabStyles } from "../../../shared/styles/part-tabs.ts";

export const spaceViewStyles = [
  baseStyles,
  inputStyles,
  lateStyles,
  dockViewStyles,
  partTabStyles,
  css`
    .bar .end {
      align-items: center;
      display: flex;
      gap: 8px;
      margin-inline-start: auto;
      min-width: 0;
    }
    .page {
      container-type: size;
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
  `,
];
