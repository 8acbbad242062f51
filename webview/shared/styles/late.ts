// A word about waiting, which is not worth reading when the wait is over at once.

import { css } from "lit";

export const lateStyles = css`
  .late {
    animation: late 0s 0.4s both;
  }
  @keyframes late {
    from {
      visibility: hidden;
    }
    to {
      visibility: visible;
    }
  }
`;
