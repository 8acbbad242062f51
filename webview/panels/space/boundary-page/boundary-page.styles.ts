// The picture at the left, large; what it says at the right; below each other in a narrow window.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";
import { tableStyles } from "../../../shared/styles/table.ts";
import { choiceStyles } from "../../data/shared/choice.ts";
import { pictureSideStyles } from "../plane-picture/picture-side.styles.ts";
import { classLegendStyles } from "./class-legend.ts";

export const boundaryPageStyles = [
  baseStyles,
  inputStyles,
  lateStyles,
  tableStyles,
  choiceStyles,
  pictureSideStyles,
  classLegendStyles,
  css`
    :host {
      display: block;
    }
    .parts {
      display: grid;
      gap: 8px 24px;
      grid-template-columns: minmax(0, 3fr) minmax(260px, 2fr);
    }
    plane-picture {
      height: max(240px, min(100cqh - 64px, 75cqw, 640px));
    }
    .picture {
      display: grid;
      gap: 4px;
      min-width: 0;
    }
    .fields {
      display: grid;
      gap: 8px 12px;
      grid-template-columns: repeat(auto-fit, minmax(112px, 1fr));
    }
    .row-line {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .confusion {
      justify-self: start;
      width: auto;
    }
    .confusion td.right {
      font-weight: 600;
    }
    @media (max-width: 799px) {
      .parts {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
];
