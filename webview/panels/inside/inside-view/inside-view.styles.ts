// Bars above, the picture and the number in focus side by side below; in a narrow panel one under the other.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";
import { sliderStyles } from "../../../shared/styles/slider.ts";
import { tableStyles } from "../../../shared/styles/table.ts";

export const insideViewStyles = [
  baseStyles,
  inputStyles,
  sliderStyles,
  lateStyles,
  tableStyles,
  css`
    :host {
      container: inside / inline-size;
      display: flex;
      flex-direction: column;
      height: 100%;
      min-height: 0;
    }
    .bars {
      align-items: center;
      display: flex;
      flex: none;
      flex-wrap: wrap;
      gap: 2px 16px;
      justify-content: space-between;
      padding: 0 8px 4px;
    }
    .stops {
      align-items: center;
      display: flex;
      flex: 1 1 420px;
      gap: 4px;
      max-width: 720px;
      min-width: 0;
    }
    .stops input {
      flex: 1 1 96px;
      min-width: 64px;
    }
    .phases,
    .parts {
      display: flex;
      flex: none;
      gap: 2px;
    }
    .phases {
      margin-inline-start: 4px;
    }
    .phases button,
    .parts button {
      border-radius: 4px;
      padding: 2px 6px;
    }
    .phases button:hover,
    .parts button:hover {
      background: var(--vscode-toolbar-hoverBackground);
    }
    .phases [aria-current="step"],
    .parts [aria-pressed="true"] {
      background: var(--vscode-inputOption-activeBackground, var(--vscode-list-activeSelectionBackground));
      color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
      outline: 1px solid var(--vscode-contrastActiveBorder, var(--vscode-inputOption-activeBorder, transparent));
      outline-offset: -1px;
    }
    .phases button:focus-visible,
    .parts button:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    .steps {
      align-items: center;
      display: flex;
      gap: 6px;
      min-width: 0;
    }
    .steps .buttons {
      display: flex;
      flex: none;
    }
    label {
      align-items: center;
      display: flex;
      flex: none;
      gap: 4px;
    }
    .steps input[type="text"],
    .choices input[type="text"] {
      height: 22px;
      padding: 0 6px;
      width: 60px;
    }
    .choices select {
      height: 22px;
      max-width: 148px;
      width: auto;
    }
    .note {
      align-items: baseline;
      border-inline-start: 3px solid var(--vscode-editorInfo-foreground);
      display: flex;
      flex: none;
      flex-wrap: wrap;
      gap: 2px 8px;
      margin: 0 12px 4px;
      padding-inline-start: 8px;
    }
    .link {
      color: var(--vscode-textLink-foreground);
    }
    .link:hover {
      text-decoration: underline;
    }
    .body {
      border-top: 1px solid var(--vscode-panel-border);
      display: grid;
      flex: 1;
      grid-template-columns: minmax(0, 1fr) minmax(348px, 38%);
      grid-template-rows: minmax(0, 1fr);
      min-height: 0;
    }
    .left {
      display: flex;
      flex-direction: column;
      min-height: 0;
      min-width: 0;
    }
    .left > :last-child {
      flex: 1;
    }
    .right {
      border-inline-start: 1px solid var(--vscode-panel-border);
      min-height: 0;
      overflow: hidden auto;
      padding: 6px 12px 12px;
    }
    .right:focus-visible {
      outline-offset: -2px;
    }
    .place {
      align-items: center;
      display: flex;
      flex: none;
      flex-wrap: wrap;
      gap: 2px 16px;
      justify-content: space-between;
      min-height: 28px;
      padding: 2px 12px;
    }
    .choices {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 2px 10px;
    }
    .tellers {
      display: flex;
    }
    .table {
      min-height: 0;
      overflow: auto;
    }
    .table:focus-visible {
      outline-offset: -2px;
    }
    .table table {
      width: auto;
    }
    .here {
      font-weight: 600;
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: -1px;
    }
    .picking {
      align-items: baseline;
      display: flex;
      flex: 1 0 100%;
      gap: 8px;
    }
    .picking commit-field {
      flex: 1;
      max-width: 240px;
    }
    .empty {
      align-items: center;
      display: flex;
      flex-direction: column;
      gap: 8px;
      padding: 24px 12px;
      text-align: center;
    }
    @container inside (max-width: 719px) {
      .stops {
        flex-wrap: wrap;
      }
      .phases {
        margin-inline-start: 0;
        order: -1;
        width: 100%;
      }
      .body {
        display: block;
        overflow: hidden auto;
      }
      /* Below it the number is seen, with its first sentence. */
      .left {
        height: clamp(208px, 60%, 320px);
      }
      .right {
        border-inline-start: 0;
        border-top: 1px solid var(--vscode-panel-border);
        overflow: visible;
      }
    }
  `,
];
