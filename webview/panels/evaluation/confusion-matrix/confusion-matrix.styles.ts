// Right answers are shaded in blue, mistakes in orange, the more of the class the stronger; the numbers say
// the same.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";

export const confusionMatrixStyles = [
  baseStyles,
  inputStyles,
  css`
    :host {
      display: block;
      max-width: 100%;
    }
    .head {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
    }
    .head p {
      flex: 1 0 100%;
    }
    label {
      align-items: center;
      display: flex;
      gap: 8px;
      margin: 4px 0;
    }
    select {
      font-size: 11px;
      height: 22px;
      width: auto;
    }
    .scroll {
      max-height: 420px;
      overflow: auto;
    }
    table {
      border-collapse: separate;
      border-spacing: 2px;
    }
    th {
      color: var(--vscode-descriptionForeground);
      font-size: 11px;
      font-weight: normal;
      max-width: 96px;
      overflow: hidden;
      padding: 0 4px;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    thead td,
    th {
      background: var(--vscode-panel-background, var(--vscode-editor-background));
      position: sticky;
    }
    /* What a column and a row are of stays in sight. */
    thead td,
    thead th {
      top: 0;
    }
    thead td,
    tbody th {
      left: 0;
      z-index: 1;
    }
    thead td {
      z-index: 2;
    }
    tbody th {
      text-align: end;
    }
    /* So that all cells of a row are as high as the highest. */
    td {
      height: 1px;
      padding: 0;
    }
    .compact th {
      max-width: 48px;
    }
    .compact tbody th {
      max-width: 96px;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 0 16px;
    }
    .link {
      color: var(--vscode-textLink-foreground);
      font-size: 12px;
      min-height: 24px;
    }
    .link:hover {
      text-decoration: underline;
    }
    td button {
      --shade: 0%;
      --tone: var(--vscode-charts-blue);
      background: color-mix(in srgb, var(--tone) var(--shade), transparent);
      border: 1px solid var(--vscode-widget-border, var(--vscode-panel-border, transparent));
      border-radius: 4px;
      display: grid;
      height: 100%;
      justify-items: center;
      min-height: 28px;
      min-width: 64px;
      padding: 4px 8px;
      place-content: center;
      text-align: center;
      width: 100%;
    }
    .compact td button {
      min-width: 36px;
      padding: 4px;
    }
    td button.wrong {
      --tone: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
    }
    td button[aria-pressed="true"] {
      border: 2px solid var(--vscode-focusBorder);
    }
    td button:hover {
      border-color: var(--vscode-focusBorder);
    }
    .count {
      font-family: var(--vscode-editor-font-family, monospace);
      font-variant-numeric: tabular-nums;
      font-weight: 600;
    }
    .none .count {
      color: var(--vscode-descriptionForeground);
      font-weight: normal;
    }
    .share {
      font-size: 11px;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    td .s1 {
      --shade: 5%;
    }
    td .s2 {
      --shade: 10%;
    }
    td .s3 {
      --shade: 14%;
    }
    td .s4 {
      --shade: 18%;
    }
    td .s5 {
      --shade: 22%;
    }
    td .s6 {
      --shade: 26%;
    }
    td .s7 {
      --shade: 30%;
    }
    td .s8 {
      --shade: 34%;
    }
  `,
];
