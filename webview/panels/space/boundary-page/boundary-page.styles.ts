// The picture at the left, large; what it says at the right; below each other in a narrow window.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";
import { tableStyles } from "../../../shared/styles/table.ts";
import { choiceStyles } from "../../data/shared/choice.ts";
import { classLegendStyles } from "./class-legend.ts";

export const boundaryPageStyles = [
  baseStyles,
  inputStyles,
  lateStyles,
  tableStyles,
  choiceStyles,
  classLegendStyles,
  css`
    :host {
      display: block;
    }
    .parts {
      display: grid;
      gap: 8px 24px;
      grid-template-columns: minmax(0, 3fr) minmax(260px, 2fr);
    }
    plane-picture {
      height: max(240px, min(100cqh - 64px, 75cqw, 640px));
    }
    .picture {
      display: grid;
      gap: 4px;
      min-width: 0;
    }
    .reading {
      min-height: 16px;
    }
    .side {
      align-content: start;
      display: grid;
      gap: 12px;
      min-width: 0;
    }
    .figure {
      align-items: baseline;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
    }
    .figure strong {
      font-family: var(--vscode-editor-font-family, monospace);
      font-size: 22px;
      font-variant-numeric: tabular-nums;
      font-weight: 600;
    }
    .fields {
      display: grid;
      gap: 8px 12px;
      grid-template-columns: repeat(auto-fit, minmax(112px, 1fr));
    }
    .row-line {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .scale {
      align-items: center;
      display: flex;
      font-size: 11px;
      gap: 8px;
    }
    .ramp {
      background: linear-gradient(
        to right,
        var(--vscode-charts-blue),
        var(--vscode-panel-background, var(--vscode-editor-background)),
        rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1)
      );
      border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
      height: 10px;
      width: 96px;
    }
    .numbers {
      max-height: 360px;
      overflow: auto;
    }
    .confusion {
      justify-self: start;
      width: auto;
    }
    .confusion td.right {
      font-weight: 600;
    }
    @media (max-width: 799px) {
      .parts {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
];
