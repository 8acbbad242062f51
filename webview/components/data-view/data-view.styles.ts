// Facts in a row, then a plain table: what is not used is quiet, the target is strong.

import { css } from "lit";
import { baseStyles } from "../../styles/base.ts";
import { tableStyles } from "../../styles/table.ts";

export const dataViewStyles = [
  baseStyles,
  tableStyles,
  css`
    :host {
      display: block;
    }
    .head {
      align-items: start;
      display: flex;
      flex-wrap: wrap;
      gap: 8px 24px;
      justify-content: space-between;
      padding: 4px 12px 12px;
    }
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 24px;
      min-width: 0;
    }
    dd {
      overflow-wrap: anywhere;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .note {
      display: flex;
      gap: 8px;
      padding: 0 12px 12px;
    }
    .note vscode-icon {
      color: var(--vscode-icon-foreground);
      flex: none;
    }
    .word {
      font-family: var(--vscode-font-family);
    }
    .number {
      text-align: end;
    }
    .values {
      max-width: 320px;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    tr.ignored {
      color: var(--vscode-descriptionForeground);
    }
    tr.target th {
      font-weight: 600;
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
