// Tabs inside a tab: quiet words, of which the chosen one has a ground.

import { css } from "lit";

export const partTabStyles = css`
  [role="tablist"] {
    display: flex;
    gap: 4px;
  }
  [role="tab"] {
    border-radius: 4px;
    color: var(--vscode-foreground);
    padding: 2px 8px;
  }
  [role="tab"]:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  [role="tab"][aria-selected="true"] {
    background: var(--vscode-inputOption-activeBackground, var(--vscode-list-activeSelectionBackground));
    color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
    outline: 1px solid var(--vscode-contrastActiveBorder, var(--vscode-inputOption-activeBorder, transparent));
    outline-offset: -1px;
  }
  [role="tab"]:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
`;
