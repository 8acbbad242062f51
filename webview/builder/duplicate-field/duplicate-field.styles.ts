// A short field and its button in the place of one control.

import { css } from "lit";

export const duplicateFieldStyles = css`
  .both {
    display: grid;
    gap: 4px;
    grid-template-columns: minmax(40px, 1fr) auto;
  }
`;
