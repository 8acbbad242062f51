// A list as in VS Code's side bar. The picture is the handle by touch, so that the rest of an entry still
// scrolls.

import { css } from "lit";
import { iconStyles } from "../../shared/icons.ts";
import { baseStyles, inputStyles } from "../../shared/styles/base.ts";

export const paletteStyles = [
  baseStyles,
  inputStyles,
  iconStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
    }
    .search {
      flex: none;
      padding: 12px 12px 4px;
      position: relative;
    }
    .search vscode-icon {
      color: var(--vscode-input-placeholderForeground);
      left: 19px;
      pointer-events: none;
      position: absolute;
      top: 17px;
    }
    .search input {
      padding-left: 28px;
    }
    .groups {
      flex: 1;
      min-height: 0;
      overflow-anchor: none;
      overflow-y: auto;
      padding-bottom: 16px;
    }
    .recent {
      border-top: 1px solid var(--vscode-sideBarSectionHeader-border, var(--vscode-panel-border));
      flex: none;
      padding-bottom: 8px;
    }
    .recent ul {
      display: grid;
      grid-template-columns: 1fr 1fr;
    }
    .recent .entry {
      gap: 4px;
      padding-inline: 8px 4px;
    }
    .recent li {
      min-width: 0;
    }
    h2 {
      color: var(--vscode-sideBarSectionHeader-foreground, var(--vscode-foreground));
      font-size: 11px;
      padding: 12px 12px 4px;
    }
    .entry {
      align-items: center;
      cursor: grab;
      display: flex;
      gap: 8px;
      height: 26px;
      padding: 0 12px;
      touch-action: pan-y;
      user-select: none;
      width: 100%;
    }
    .entry:hover {
      background: var(--vscode-list-hoverBackground);
      color: var(--vscode-list-hoverForeground, inherit);
      outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      outline-offset: -1px;
    }
    .entry:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    .handle {
      color: var(--vscode-icon-foreground);
      padding: 4px 0;
      touch-action: none;
    }
    .empty {
      padding: 12px;
    }
    /* The list itself needs what room there is. */
    @media (max-height: 499px) {
      .recent {
        display: none;
      }
    }
  `,
];
