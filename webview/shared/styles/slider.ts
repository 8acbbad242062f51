// A slider that looks like VS Code's own parts: a thin track, a round handle in the button's colour.

import { css } from "lit";

export const sliderStyles = css`
  input[type="range"] {
    appearance: none;
    background: none;
    display: block;
    height: 24px;
    margin: 0;
    touch-action: pan-y;
    width: 100%;
  }
  input[type="range"]::-webkit-slider-runnable-track {
    background: var(--vscode-scrollbarSlider-background);
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 2px;
    height: 4px;
  }
  input[type="range"]::-webkit-slider-thumb {
    appearance: none;
    background: var(--vscode-button-background);
    border: 1px solid var(--vscode-button-border, transparent);
    border-radius: 50%;
    height: 12px;
    margin-top: -5px;
    width: 12px;
  }
  input[type="range"]:hover::-webkit-slider-thumb {
    background: var(--vscode-button-hoverBackground);
  }
`;
