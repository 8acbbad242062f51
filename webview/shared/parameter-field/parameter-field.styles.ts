// Name, control and the way back to the default in one row; the slider and the sentence below take the whole
// width.

import { css } from "lit";
import { fixLinkStyles } from "../fix-links.ts";
import { sliderStyles } from "../styles/slider.ts";
import { baseStyles, inputStyles } from "../styles/base.ts";

export const parameterFieldStyles = [
  baseStyles,
  inputStyles,
  fixLinkStyles,
  sliderStyles,
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
    .small .fix {
      line-height: 24px;
    }
    .about {
      margin-top: 2px;
    }
    vscode-checkbox ~ .about,
    .head:has(vscode-checkbox) ~ .about {
      margin-inline-start: 27px;
      margin-top: 0;
    }
  `,
];
