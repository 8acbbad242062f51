// How the two pages of the inspector are laid out: a title, sections with a rule between them, fields below
// each other.

import { css } from "lit";
import { iconStyles } from "../icons.ts";
import { fixLinkStyles } from "../fix-links.ts";
import { baseStyles, inputStyles, severityStyles } from "./base.ts";

export const settingsStyles = [
  baseStyles,
  inputStyles,
  iconStyles,
  severityStyles,
  fixLinkStyles,
  css`
    :host {
      display: block;
    }
    .title {
      align-items: center;
      display: flex;
      gap: 8px;
      min-height: 24px;
    }
    .title:focus-visible {
      outline-offset: 2px;
    }
    .title .layer-icon {
      color: var(--vscode-icon-foreground);
    }
    .actions {
      display: flex;
      margin-left: auto;
    }
    section {
      border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border));
      display: grid;
      gap: 12px;
      margin-top: 16px;
      padding-top: 12px;
    }
    section > h3 {
      font-size: 11px;
    }
    .more {
      align-items: center;
      border-radius: 4px;
      display: flex;
      gap: 4px;
      margin: 16px 0 0 -4px;
      min-height: 24px;
      padding-inline-end: 8px;
      width: calc(100% + 8px);
    }
    .more:hover {
      background: var(--vscode-list-hoverBackground);
    }
    .more .secondary {
      margin-inline-start: auto;
    }
    .more + section {
      margin-top: 8px;
    }
    .formula {
      background: var(--vscode-textCodeBlock-background);
      border-radius: 4px;
      display: grid;
      gap: 4px;
      margin-top: 12px;
      overflow-x: auto;
      padding: 8px 12px;
      white-space: nowrap;
    }
    .curve {
      margin-top: 12px;
    }
    .row {
      align-items: center;
      display: grid;
      gap: 8px;
      grid-template-columns: 1fr 144px;
    }
    .row.wide {
      grid-template-columns: 1fr 168px;
    }
    .row > .value {
      padding-inline-start: 9px;
    }
    .row > * {
      min-width: 0;
    }
    .pitfall {
      display: grid;
      gap: 8px;
      grid-template-columns: 16px 1fr;
    }
    .pitfall vscode-icon {
      color: var(--vscode-icon-foreground);
    }
    @media (max-width: 899px) {
      .title {
        margin-right: 32px;
      }
    }
  `,
];
