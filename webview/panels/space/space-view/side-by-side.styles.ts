// Pages of pictures beside each other, each with its title and what is read from it.

import { css } from "lit";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";
import { progressStyles } from "../../../shared/styles/progress.ts";
import { tableStyles } from "../../../shared/styles/table.ts";
import { choiceStyles } from "../../data/shared/choice.ts";
import { pictureSideStyles } from "../plane-picture/picture-side.styles.ts";

export const sideBySideStyles = [
  baseStyles,
  inputStyles,
  lateStyles,
  tableStyles,
  progressStyles,
  choiceStyles,
  pictureSideStyles,
  css`
    :host {
      display: block;
    }
    .head {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
      margin-bottom: 8px;
    }
    .head select {
      width: auto;
    }
    .figures {
      display: grid;
      gap: 12px 24px;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr));
    }
    figure {
      align-content: start;
      display: grid;
      gap: 4px;
      margin: 0;
      min-width: 0;
    }
    figure .title {
      align-items: center;
      display: flex;
      gap: 8px;
      justify-content: space-between;
    }
    figure plane-picture {
      height: max(200px, min(100cqh - 84px, 60cqw, 360px));
    }
    .parts {
      display: grid;
      gap: 8px 24px;
      grid-template-columns: minmax(0, 3fr) minmax(240px, 2fr);
    }
    .parts plane-picture {
      height: max(240px, min(100cqh - 40px, 75cqw, 640px));
    }
    @media (max-width: 799px) {
      .parts {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
];
