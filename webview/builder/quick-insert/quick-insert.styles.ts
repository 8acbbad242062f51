// Looks like VS Code's quick pick, but hangs at the gap it inserts into.

import { css } from "lit";
import { iconStyles } from "../../shared/icons.ts";
import { quickPickStyles } from "../../shared/styles/quick-pick.ts";

export const quickInsertStyles = [
  quickPickStyles,
  iconStyles,
  css`
    :host {
      left: 50%;
      margin-left: -150px;
      position: absolute;
      scroll-margin: 8px;
      top: calc(100% - 2px);
      width: 300px;
      z-index: 2;
    }
    [role="listbox"] {
      max-height: 232px;
    }
    [role="option"] {
      align-items: center;
      display: flex;
      gap: 8px;
      height: 26px;
    }
    .formula {
      flex: 1;
      opacity: 0.8;
      text-align: end;
    }
  `,
];
