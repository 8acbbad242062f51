// The selected layers as a quiet list with their places.

import { css } from "lit";

export const selectionSettingsStyles = css`
  ul {
    margin-top: 8px;
  }
  li {
    align-items: center;
    display: flex;
    gap: 8px;
    height: 24px;
  }
  li .small {
    margin-inline-start: auto;
  }
  li .layer-icon {
    color: var(--vscode-icon-foreground);
  }
`;
