// A bar with what is repeated, how far it is and the button; below it the form, if there is more to
// choose, and what came out.

import { css } from "lit";
import { fixStyles } from "../../data/shared/fixes.ts";
import { baseStyles, inputStyles, severityStyles } from "../../../shared/styles/base.ts";
import { dockViewStyles } from "../../../shared/styles/dock-view.ts";
import { progressStyles } from "../../../shared/styles/progress.ts";

export const sweepViewStyles = [
  baseStyles,
  inputStyles,
  severityStyles,
  fixStyles,
  dockViewStyles,
  progressStyles,
  css`
    .bar {
      min-height: 32px;
      padding-right: 12px;
    }
    .bar select {
      width: auto;
    }
    .bar label {
      align-items: center;
      display: flex;
      gap: 8px;
    }
    .bar commit-field {
      width: 56px;
    }
    .bar .save {
      margin-inline-start: auto;
    }
    .progress {
      align-items: center;
      display: flex;
      flex: 1 1 200px;
      gap: 12px;
      min-width: 0;
    }
    progress {
      max-width: 240px;
    }
    .page {
      display: grid;
      flex: 1;
      grid-template-columns: minmax(0, 1fr);
      min-height: 0;
    }
    .page.wide {
      grid-template-columns: 304px minmax(0, 1fr);
    }
    .form {
      align-content: start;
      border-inline-end: 1px solid var(--vscode-panel-border);
      display: grid;
      gap: 8px;
      overflow: auto;
      padding: 4px 12px 12px;
    }
    .search {
      align-items: center;
      display: grid;
      gap: 8px;
      grid-template-columns: minmax(0, 1fr) 64px;
    }
    .result {
      display: flex;
      flex-direction: column;
      min-height: 0;
      min-width: 0;
    }
    .chosen {
      align-items: center;
      display: flex;
      flex: none;
      flex-wrap: wrap;
      gap: 4px 12px;
      min-height: 32px;
      padding: 2px 12px 4px;
    }
    .narrowing {
      align-items: center;
      display: flex;
      gap: 8px;
      margin-inline-start: auto;
    }
    .both {
      display: grid;
      flex: 1;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      min-height: 0;
    }
    .both trial-table {
      border-inline-start: 1px solid var(--vscode-panel-border);
    }
    .empty {
      align-self: start;
      padding: 24px 12px;
      text-align: center;
    }
    seeds-result {
      flex: 1;
    }
    @media (max-width: 1299px) {
      .both {
        grid-template-columns: minmax(0, 1fr);
        grid-template-rows: minmax(128px, 1fr) minmax(96px, 1fr);
        overflow: auto;
      }
      .both trial-table {
        border: 0;
        border-top: 1px solid var(--vscode-panel-border);
      }
    }
    @media (max-width: 699px) {
      :host {
        height: auto;
      }
      .page.wide {
        grid-template-columns: minmax(0, 1fr);
      }
      .form {
        border: 0;
      }
      /* What came out stands above what one could choose next. */
      .page.done .result {
        order: -1;
      }
      .both {
        grid-template-rows: 200px auto;
      }
    }
  `,
];
