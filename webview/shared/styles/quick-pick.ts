// Lists to choose from that look like VS Code's quick pick: a box with a text field, and options below it.

import { css } from "lit";
import { baseStyles, inputStyles } from "./base.ts";

export const quickPickStyles = [
  baseStyles,
  inputStyles,
  css`
    .pick {
      background: var(--vscode-quickInput-background);
      border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
      border-radius: 4px;
      box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      color: var(--vscode-quickInput-foreground);
      padding: 8px;
      text-align: start;
    }
    [role="listbox"] {
      margin-top: 8px;
      overflow-y: auto;
    }
    [role="option"] {
      border-radius: 4px;
      cursor: pointer;
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
    .none {
      cursor: default;
    }
  `,
];
