// Right answers are shaded in blue, mistakes in orange, the more of the class the stronger; the numbers say the same.

import { css } from "lit";
import { baseStyles } from "../../styles/base.ts";

export const confusionMatrixStyles = [
  baseStyles,
  css`
    :host {
      display: block;
      max-width: 100%;
      overflow: auto;
    }
    table {
      border-collapse: separate;
      border-spacing: 2px;
    }
    caption {
      padding-bottom: 4px;
      text-align: start;
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
    tbody th {
      text-align: end;
    }
    td {
      padding: 0;
    }
    button {
      --shade: 0%;
      --tone: var(--vscode-charts-blue);
      background: color-mix(in srgb, var(--tone) var(--shade), transparent);
      border: 1px solid var(--vscode-widget-border, var(--vscode-panel-border, transparent));
      border-radius: 4px;
      display: grid;
      justify-items: center;
      min-height: 28px;
      min-width: 64px;
      padding: 4px 8px;
      place-content: center;
      text-align: center;
      width: 100%;
    }
    button.wrong {
      --tone: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
    }
    button[aria-pressed="true"] {
      border: 2px solid var(--vscode-focusBorder);
    }
    button:hover {
      border-color: var(--vscode-focusBorder);
    }
    .count {
      font-family: var(--vscode-editor-font-family, monospace);
      font-variant-numeric: tabular-nums;
      font-weight: 600;
    }
    .share {
      font-size: 11px;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .s1 {
      --shade: 5%;
    }
    .s2 {
      --shade: 10%;
    }
    .s3 {
      --shade: 14%;
    }
    .s4 {
      --shade: 18%;
    }
    .s5 {
      --shade: 22%;
    }
    .s6 {
      --shade: 26%;
    }
    .s7 {
      --shade: 30%;
    }
    .s8 {
      --shade: 34%;
    }
  `,
];
