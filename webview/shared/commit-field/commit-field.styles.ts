// The field fills the place it is given; its look is that of all inputs.

import { css } from "lit";

export const commitFieldStyles = css`
  :host {
    display: block;
  }
`;
