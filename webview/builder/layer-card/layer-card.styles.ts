// Looks like VS Code's hover: in front of everything, never wider than a column of text.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";

export const layerCardStyles = [
  baseStyles,
  css`
    :host {
      background: var(--vscode-editorHoverWidget-background);
      border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, transparent));
      border-radius: 4px;
      box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground));
      display: grid;
      gap: 8px;
      max-height: calc(100vh - 16px);
      overflow: hidden;
      padding: 12px;
      pointer-events: none;
      position: fixed;
      width: 300px;
      z-index: 5;
    }
    /* Where not all of it has room, what is written comes first. */
    @media (max-height: 399px) {
      layer-curve {
        display: none;
      }
    }
    .formula {
      display: grid;
      gap: 2px;
    }
    .pitfall {
      display: grid;
      gap: 8px;
      grid-template-columns: 16px 1fr;
    }
    .pitfall vscode-icon {
      color: var(--vscode-icon-foreground);
    }
  `,
];
