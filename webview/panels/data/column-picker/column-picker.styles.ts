// A text field and below it eight rows of a list that scrolls. Sizes agree with those of the calculation.

import { css } from "lit";
import { quickPickStyles } from "../../../shared/styles/quick-pick.ts";

export const columnPickerStyles = [
  quickPickStyles,
  css`
    :host {
      display: block;
    }
    [role="listbox"] {
      margin-top: 4px;
      max-height: 176px;
    }
    .all {
      height: var(--all-height);
    }
    .seen {
      transform: translateY(var(--first));
    }
    [role="option"] {
      align-items: center;
      display: flex;
      gap: 6px;
      height: 22px;
      padding: 0 4px;
    }
    [role="option"] .name {
      flex: 1;
      min-width: 0;
    }
    [role="option"] .small {
      flex: none;
    }
    [role="option"] vscode-icon {
      color: inherit;
      flex: none;
    }
    [aria-current="true"] .name {
      font-weight: 600;
    }
    [aria-selected="true"] .secondary {
      color: inherit;
    }
    .none {
      padding: 4px;
    }
    /* Room for three lines, so that the list stays in its place while one points from column to column. */
    .about {
      min-height: 50px;
      overflow-wrap: anywhere;
      padding: 4px 4px 0;
    }
  `,
];
