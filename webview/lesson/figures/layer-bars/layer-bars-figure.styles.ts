// A line for each layer, in the order of the document; under them the scale.

import { css } from "lit";
import { figureStyles } from "../figure.styles.ts";

export const layerBarsStyles = [
  ...figureStyles,
  css`
    .figure {
      gap: 4px;
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      justify-content: space-between;
    }
    .key::before {
      border-top-width: 8px;
      vertical-align: 0;
    }
    .key.orange::before {
      border-top-color: var(--orange);
    }
    .lines {
      display: grid;
      gap: 0 8px;
      grid-template-columns: fit-content(40%) minmax(60px, 1fr) max-content;
    }
    ul.bars {
      display: contents;
    }
    li,
    .axis {
      display: grid;
      grid-column: 1 / -1;
      grid-template-columns: subgrid;
    }
    li {
      align-items: center;
      min-height: 24px;
    }
    .of,
    .number {
      display: grid;
      gap: 2px;
    }
    .of:has(svg + svg) svg.bar {
      height: 8px;
    }
    li:has(svg + svg) {
      min-height: 36px;
    }
    .number {
      line-height: 1.25;
    }
    .ticks {
      display: block;
      height: 16px;
      overflow: visible;
      width: 100%;
    }
    .ticks text {
      fill: var(--vscode-descriptionForeground);
      text-anchor: middle;
    }
  `,
];
