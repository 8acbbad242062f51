// Plain tables as VS Code draws them: a quiet head that stays in front of everything below it, numbers to the
// right under their head, a line under the pointer.

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
    background: var(--vscode-panel-background, var(--vscode-editor-background));
    color: var(--vscode-descriptionForeground);
    font-size: 11px;
    position: sticky;
    top: 0;
    z-index: 1;
  }
  th.number,
  td.number {
    text-align: end;
  }
  thead button {
    align-items: center;
    display: flex;
    gap: 4px;
    width: 100%;
  }
  thead button:hover {
    color: var(--vscode-foreground);
  }
  /* The arrow of the order stands before the name, so that name and numbers end at the same place. */
  thead .number button {
    flex-direction: row-reverse;
  }
  thead button .mark {
    display: inline-block;
    width: 8px;
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
