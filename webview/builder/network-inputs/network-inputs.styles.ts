// Where the rows go as one bar, then the inputs as a plain list of which only what is seen is drawn.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";

export const networkInputsStyles = [
  baseStyles,
  css`
    :host {
      /* VS Code's orange lets the background through; a part of the bar does not. */
      --validation: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
      display: flex;
      flex-direction: column;
      min-height: 0;
      overflow: auto;
    }
    .head {
      display: grid;
      flex: none;
      gap: 8px;
      padding: 4px 12px 8px;
    }
    .rows {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
    }
    .bar {
      display: block;
      height: 8px;
      width: 100%;
    }
    .swatch {
      border-radius: 2px;
      display: inline-block;
      height: 8px;
      margin-inline-end: 4px;
      width: 8px;
    }
    rect.train {
      fill: var(--vscode-charts-blue);
    }
    rect.validation {
      fill: var(--validation);
    }
    rect.test {
      fill: var(--vscode-charts-green);
    }
    rect.dropped {
      fill: var(--vscode-descriptionForeground);
      opacity: 0.4;
    }
    .swatch.train {
      background: var(--vscode-charts-blue);
    }
    .swatch.validation {
      background: var(--validation);
    }
    .swatch.test {
      background: var(--vscode-charts-green);
    }
    .swatch.dropped {
      background: var(--vscode-descriptionForeground);
      opacity: 0.4;
    }
    .badge {
      align-items: center;
      background: var(--vscode-badge-background);
      border-radius: 4px;
      color: var(--vscode-badge-foreground);
      cursor: help;
      display: inline-flex;
      gap: 4px;
      padding: 1px 8px;
    }
    .badge vscode-icon {
      color: inherit;
    }
    .list {
      flex: 1;
      min-height: 110px;
      overflow: auto;
    }
    .spacer {
      height: var(--all-height);
      min-width: 420px;
      position: relative;
    }
    .seen {
      left: 0;
      position: sticky;
      top: 0;
    }
    .shifted {
      transform: translateY(calc(-1 * var(--shift-y)));
    }
    .row {
      display: grid;
      gap: 12px;
      grid-template-columns: 56px minmax(120px, 1fr) minmax(160px, 2fr);
      height: 22px;
      line-height: 22px;
      padding: 0 12px;
    }
    .row > * {
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .titles {
      background: var(--vscode-panel-background);
      color: var(--vscode-descriptionForeground);
      font-size: 11px;
      position: relative;
      z-index: 1;
    }
    .shifted .row:hover {
      background: var(--vscode-list-hoverBackground);
    }
    .number {
      text-align: end;
    }
    .why {
      flex: 1 1 240px;
      max-width: 880px;
    }
  `,
];
