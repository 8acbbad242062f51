// Bars in a list of buttons at the left, the curve of the chosen feature beside it.

import { css } from "lit";
import { choiceStyles } from "../../data/shared/choice.ts";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";
import { progressStyles } from "../../../shared/styles/progress.ts";
import { barStyles } from "../evaluation-view/bars.styles.ts";
import { evaluationStyles } from "../evaluation-view/evaluation.styles.ts";

export const importanceViewStyles = [
  baseStyles,
  inputStyles,
  lateStyles,
  choiceStyles,
  evaluationStyles,
  barStyles,
  progressStyles,
  css`
    .parts > .list {
      flex: 1 1 320px;
      max-width: 640px;
    }
    .dependence {
      flex: 1 1 280px;
    }
    .field {
      margin-top: 8px;
      max-width: 240px;
    }
    .progress {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
      margin-bottom: 4px;
    }
    progress {
      max-width: 240px;
    }
    li button {
      border: 1px solid transparent;
      border-radius: 4px;
      padding: 2px 4px;
      width: 100%;
    }
    li button:hover {
      background: var(--vscode-list-hoverBackground);
    }
    li button[aria-pressed="true"] {
      background: var(--vscode-list-inactiveSelectionBackground);
      border-color: var(--vscode-contrastActiveBorder, transparent);
      color: var(--vscode-list-inactiveSelectionForeground, inherit);
    }
  `,
];
