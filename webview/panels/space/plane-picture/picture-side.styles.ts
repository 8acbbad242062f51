// What stands beside a picture of the network's space: its figure, what is read from it, its scale.

import { css } from "lit";

export const pictureSideStyles = css`
  .side {
    align-content: start;
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  .figure {
    align-items: baseline;
    display: flex;
    gap: 8px;
  }
  .figure strong {
    flex: none;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 22px;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  .reading {
    min-height: 16px;
  }
  .numbers {
    max-height: 360px;
    overflow: auto;
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
`;
