// The list on the left, what is chosen from it on the right; below each other if there is no room for
// both.

import { css } from "lit";
import { fixStyles } from "../../data/shared/fixes.ts";
import { baseStyles, inputStyles, severityStyles } from "../../../shared/styles/base.ts";
import { tableStyles } from "../../../shared/styles/table.ts";
import { chipStyles } from "../run-curves/chips.ts";

export const runsViewStyles = [
  baseStyles,
  tableStyles,
  inputStyles,
  severityStyles,
  fixStyles,
  chipStyles,
  css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      height: 100%;
      min-height: 0;
    }
    :host([compares]) {
      grid-template-columns: minmax(0, 1fr) minmax(320px, 42%);
    }
    .list {
      display: flex;
      flex-direction: column;
      min-height: 0;
      min-width: 0;
    }
    .bar {
      align-items: center;
      display: flex;
      flex: none;
      gap: 4px 8px;
      padding: 0 8px 4px 12px;
    }
    .bar input {
      flex: 0 1 200px;
    }
    .bar .about {
      flex: 1 1 auto;
    }
    .buttons {
      display: flex;
      flex: none;
    }
    .table {
      flex: 1;
      min-height: 0;
      overflow: auto;
    }
    thead th {
      padding: 0;
    }
    thead button {
      height: 24px;
      padding: 0 8px;
    }
    .list tbody tr.current {
      background: var(--vscode-list-inactiveSelectionBackground);
      outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      outline-offset: -1px;
    }
    .list tbody:focus-within tr.current {
      background: var(--vscode-list-activeSelectionBackground);
      color: var(--vscode-list-activeSelectionForeground);
    }
    .list tbody tr.current .secondary {
      color: inherit;
    }
    .list tbody th,
    .list tbody td {
      padding: 0 8px;
    }
    .list tbody th,
    td.words {
      font-family: var(--vscode-font-family);
      max-width: 280px;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    td.check {
      padding-inline: 12px 0;
      width: 32px;
    }
    td.star {
      padding-inline: 4px 0;
      width: 24px;
    }
    td.check input {
      display: grid;
      margin: 0;
    }
    td.star button {
      display: block;
      height: 20px;
      padding: 2px;
      width: 20px;
    }
    td.star button[aria-pressed="false"] {
      opacity: 0.4;
    }
    td.star button:hover,
    td.star button:focus-visible {
      opacity: 1;
    }
    .named {
      align-items: center;
      display: flex;
      gap: 8px;
      min-width: 0;
    }
    .named input,
    td.words input {
      height: 22px;
    }
    .ending {
      align-items: center;
      display: flex;
      gap: 4px;
    }
    .ending > :not(.unseen) {
      display: flex;
    }
    .end .diverged {
      color: var(--vscode-problemsWarningIcon-foreground, var(--vscode-editorWarning-foreground));
    }
    .comparison {
      border-inline-start: 1px solid var(--vscode-panel-border);
      display: flex;
      flex-direction: column;
      min-height: 0;
      overflow: auto;
    }
    run-curves {
      flex: 1 0 auto;
    }
    .differences {
      flex: none;
      margin-bottom: 8px;
    }
    .differences td {
      max-width: 200px;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .differences thead th {
      padding: 0 12px;
    }
    .differences th:first-child {
      background: var(--vscode-panel-background);
      left: 0;
      position: sticky;
    }
    .differences thead th:first-child {
      z-index: 2;
    }
    .hint {
      padding: 8px 12px;
    }
    .empty {
      padding: 24px 12px;
      text-align: center;
    }
    @media (max-width: 899px) {
      :host,
      :host([compares]) {
        display: block;
        overflow: auto;
      }
      .table {
        max-height: 220px;
      }
      .comparison {
        border-block-start: 1px solid var(--vscode-panel-border);
        border-inline-start: 0;
      }
    }
    @media (max-width: 599px) {
      .list tbody th,
      td.words {
        max-width: 160px;
      }
      .bar {
        flex-wrap: wrap;
      }
      .bar .about {
        display: none;
      }
      .bar input {
        flex: 1 1 120px;
      }
    }
  `,
];
