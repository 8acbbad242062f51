// A step from top to bottom. What to do is the one thing that stands out; hint and end are set off by a
// border of their colour and a sign.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";
import { textStyles } from "../lesson-text/lesson-text.styles.ts";

export const stepStyles = [
  baseStyles,
  textStyles,
  css`
    :host {
      display: grid;
      gap: 16px;
      min-width: 0;
    }
    h2 {
      font-size: 16px;
      line-height: 1.35;
    }
    h2:focus {
      outline: none;
    }
    .task {
      border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
      border-inline-start: 4px solid var(--vscode-focusBorder);
      border-radius: 4px;
      display: grid;
      gap: 12px;
      padding: 12px 16px;
    }
    .task > .text {
      font-weight: 600;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .waiting {
      cursor: default;
      opacity: 0.7;
    }
    .note {
      border: 1px solid;
      border-radius: 4px;
      display: grid;
      gap: 8px;
      grid-template-columns: 16px minmax(0, 1fr);
      padding: 8px 12px;
    }
    .note vscode-icon {
      margin-top: 2px;
    }
    .hint {
      background: var(--vscode-inputValidation-infoBackground, transparent);
      border-color: var(--vscode-inputValidation-infoBorder, var(--vscode-editorInfo-foreground));
      color: var(--vscode-inputValidation-infoForeground, var(--vscode-foreground));
    }
    .hint vscode-icon {
      color: var(--vscode-editorInfo-foreground);
    }
    .done {
      border-color: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
    }
    .done vscode-icon {
      color: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
    }
    .done .text {
      gap: 4px;
    }
    [role="status"]:empty {
      display: none;
    }
  `,
];
