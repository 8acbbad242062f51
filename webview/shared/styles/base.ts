// What every element of the builder shares: measures in steps of four, VS Code's type, one focus ring.
// Colours are theme tokens only.

import { css } from "lit";

export const baseStyles = css`
  :host {
    box-sizing: border-box;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size, 13px);
    font-weight: var(--vscode-font-weight, normal);
    line-height: 1.4;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  h2 {
    font-size: 13px;
    font-weight: 600;
  }
  h3 {
    font-size: 11px;
    font-weight: 600;
  }
  button {
    background: none;
    border: 0;
    color: inherit;
    cursor: pointer;
    font: inherit;
    margin: 0;
    padding: 0;
    text-align: start;
  }
  /* A secondary button is quiet: its border is its own, not that of the button which is the one to press. */
  vscode-button[secondary] {
    --vscode-button-border: var(--vscode-button-secondaryBorder, var(--vscode-contrastBorder, transparent));
  }
  /* They are 22 pixels wide: with this a finger that means one does not press the next (WCAG 2.2, 2.5.8). */
  vscode-toolbar-button + vscode-toolbar-button {
    margin-inline-start: 2px;
  }
  input[type="checkbox"] {
    appearance: none;
    background: var(--vscode-checkbox-background, var(--vscode-settings-checkboxBackground));
    border: 1px solid var(--vscode-checkbox-border, var(--vscode-settings-checkboxBorder));
    border-radius: 3px;
    color: var(--vscode-checkbox-foreground, var(--vscode-settings-checkboxForeground));
    display: inline-grid;
    height: 16px;
    margin: 0;
    place-items: center;
    width: 16px;
  }
  input[type="checkbox"]:checked::before {
    border: solid currentColor;
    border-width: 0 1.5px 1.5px 0;
    content: "";
    height: 9px;
    transform: translateY(-1px) rotate(45deg);
    width: 5px;
  }
  input[type="checkbox"]:disabled {
    opacity: 0.4;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .secondary {
    color: var(--vscode-descriptionForeground);
  }
  .small {
    font-size: 11px;
  }
  .code {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .truncated {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .unseen {
    clip-path: inset(50%);
    height: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
    width: 1px;
  }
`;

/** Text inputs and lists that look like those of VS Code's settings. */
export const inputStyles = css`
  input[type="text"],
  select {
    background: var(--vscode-settings-textInputBackground, var(--vscode-input-background));
    border: 1px solid var(--vscode-settings-textInputBorder, var(--vscode-input-border, transparent));
    border-radius: 4px;
    color: var(--vscode-settings-textInputForeground, var(--vscode-input-foreground));
    font: inherit;
    height: 26px;
    min-width: 0;
    padding: 0 8px;
    width: 100%;
  }
  select {
    background: var(--vscode-settings-dropdownBackground, var(--vscode-dropdown-background));
    border-color: var(--vscode-settings-dropdownBorder, var(--vscode-dropdown-border, transparent));
    color: var(--vscode-settings-dropdownForeground, var(--vscode-dropdown-foreground));
    padding: 0 4px;
  }
  input[type="text"]::placeholder {
    color: var(--vscode-input-placeholderForeground);
  }
  input.code,
  select.code {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  input[type="text"]:focus,
  select:focus {
    border-color: var(--vscode-focusBorder);
    outline: none;
  }
  input[aria-invalid="true"] {
    border-color: var(--vscode-inputValidation-errorBorder);
  }
  .problem {
    color: var(--vscode-errorForeground);
    font-size: 11px;
    margin-top: 4px;
  }
  .problem.warning {
    color: var(--vscode-editorWarning-foreground);
  }
`;

/** The icon of a problem's severity: a codicon in its squiggle's colour, so that colour is never alone. */
export const severityStyles = css`
  .severity {
    flex: none;
  }
  .severity.error {
    color: var(--vscode-problemsErrorIcon-foreground, var(--vscode-editorError-foreground));
  }
  .severity.warning {
    color: var(--vscode-problemsWarningIcon-foreground, var(--vscode-editorWarning-foreground));
  }
  .severity.information {
    color: var(--vscode-problemsInfoIcon-foreground, var(--vscode-editorInfo-foreground));
  }
`;
