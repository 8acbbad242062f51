// The page from its head to its foot; only the step between them scrolls. A line of text has 72 characters
// at most.

import { css } from "lit";
import { baseStyles, severityStyles } from "../../shared/styles/base.ts";
import { textStyles } from "../lesson-text/lesson-text.styles.ts";

export const pageStyles = [
  baseStyles,
  severityStyles,
  textStyles,
  css`
    :host {
      background: var(--vscode-editor-background);
      display: grid;
      grid-template-rows: auto minmax(0, 1fr) auto;
      height: 100%;
      min-width: 0;
      overflow: hidden;
    }
    header,
    footer {
      padding: 8px 24px;
    }
    header {
      border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-panel-border));
      padding-top: 12px;
    }
    footer {
      border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border));
      display: flex;
      gap: 8px;
      justify-content: space-between;
    }
    .head {
      align-items: center;
      display: flex;
      gap: 8px;
      justify-content: space-between;
    }
    h1 {
      font-size: 13px;
      font-weight: 600;
      margin: 0;
    }
    header p {
      font-variant-numeric: tabular-nums;
    }
    main {
      align-content: start;
      display: grid;
      gap: 16px;
      justify-content: start;
      grid-template-columns: minmax(0, 72ch);
      overflow: hidden auto;
      padding: 16px 24px 24px;
      scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
    }
    main:focus {
      outline: none;
    }
    .summary {
      display: grid;
      gap: 16px;
    }
    .summary h2 {
      font-size: 16px;
      line-height: 1.35;
    }
    .summary h2:focus {
      outline: none;
    }
    .left {
      list-style: disc;
      padding-inline-start: 20px;
    }
    .all,
    .trouble {
      display: grid;
      gap: 8px;
      grid-template-columns: 16px minmax(0, 1fr);
    }
    .all vscode-icon {
      color: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
    }
    [role="alert"]:not(:has(*)) {
      display: none;
    }
    @media (max-width: 440px) {
      header,
      footer,
      main {
        padding-inline: 16px;
      }
    }
  `,
];
