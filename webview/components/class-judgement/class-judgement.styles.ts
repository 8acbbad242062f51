// Figures in a line, the threshold below them, then parts beside each other as far as there is room.

import { css } from "lit";
import { choiceStyles } from "../../data/choice.ts";
import { baseStyles, inputStyles } from "../../styles/base.ts";
import { sliderStyles } from "../../styles/slider.ts";
import { tableStyles } from "../../styles/table.ts";
import { judgementStyles } from "../judge-view/judgement.styles.ts";

export const classJudgementStyles = [
  baseStyles,
  inputStyles,
  choiceStyles,
  sliderStyles,
  tableStyles,
  judgementStyles,
  css`
    .threshold {
      align-items: center;
      background: var(--vscode-panel-background, var(--vscode-editor-background));
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
      position: sticky;
      top: 0;
      z-index: 1;
    }
    .threshold input {
      flex: 1 1 160px;
      max-width: 360px;
    }
    .scores {
      flex: 1 1 480px;
    }
    judged-rows {
      flex: 1 1 320px;
    }
    .table {
      max-height: 240px;
      max-width: 720px;
      overflow: auto;
    }
    th.truncated {
      max-width: 280px;
    }
    tr.average > * {
      color: var(--vscode-descriptionForeground);
    }
    .choice {
      max-width: 240px;
    }
  `,
];
