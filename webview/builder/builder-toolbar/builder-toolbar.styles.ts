// One line, in which Train is the only filled button; in a narrow window the facts take a line of their own
// and words give way to numbers.

import { css } from "lit";
import { baseStyles, severityStyles } from "../../shared/styles/base.ts";

export const toolbarStyles = [
  baseStyles,
  severityStyles,
  css`
    :host {
      align-items: center;
      display: flex;
      gap: 12px;
      min-height: 44px;
      padding: 8px 12px;
      position: relative;
    }
    .facts {
      align-items: center;
      display: flex;
      flex: 1 1 auto;
      gap: 4px;
      min-width: 0;
    }
    .fact {
      border-radius: 4px;
      color: var(--vscode-descriptionForeground);
      line-height: 20px;
      padding: 2px 8px;
    }
    .data {
      align-items: center;
      display: flex;
      min-width: 0;
      overflow: hidden;
    }
    .data ~ .fact {
      flex: 0 100 auto;
    }
    .data vscode-icon {
      flex: none;
      margin-inline-end: 4px;
    }
    .data .name {
      flex: 0 1 auto;
      min-width: 3ch;
    }
    .data .counts {
      flex: none;
      white-space: pre;
    }
    .bound {
      align-items: center;
      display: flex;
      gap: 4px;
      min-width: 0;
    }
    .data ~ .bound {
      flex: 0 10 auto;
    }
    /* Also the way to the training settings stays a name. */
    .fact:has(~ .bound) {
      min-width: 7ch;
    }
    .bound vscode-icon {
      flex: none;
    }
    .fact:hover {
      background: var(--vscode-toolbar-hoverBackground);
      color: var(--vscode-foreground);
      outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
      outline-offset: -1px;
    }
    .position {
      flex: none;
    }
    .short {
      display: none;
    }
    /* The result, which stands below as well, gives way before the facts lose a fraction of a pixel. */
    .position.result {
      flex: 0 100000 auto;
      min-width: 0;
    }
    progress {
      appearance: none;
      background: none;
      border: 0;
      bottom: -1px;
      height: 2px;
      left: 0;
      position: absolute;
      width: 100%;
    }
    progress::-webkit-progress-bar {
      background: none;
    }
    progress::-webkit-progress-value {
      background: var(--vscode-progressBar-background);
    }
    .buttons {
      align-items: center;
      display: flex;
      flex: none;
      gap: 4px;
    }

    .instead {
      display: none;
    }
    @media (max-width: 899px) {
      .wide {
        display: none;
      }
      /* The settings are not beside the pipeline here. */
      .instead {
        display: inline-block;
        flex: none;
      }
    }
    @media (max-width: 1099px) {
      .active .long {
        display: none;
      }
      .active .short {
        display: inline;
      }
    }
    /* In between, the facts have a line of their own, which leaves room. */
    @media (max-width: 499px), (min-width: 700px) and (max-width: 1099px) {
      .long {
        display: none;
      }
      .short {
        display: inline;
      }
    }
    @media (min-width: 900px) {
      .result .long {
        display: block;
      }
      .result .short {
        display: none;
      }
    }
    @media (max-width: 1299px) {
      .yields {
        display: none;
      }
    }
    @media (max-width: 699px) {
      :host {
        flex-wrap: wrap;
        gap: 4px 8px;
      }
      .facts {
        flex-basis: 100%;
        margin-inline-start: -8px;
        order: 3;
      }
      .buttons {
        margin-left: auto;
        order: 2;
      }
    }
  `,
];
