// A figure stands in the text: as wide as its column, on the page's own background, what is moved below what
// is seen.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";
import { sliderStyles } from "../../shared/styles/slider.ts";
import { lateStyles } from "../../shared/styles/late.ts";

export const figureStyles = [
  baseStyles,
  sliderStyles,
  lateStyles,
  css`
    :host {
      --blue: var(--vscode-charts-blue);
      /* The charts' orange is translucent in some themes. */
      --orange: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
      /* Pictures are painted on what a panel has behind them. */
      --vscode-panel-background: var(--vscode-editor-background);
      display: block;
      min-width: 0;
    }
    .figure {
      display: grid;
      gap: 8px;
    }
    /* One picture alone is no wider than is good for its letters, or than it is high. */
    .figure.single {
      max-width: 400px;
    }
    .figure.single plane-picture {
      height: 320px;
    }
    .figure.single xy-chart {
      max-width: none;
    }
    /* Beside each other if there is room for both: the letters of a chart grow and shrink with it, those of a
       plane do not. */
    .pictures {
      display: grid;
      gap: 8px 16px;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr));
    }
    .pictures.planes {
      gap: 8px;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 208px), 1fr));
    }
    .picture {
      min-width: 0;
    }
    h3 {
      font-size: 13px;
    }
    plane-picture {
      height: 264px;
    }
    .slider {
      align-items: center;
      display: grid;
      gap: 0 8px;
      grid-template-columns: minmax(64px, max-content) minmax(80px, 1fr) minmax(56px, max-content);
    }
    .slider output {
      text-align: end;
    }
    .legend {
      display: flex;
      flex-wrap: wrap;
      gap: 0 16px;
    }
    .key::before {
      border-top: 2px solid var(--blue);
      content: "";
      display: inline-block;
      margin-inline-end: 6px;
      vertical-align: 3px;
      width: 16px;
    }
    .key.dashed::before {
      border-top: 2px dashed var(--orange);
    }
    .key.quiet::before {
      border-top-color: var(--vscode-descriptionForeground);
    }
    .stepping {
      align-items: center;
      display: grid;
      gap: 4px;
      grid-template-columns: max-content max-content 1fr;
    }
    .move {
      border-radius: 4px;
      font-size: 16px;
      height: 24px;
      line-height: 1;
      text-align: center;
      width: 24px;
    }
    .move:hover {
      background: var(--vscode-toolbar-hoverBackground);
    }
    .move:disabled {
      cursor: default;
      opacity: 0.4;
    }
    .sentence {
      min-height: 2.8em;
    }
    .mistake {
      color: var(--vscode-editorError-foreground, var(--vscode-errorForeground));
      font-weight: 600;
    }
    .bars {
      display: grid;
      gap: 4px 8px;
      grid-template-columns: minmax(56px, max-content) minmax(60px, 1fr) minmax(56px, max-content);
    }
    .bars > * {
      align-self: center;
      min-width: 0;
    }
    .bars .number {
      text-align: end;
      white-space: nowrap;
    }
    svg.bar {
      display: block;
      height: 12px;
      overflow: visible;
      width: 100%;
    }
    .bar .blue {
      fill: var(--blue);
    }
    .bar .orange {
      fill: var(--orange);
    }
    .bar .zero,
    .bar .grid {
      stroke: var(--vscode-foreground);
      vector-effect: non-scaling-stroke;
    }
    .bar .zero {
      stroke-opacity: 0.5;
    }
    .bar .grid {
      stroke-opacity: 0.1;
    }
  `,
];
