// A panel beside the table of the data: its background, its scrolling, and the line with its title and its
// button.

import { css } from "lit";

export const sidePanelStyles = css`
  :host {
    background: var(--vscode-panel-background);
    display: block;
    overflow: auto;
  }
  .title {
    align-items: center;
    display: flex;
    gap: 8px;
    justify-content: space-between;
    padding: 4px 4px 4px 12px;
  }
`;
