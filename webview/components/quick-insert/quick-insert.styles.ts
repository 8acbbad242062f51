// Looks like VS Code's quick pick, but hangs at the gap it inserts into.

import { css } from "lit";
import { iconStyles } from "../../icons.ts";
import { baseStyles, inputStyles } from "../../styles/base.ts";

export const quickInsertStyles = [
  baseStyles,
  inputStyles,
  iconStyles,
  css`
    :host {
      background: var(--vscode-quickInput-background);
      border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
      border-radius: 4px;
      box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      color: var(--vscode-quickInput-foreground);
      left: 50%;
      margin-left: -150px;
      padding: 8px;
      position: absolute;
      scroll-margin: 8px;
      text-align: start;
      top: calc(100% - 2px);
      width: 300px;
      z-index: 2;
    }
    [role="listbox"] {
      margin-top: 8px;
      max-height: 232px;
      overflow-y: auto;
    }
    [role="option"] {
      align-items: center;
      border-radius: 4px;
      cursor: pointer;
      display: flex;
      gap: 8px;
      height: 26px;
      padding: 0 8px;
    }
    [role="option"]:hover {
      background: var(--vscode-list-hoverBackground);
    }
    [role="option"][aria-selected="true"] {
      background: var(--vscode-quickInputList-focusBackground, var(--vscode-list-activeSelectionBackground));
      color: var(--vscode-quickInputList-focusForeground, var(--vscode-list-activeSelectionForeground));
      outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
      outline-offset: -1px;
    }
    .formula {
      flex: 1;
      opacity: 0.8;
      text-align: end;
    }
    .none {
      cursor: default;
    }
  `,
];
