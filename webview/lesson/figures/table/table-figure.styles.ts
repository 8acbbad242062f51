// A plain table that may be wider than its column.

import { css } from "lit";
import { tableStyles } from "../../../shared/styles/table.ts";
import { figureStyles } from "../figure.styles.ts";

export const tableFigureStyles = [
  ...figureStyles,
  tableStyles,
  css`
    .wide {
      overflow-x: auto;
    }
    table {
      width: auto;
    }
    .wrong {
      color: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
    }
  `,
];
