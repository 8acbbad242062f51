// What both pictures of a step have: a line that reads the number under the pointer, and the numbers below it
// in the room that is left.

import { css } from "lit";

export const readoutStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
  }
  .readout {
    flex: none;
    line-height: 20px;
    padding: 0 12px;
  }
`;
