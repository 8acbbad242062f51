// The number largest, then a sentence, then its calculation in the editor's font.

import { css } from "lit";
import { baseStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";

export const numberFocusStyles = [
  baseStyles,
  lateStyles,
  css`
    :host {
      container: focus / inline-size;
      display: grid;
      gap: 8px;
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
    }
    nav {
      display: flex;
      flex-wrap: wrap;
      gap: 0 4px;
      line-height: 20px;
    }
    h3 {
      font-size: 13px;
      font-weight: 400;
    }
    h3:focus {
      outline: none;
    }
    h3 .code {
      font-size: 16px;
      font-weight: 600;
    }
    button.link,
    nav button {
      border-radius: 2px;
      color: var(--vscode-textLink-foreground);
    }
    button.link:hover,
    nav button:hover {
      color: var(--vscode-textLink-activeForeground);
      text-decoration: underline;
    }
    .line {
      background: var(--vscode-textCodeBlock-background);
      border: 1px solid var(--vscode-contrastBorder, transparent);
      border-radius: 4px;
      display: grid;
      gap: 4px;
      grid-template-columns: minmax(0, 1fr);
      padding: 8px;
    }
    .line > p:not(.formula) {
      line-height: 20px;
    }
    .formula {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
    }
    .result {
      font-weight: 600;
    }
    .terms {
      max-height: 264px;
      overflow: auto;
    }
    table {
      border-collapse: collapse;
      font-size: 12px;
    }
    th,
    td {
      font-weight: normal;
      /* So far apart that a finger hits the number it means. */
      height: 24px;
      padding: 0 3px;
      text-align: start;
      white-space: nowrap;
    }
    th:first-child,
    td:first-child {
      padding-inline-start: 0;
    }
    th.small {
      max-width: 104px;
    }
    @container focus (max-width: 359px) {
      table {
        font-size: 11px;
      }
      th,
      td {
        padding: 0 2px;
      }
    }
    td,
    thead th {
      font-family: var(--vscode-editor-font-family, monospace);
      font-variant-numeric: tabular-nums;
    }
    .number {
      text-align: end;
    }
    thead th {
      color: var(--vscode-descriptionForeground);
    }
    .symbol {
      margin-inline-end: 2px;
    }
    .stacked td {
      vertical-align: bottom;
    }
    .stacked .symbol {
      display: block;
      font-size: 11px;
      margin: 4px 0 -2px;
    }
    .sign {
      color: var(--vscode-descriptionForeground);
    }
    tfoot th,
    tfoot td {
      border-top: 1px solid var(--vscode-panel-border);
    }
    .strong {
      font-weight: 600;
    }
    .operands {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 16px;
    }
    layer-curve {
      max-width: 320px;
    }
    dl {
      align-items: baseline;
      display: grid;
      gap: 2px 12px;
      grid-template-columns: max-content minmax(0, 1fr);
    }
    dt {
      color: var(--vscode-descriptionForeground);
    }
    .check p {
      margin-top: 4px;
    }
  `,
];
