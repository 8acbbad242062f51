// Name, control and the way back to the default in one row; the slider and the sentence below take the whole width.

import { css } from "lit";
import { fixLinkStyles } from "../../fix-links.ts";
import { baseStyles, inputStyles } from "../../styles/base.ts";

export const parameterFieldStyles = [
  baseStyles,
  inputStyles,
  fixLinkStyles,
  css`
    :host {
      display: block;
    }
    .head {
      align-items: start;
      display: flex;
      gap: 4px;
      position: relative;
    }
    .name {
      flex: 1;
      line-height: 26px;
    }
    .control {
      flex: 0 0 144px;
      min-width: 0;
    }
    vscode-checkbox.control {
      flex: 1;
    }
    .restore {
      flex: none;
      margin-top: 2px;
    }
    .name ~ .restore {
      order: 1;
    }
    .name ~ .control {
      order: 2;
    }
    .about {
      margin-top: 2px;
    }
    vscode-checkbox ~ .about,
    .head:has(vscode-checkbox) ~ .about {
      margin-inline-start: 27px;
      margin-top: 0;
    }
    input[type="range"] {
      appearance: none;
      background: none;
      display: block;
      height: 20px;
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
  `,
];
