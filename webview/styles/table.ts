// Plain tables as VS Code draws them: a quiet head that stays, numbers to the right, a line under the pointer.

import { css } from "lit";

export const tableStyles = css`
  table {
    border-collapse: collapse;
    font-size: 12px;
    width: 100%;
  }
  caption {
    font-size: 11px;
    padding: 4px 12px;
    text-align: start;
  }
  th,
  td {
    font-weight: normal;
    height: 24px;
    padding: 0 12px;
    text-align: start;
    white-space: nowrap;
  }
  thead th {
    background: var(--vscode-panel-background);
    color: var(--vscode-descriptionForeground);
    font-size: 11px;
    position: sticky;
    top: 0;
  }
  tbody th,
  td {
    font-family: var(--vscode-editor-font-family, monospace);
    font-variant-numeric: tabular-nums;
  }
  tbody tr:hover {
    background: var(--vscode-list-hoverBackground);
  }
`;
