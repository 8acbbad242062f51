// The legend above, the canvas in all the room that is left. Validation is dashed too: colour never says
// something alone.

import { css } from "lit";
import { baseStyles, inputStyles, severityStyles } from "../../../shared/styles/base.ts";
import { fixLinkStyles } from "../../../shared/fix-links.ts";
import { sliderStyles } from "../../../shared/styles/slider.ts";
import { tableStyles } from "../../../shared/styles/table.ts";

export const lossViewStyles = [
  baseStyles,
  tableStyles,
  inputStyles,
  fixLinkStyles,
  severityStyles,
  sliderStyles,
  css`
    :host {
      /* Some themes give this token a third of its opacity, the high contrast ones none at all. */
      --validation: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
      --train: var(--vscode-charts-blue);
      --rate: rgb(from var(--vscode-charts-purple, var(--vscode-foreground)) r g b / 1);
      container: loss / inline-size;
      display: flex;
      flex-direction: column;
      height: 100%;
      min-height: 0;
      overflow: hidden auto;
    }
    .head {
      align-items: center;
      display: flex;
      flex: none;
      gap: 8px;
      justify-content: space-between;
      min-height: 26px;
      padding: 0 8px 0 12px;
    }
    /* One line at every width; what has no room is left out, the least important first. */
    .result {
      align-items: baseline;
      display: flex;
      flex: none;
      gap: 12px;
      line-height: 20px;
      overflow: hidden;
      padding: 0 12px 2px;
      white-space: nowrap;
    }
    .result .verdict {
      flex: 0 1 auto;
      font-weight: 600;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .result .end {
      flex: 0 1000 auto;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .result .edited {
      color: var(--vscode-editorWarning-foreground);
      flex: 0 1 auto;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .health {
      display: flex;
      flex: none;
      flex-wrap: wrap;
      gap: 0 16px;
      line-height: 20px;
      padding: 0 12px 2px;
    }
    .health li {
      align-items: center;
      display: flex;
      gap: 4px;
      min-width: 0;
    }
    .charts.stale {
      filter: grayscale(1);
      opacity: 0.55;
    }
    .head select {
      flex: none;
      width: auto;
    }
    .buttons {
      display: flex;
      flex: none;
      margin-inline-start: auto;
    }
    .tools {
      align-items: center;
      display: flex;
      flex: none;
      flex-wrap: wrap;
      gap: 4px 16px;
      padding: 4px 12px;
    }
    .smoothing {
      align-items: center;
      display: flex;
      gap: 8px;
    }
    .smoothing input {
      width: 120px;
    }
    @media (max-width: 699px) {
      .wide {
        display: none;
      }
    }
    @media (max-width: 499px) {
      .hint {
        display: none;
      }
    }
    @container loss (max-width: 1199px) {
      .pace {
        display: none;
      }
    }
    @container loss (max-width: 899px) {
      .offer {
        display: none;
      }
    }
    @container loss (max-width: 619px) {
      .legend .epoch,
      .legend .ghost,
      .legend .usual,
      .result .end {
        display: none;
      }
      .result {
        flex-wrap: wrap;
        gap: 0 12px;
      }
    }
    @container loss (max-width: 499px) {
      .head .series::before {
        display: none;
      }
      .head {
        gap: 4px;
      }
      .head select {
        max-width: 72px;
      }
      .head .legend {
        flex-wrap: wrap;
        font-size: 11px;
        gap: 0 8px;
      }
    }
    .hint {
      flex-basis: 100%;
      line-height: 18px;
      margin: 0;
    }
    .pace {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .save {
      align-items: center;
      flex-wrap: wrap;
      display: flex;
      gap: 4px;
      margin-inline-start: auto;
    }
    .legend {
      align-items: baseline;
      display: flex;
      flex: 1 1 auto;
      gap: 0 16px;
      min-width: 0;
      overflow: hidden;
      white-space: nowrap;
    }
    .series::before {
      border-top: 2px solid;
      content: "";
      display: inline-block;
      margin-inline-end: 8px;
      vertical-align: 4px;
      width: 16px;
    }
    .series.train::before {
      border-color: var(--vscode-charts-blue);
    }
    .series.run::before {
      border-color: var(--rate);
    }
    .series.validation::before {
      border-color: var(--validation);
      border-top-style: dashed;
    }
    .series.ghost::before {
      border-color: currentcolor;
      border-top-width: 1px;
      opacity: 0.5;
    }
    .series.ghost:hover {
      color: var(--vscode-foreground);
    }
    .choice {
      color: var(--vscode-textLink-foreground);
      white-space: nowrap;
    }
    .choice:hover {
      color: var(--vscode-textLink-activeForeground);
      text-decoration: underline;
    }
    .charts {
      display: grid;
      flex: 1 0 96px;
      margin: 4px 12px 8px;
      position: relative;
    }
    .charts.all {
      --columns: 1;
      gap: 4px 16px;
      grid-auto-rows: minmax(128px, 1fr);
      grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
    }
    /* Two rows of about as many, or one, so that none stands alone below. */
    @container loss (min-width: 440px) {
      .charts.all {
        --columns: 2;
      }
    }
    @container loss (min-width: 640px) {
      .charts.all:not(:has(figure:nth-of-type(4))),
      .charts.all:has(figure:nth-of-type(5)) {
        --columns: 3;
      }
    }
    @container loss (min-width: 860px) {
      .charts.all:not(:has(figure:nth-of-type(5))) {
        --columns: 4;
      }
      .charts.all:not(:has(figure:nth-of-type(4))) {
        --columns: 3;
      }
    }
    @container loss (min-width: 1040px) {
      .charts.all:has(figure:nth-of-type(5)) {
        --columns: 5;
      }
    }
    figure {
      display: flex;
      flex-direction: column;
      margin: 0;
      min-width: 0;
    }
    /* As high as the legend that a saved picture has in its place. */
    figcaption {
      display: flex;
      flex: none;
      gap: 8px;
      line-height: 24px;
      padding-inline-start: 8px;
    }
    figcaption .series {
      flex: none;
    }
    figcaption .series::before {
      margin-inline-end: 4px;
      width: 12px;
    }
    measure-chart {
      flex: 1;
    }
    .table {
      flex: 1;
      min-height: 0;
      overflow: auto;
    }
    .table table {
      max-width: 640px;
    }
    .empty {
      padding: 24px 12px;
      text-align: center;
    }
  `,
];
