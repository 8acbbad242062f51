// A view that fills the dock: a bar of tools at its top, which wraps in a narrow window, and below it the
// rest.

import { css } from "lit";

export const dockViewStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
  }
  .bar {
    align-items: center;
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 4px 12px;
    padding: 2px 8px 6px 12px;
  }
`;
