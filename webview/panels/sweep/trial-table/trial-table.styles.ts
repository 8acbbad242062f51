// A table whose heads sort and whose rows can be chosen.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";
import { tableStyles } from "../../../shared/styles/table.ts";

export const trialTableStyles = [
  baseStyles,
  tableStyles,
  css`
    :host {
      display: block;
      min-height: 0;
      overflow: auto;
    }
    thead th {
      padding: 0;
    }
    thead button {
      height: 24px;
      padding: 0 8px;
    }
    tbody th,
    td {
      padding: 0 8px;
    }
    tbody tr {
      cursor: pointer;
    }
    tbody tr.hovered {
      background: var(--vscode-list-hoverBackground);
    }
    tbody tr[aria-current="true"] {
      background: var(--vscode-list-inactiveSelectionBackground);
      color: var(--vscode-list-inactiveSelectionForeground, inherit);
      outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
      outline-offset: -1px;
    }
    tbody tr:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: -1px;
    }
    td.words {
      font-family: inherit;
    }
    td .problem {
      color: var(--vscode-errorForeground);
    }
  `,
];
