// A short table that scrolls by itself; lines and explanations are links.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";
import { tableStyles } from "../../../shared/styles/table.ts";

export const evaluatedRowsStyles = [
  baseStyles,
  tableStyles,
  css`
    :host {
      display: block;
      min-width: 0;
    }
    .head {
      align-items: center;
      display: flex;
      gap: 8px;
      min-height: 24px;
    }
    .head vscode-toolbar-button {
      margin-inline-start: auto;
    }
    .table {
      max-height: 240px;
      overflow: auto;
    }
    td.truncated {
      max-width: 180px;
    }
    .link {
      color: var(--vscode-textLink-foreground);
    }
    .link:hover {
      text-decoration: underline;
    }
  `,
];
