// The row's number above, then the answer in a sentence, contributions as bars and changes as lines.

import { css } from "lit";
import { choiceStyles } from "../../data/shared/choice.ts";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";
import { barStyles } from "../evaluation-view/bars.styles.ts";
import { evaluationStyles } from "../evaluation-view/evaluation.styles.ts";

export const rowExplanationStyles = [
  baseStyles,
  inputStyles,
  lateStyles,
  choiceStyles,
  evaluationStyles,
  barStyles,
  css`
    .form {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
    }
    .form input[type="text"] {
      width: 96px;
    }
    .parts > .shares {
      flex: 1 1 360px;
      max-width: 640px;
    }
    .shares .field {
      align-items: center;
      gap: 8px;
      grid-template-columns: max-content minmax(80px, 200px);
      margin: 4px 0;
    }
    .changes {
      flex: 1 1 280px;
    }
    .change {
      align-items: baseline;
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
      min-height: 24px;
      overflow-wrap: anywhere;
    }
    .link {
      color: var(--vscode-textLink-foreground);
    }
    .link:hover {
      text-decoration: underline;
    }
  `,
];
