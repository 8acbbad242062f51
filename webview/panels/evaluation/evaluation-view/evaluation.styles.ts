// How every page of the evaluation is laid out: figures in a line, then parts that stand beside each other as
// far as there is room.

import { css } from "lit";

export const evaluationStyles = css`
  :host {
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
  }
  .head {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 24px;
  }
  .facts dt {
    font-size: 11px;
  }
  .facts dd {
    font-size: 16px;
  }
  .parts {
    align-items: start;
    display: flex;
    flex-wrap: wrap;
    gap: 12px 24px;
  }
  .parts > * {
    min-width: 0;
  }
  .parts > section {
    max-width: 100%;
  }
  .parts > xy-chart {
    flex: 1 1 260px;
  }
  h3,
  h3 + p.small {
    margin-bottom: 4px;
  }
`;
