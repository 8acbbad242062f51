// Bars with a name before and a number behind: blue if they add, orange if they take away.

import { css } from "lit";

export const barStyles = css`
  li > button,
  li.bar-line {
    align-items: center;
    display: grid;
    gap: 8px;
    grid-template-columns: minmax(72px, 1fr) minmax(60px, 2fr) 136px;
    min-height: 24px;
  }
  li.bar-line {
    grid-template-columns: minmax(72px, 1fr) minmax(60px, 2fr) 72px;
  }
  @media (max-width: 599px) {
    li > button {
      grid-template-columns: minmax(0, 2fr) minmax(40px, 1fr) 136px;
    }
    li.bar-line {
      grid-template-columns: minmax(0, 3fr) minmax(40px, 2fr) 64px;
    }
  }
  svg {
    display: block;
    height: 12px;
    width: 100%;
  }
  .bar {
    fill: var(--vscode-charts-blue);
  }
  .bar.less {
    fill: rgb(from var(--vscode-charts-orange, var(--vscode-charts-yellow)) r g b / 1);
  }
  .spread,
  .zero {
    stroke: var(--vscode-foreground);
    vector-effect: non-scaling-stroke;
  }
  .zero {
    stroke-opacity: 0.5;
  }
  .number {
    text-align: end;
    white-space: nowrap;
  }
`;
