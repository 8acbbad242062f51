// A short table that scrolls by itself; a column's name sorts by it.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";
import { tableStyles } from "../../../shared/styles/table.ts";

export const classScoresStyles = [
  baseStyles,
  tableStyles,
  css`
    :host {
      display: block;
      max-width: 720px;
      min-width: 0;
    }
    .table {
      max-height: 240px;
      overflow: auto;
    }
    th.truncated {
      max-width: 280px;
    }
    /* In sight below however many classes. */
    tfoot {
      background: var(--vscode-panel-background, var(--vscode-editor-background));
      bottom: 0;
      position: sticky;
    }
    tfoot > tr > * {
      color: var(--vscode-descriptionForeground);
    }
  `,
];
