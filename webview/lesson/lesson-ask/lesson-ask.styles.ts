// A question's input below its words; options as a list of radio buttons, each a row to press.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../shared/styles/base.ts";
import { textStyles } from "../lesson-text/lesson-text.styles.ts";

export const askStyles = [
  baseStyles,
  inputStyles,
  textStyles,
  css`
    :host {
      display: grid;
      gap: 8px;
      min-width: 0;
    }
    fieldset {
      border: 0;
      display: grid;
      gap: 2px;
      margin: 0;
      min-width: 0;
      padding: 0;
    }
    legend {
      margin-bottom: 8px;
      padding: 0;
      width: 100%;
    }
    commit-field {
      max-width: 200px;
    }
    .option {
      border-radius: 4px;
      cursor: pointer;
      display: grid;
      gap: 8px;
      grid-template-columns: 16px minmax(0, 1fr);
      line-height: 1.45;
      margin-inline: -8px;
      padding: 4px 8px;
    }
    .option:hover {
      background: var(--vscode-list-hoverBackground);
    }
    .option:focus-within:has(:focus-visible) {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: -1px;
    }
    input[type="radio"] {
      appearance: none;
      background: var(--vscode-checkbox-background, var(--vscode-settings-checkboxBackground));
      border: 1px solid var(--vscode-checkbox-border, var(--vscode-settings-checkboxBorder, currentColor));
      border-radius: 50%;
      color: var(--vscode-checkbox-foreground, var(--vscode-settings-checkboxForeground, var(--vscode-foreground)));
      cursor: pointer;
      display: grid;
      height: 16px;
      margin: 1px 0 0;
      place-items: center;
      width: 16px;
    }
    input[type="radio"]:focus-visible {
      outline: none;
    }
    input[type="radio"]:checked::before {
      background: var(--vscode-checkbox-foreground, currentColor);
      border-radius: 50%;
      content: "";
      height: 8px;
      width: 8px;
    }
    .verdict {
      align-items: center;
      display: flex;
      gap: 4px;
    }
    .verdict:empty {
      display: none;
    }
    .right {
      color: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
    }
    .wrong {
      color: var(--vscode-descriptionForeground);
    }
  `,
];
