// A field with its button, and below it the ready conditions as quiet words.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";

export const untilFormStyles = [
  baseStyles,
  inputStyles,
  lateStyles,
  css`
    :host {
      display: grid;
      gap: 4px;
      padding: 0 12px 6px;
    }
    form {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
    }
    input[type="text"] {
      flex: 1 1 160px;
      max-width: 420px;
      width: auto;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 4px;
      margin-inline-start: -6px;
    }
    li button {
      border-radius: 4px;
      color: var(--vscode-textLink-foreground);
      padding: 1px 6px;
    }
    li button:hover {
      background: var(--vscode-toolbar-hoverBackground);
      outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      outline-offset: -1px;
    }
    li button:disabled {
      opacity: 0.5;
    }
  `,
];
