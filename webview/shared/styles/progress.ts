// A thin bar that fills, if a row has room for it.

import { css } from "lit";

export const progressStyles = css`
  progress {
    appearance: none;
    background: var(--vscode-editorWidget-border, var(--vscode-panel-border));
    border: 0;
    border-radius: 2px;
    flex: 1;
    height: 4px;
    min-width: 48px;
    overflow: hidden;
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  progress::-webkit-progress-value {
    background: var(--vscode-progressBar-background);
  }
`;
