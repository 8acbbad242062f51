// Names in one column, strips beside them; that of the stop has a ground.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";
import { readoutStyles } from "../step-picture/readout.styles.ts";

export const stepStripsStyles = [
  baseStyles,
  readoutStyles,
  css`
    ol {
      flex: 1;
      min-height: 0;
      overflow: hidden auto;
      padding-bottom: 8px;
    }
    li {
      align-items: start;
      display: grid;
      gap: 2px 8px;
      grid-template-columns: minmax(80px, 128px) minmax(0, 1fr);
      padding: 2px 12px 2px 10px;
      border-inline-start: 2px solid transparent;
    }
    li.here {
      background: var(--vscode-list-inactiveSelectionBackground);
      border-inline-start-color: var(--vscode-focusBorder);
      color: var(--vscode-list-inactiveSelectionForeground, inherit);
    }
    .here .secondary {
      color: inherit;
    }
    .name {
      display: flex;
      gap: 4px;
      line-height: 16px;
      min-width: 0;
    }
    .name .code {
      line-height: 16px;
      margin-inline-start: auto;
    }
    .none {
      border-bottom: 1px dashed var(--vscode-panel-border);
      height: 9px;
    }
    .losses {
      align-items: center;
      display: flex;
      gap: 8px;
      line-height: 16px;
    }
    .losses .strong {
      font-weight: 600;
    }
    button:hover {
      text-decoration: underline;
    }
  `,
];
