// The dock looks like VS Code's panel: quiet tabs with a line under the one that is open, a sash above that
// shows on hover.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";

export const dockStyles = [
  baseStyles,
  css`
    :host {
      background: var(--vscode-panel-background);
      border-top: 1px solid var(--vscode-panel-border);
      display: flex;
      flex-direction: column;
      min-height: 0;
      position: relative;
    }
    .resizer {
      cursor: ns-resize;
      height: 8px;
      inset-inline: 0;
      position: absolute;
      top: -4px;
      touch-action: none;
      z-index: 1;
    }
    .resizer::after {
      background: var(--vscode-sash-hoverBorder, var(--vscode-focusBorder));
      content: "";
      height: 2px;
      inset-inline: 0;
      opacity: 0;
      position: absolute;
      top: 3px;
      transition: opacity 120ms;
    }
    .resizer:hover::after,
    .resizer:active::after,
    .resizer:focus-visible::after {
      opacity: 1;
    }
    .resizer:focus-visible {
      outline: none;
    }
    .bar {
      align-items: center;
      display: flex;
      flex: none;
      height: 34px;
      justify-content: space-between;
      padding: 0 8px 0 4px;
    }
    .buttons {
      display: flex;
      flex: none;
    }
    [role="tablist"] {
      align-self: stretch;
      display: flex;
      min-width: 0;
      overflow: auto hidden;
      scrollbar-width: none;
    }
    [role="tab"] {
      align-items: center;
      flex: none;
      color: var(--vscode-panelTitle-inactiveForeground);
      display: flex;
      gap: 8px;
      padding: 0 8px;
      position: relative;
    }
    [role="tab"]:hover {
      color: var(--vscode-panelTitle-activeForeground);
    }
    [role="tab"][aria-selected="true"] {
      color: var(--vscode-panelTitle-activeForeground);
    }
    [role="tab"][aria-selected="true"]::after {
      background: var(--vscode-panelTitle-activeBorder);
      bottom: 4px;
      content: "";
      height: 1px;
      inset-inline: 8px;
      position: absolute;
    }
    .panel {
      flex: 1;
      min-height: 0;
      overflow: auto;
      position: relative;
    }
    @media (max-width: 599px) {
      [role="tab"] {
        padding: 0 4px;
      }
      [role="tab"][aria-selected="true"]::after {
        inset-inline: 4px;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .resizer::after {
        transition: none;
      }
    }
  `,
];
