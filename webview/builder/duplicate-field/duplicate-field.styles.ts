// A short field and its button in the place of one control.

import { css } from "lit";

export const duplicateFieldStyles = css`
  .both {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  commit-field {
    flex: 1 1 40px;
    min-width: 40px;
  }
  vscode-button {
    flex: none;
  }
`;
