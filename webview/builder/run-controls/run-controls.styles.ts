// One filled button at a time; what stands beside it is quieter, and in a narrow window icons alone.

import { css } from "lit";
import { baseStyles } from "../../shared/styles/base.ts";

export const runControlsStyles = [
  baseStyles,
  css`
    :host {
      align-items: center;
      display: flex;
      flex: none;
      gap: 8px;
    }
    .main {
      flex: none;
      min-width: 84px;
    }
    .waiting {
      cursor: default;
      opacity: 0.4;
    }
    .steps {
      display: flex;
      gap: 4px;
    }
    .narrow {
      display: none;
    }

    @media (max-width: 499px), (min-width: 700px) and (max-width: 899px) {
      :host {
        gap: 4px;
      }
      .wide {
        display: none;
      }
      .narrow {
        display: inline;
      }
    }
  `,
];
