// A bar with the parts, lines that ask for something, and below them the part that is open, with a page
// beside it.

import { css } from "lit";
import { fixStyles } from "../shared/fixes.ts";
import { baseStyles, inputStyles, severityStyles } from "../../../shared/styles/base.ts";
import { dockViewStyles } from "../../../shared/styles/dock-view.ts";
import { partTabStyles } from "../../../shared/styles/part-tabs.ts";
import { progressStyles } from "../../../shared/styles/progress.ts";

export const dataViewStyles = [
  baseStyles,
  inputStyles,
  severityStyles,
  fixStyles,
  dockViewStyles,
  partTabStyles,
  progressStyles,
  css`
    .facts {
      flex: 1 1 120px;
      min-width: 0;
    }
    .fact {
      border-radius: 4px;
      flex: none;
      padding: 2px 6px;
      white-space: nowrap;
    }
    .fact:hover,
    .fact[aria-expanded="true"] {
      background: var(--vscode-toolbar-hoverBackground);
    }
    .fact vscode-icon {
      vertical-align: -3px;
    }
    .finder {
      background: var(--vscode-quickInput-background);
      border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
      border-radius: 4px;
      box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      inset-inline-start: 12px;
      max-height: calc(100% - 4px);
      overflow: hidden;
      padding: 8px;
      position: absolute;
      top: 0;
      width: min(360px, calc(100% - 24px));
      z-index: 3;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      justify-content: center;
    }
    .reading {
      align-items: center;
      display: flex;
      flex: none;
      gap: 12px;
      padding: 4px 12px;
    }
    .reading .code {
      min-width: 40px;
      text-align: end;
    }
    .part {
      display: flex;
      flex: 1;
      min-height: 96px;
      position: relative;
    }
    .part > :first-child {
      flex: 1;
      min-width: 0;
    }
    .beside {
      border-inline-start: 1px solid var(--vscode-panel-border);
      flex: none;
      width: 288px;
    }
    .empty {
      align-content: start;
      display: grid;
      gap: 12px;
      justify-items: center;
      padding: 24px 12px;
      text-align: center;
    }
    @media (max-width: 599px) {
      .beside {
        border: 0;
        inset: 0;
        position: absolute;
        width: auto;
        z-index: 2;
      }
    }
  `,
];
