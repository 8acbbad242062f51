// A quiet table: the head stays, numbers stand to the right, what is not used is dim. Sizes agree with those
// of the calculation.

import { css } from "lit";
import { columnChartStyles } from "../shared/column-words.ts";
import { baseStyles, severityStyles } from "../../../shared/styles/base.ts";

export const dataGridStyles = [
  baseStyles,
  severityStyles,
  columnChartStyles,
  css`
    :host {
      display: block;
      min-height: 0;
      position: relative;
    }
    .scroller {
      height: 100%;
      overflow: auto;
    }
    .scroller:focus-visible {
      outline: none;
    }
    .spacer {
      height: var(--all-height);
      width: var(--all-width);
    }
    .canvas {
      display: flex;
      flex-direction: column;
      height: var(--view-height);
      left: 0;
      overflow: clip;
      position: sticky;
      top: 0;
      width: var(--view-width);
    }
    .row {
      display: flex;
    }
    .head {
      background: var(--vscode-panel-background);
      border-bottom: 1px solid var(--vscode-panel-border);
      flex: none;
      height: 80px;
    }
    .body {
      flex: 1;
      min-height: 0;
      overflow: clip;
    }
    .rows {
      transform: translateY(calc(-1 * var(--shift-y)));
    }
    .rows .row {
      height: 22px;
    }
    .rows .row:hover {
      background: var(--vscode-list-hoverBackground);
    }
    .line {
      background: var(--vscode-panel-background);
      border-right: 1px solid var(--vscode-panel-border);
      color: var(--vscode-descriptionForeground);
      flex: none;
      line-height: 22px;
      padding: 0 8px;
      text-align: end;
      width: var(--line-width);
    }
    .rows .line {
      display: flex;
      justify-content: flex-end;
      white-space: nowrap;
    }
    .rows .line.link {
      cursor: pointer;
    }
    .rows .line.link:hover {
      color: var(--vscode-textLink-foreground);
      text-decoration: underline;
    }
    .act {
      color: var(--vscode-icon-foreground);
      cursor: pointer;
      flex: none;
      margin: 3px auto 3px 0;
      visibility: hidden;
    }
    .act.first {
      margin: 3px 0 3px -4px;
    }
    .row:hover .act {
      visibility: visible;
    }
    .file {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .head .line {
      font-size: 11px;
      line-height: 16px;
      padding-top: 6px;
    }
    .clip {
      flex: 1;
      min-width: 0;
      overflow: clip;
    }
    .cells {
      display: flex;
      transform: translateX(calc(-1 * var(--shift-x)));
    }
    .cell,
    .column {
      flex: none;
      overflow: hidden;
      padding: 0 8px;
      text-overflow: ellipsis;
      white-space: nowrap;
      width: 152px;
    }
    .cell {
      line-height: 22px;
    }
    .cell.number {
      text-align: end;
    }
    .ignored,
    .missing {
      color: var(--vscode-descriptionForeground);
    }
    .column {
      border-right: 1px solid var(--vscode-panel-border);
      cursor: pointer;
      height: 79px;
      padding: 6px 8px 4px;
    }
    .column:hover {
      background: var(--vscode-list-hoverBackground);
    }
    .column.opened {
      box-shadow: inset 0 2px var(--vscode-panelTitle-activeBorder, var(--vscode-focusBorder));
    }
    .name {
      align-items: center;
      display: flex;
      gap: 4px;
      height: 16px;
    }
    .column.target .name {
      font-weight: 600;
    }
    .name vscode-icon {
      color: var(--vscode-icon-foreground);
      flex: none;
    }
    .name .severity.error,
    .name .severity.warning {
      margin-left: auto;
    }
    .name .severity.error {
      color: var(--vscode-problemsErrorIcon-foreground, var(--vscode-editorError-foreground));
    }
    .name .severity.warning {
      color: var(--vscode-problemsWarningIcon-foreground, var(--vscode-editorWarning-foreground));
    }
    .facts {
      height: 15px;
      line-height: 15px;
    }
    .counts {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
      overflow: hidden;
    }
    .column .chart {
      margin-top: 2px;
    }
    .column.ignored .bar {
      fill: var(--vscode-descriptionForeground);
    }
    .scroller:focus-visible .active {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: -1px;
    }
  `,
];
