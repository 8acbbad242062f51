// A bar that fills while something is read or repeated: thin, in the theme's colour for progress.

import { css } from "lit";

export const progressBarStyles = css`
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
