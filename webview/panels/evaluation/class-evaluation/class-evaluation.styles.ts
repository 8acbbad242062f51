// Figures in a line, the threshold below them, then parts beside each other as far as there is room.

import { css } from "lit";
import { choiceStyles } from "../../data/shared/choice.ts";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { sliderStyles } from "../../../shared/styles/slider.ts";
import { evaluationStyles } from "../evaluation-view/evaluation.styles.ts";

export const classEvaluationStyles = [
  baseStyles,
  inputStyles,
  choiceStyles,
  sliderStyles,
  evaluationStyles,
  css`
    .threshold {
      align-items: center;
      background: var(--vscode-panel-background, var(--vscode-editor-background));
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
      position: sticky;
      /* Over the padding of the page, where rows would be seen above it. */
      top: calc(-1 * var(--page-top, 0px));
      z-index: 1;
    }
    .threshold input {
      flex: 1 1 160px;
      max-width: 360px;
    }
    .scores {
      flex: 1 1 480px;
    }
    evaluated-rows {
      flex: 1 1 320px;
    }
    .choice {
      max-width: 240px;
    }
  `,
];
