// Three pictures beside each other; the third has the choice of its feature below.

import { css } from "lit";
import { choiceStyles } from "../../data/shared/choice.ts";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { evaluationStyles } from "../evaluation-view/evaluation.styles.ts";

export const numberEvaluationStyles = [
  baseStyles,
  inputStyles,
  choiceStyles,
  evaluationStyles,
  css`
    .feature {
      flex: 1 1 260px;
      max-width: 360px;
    }
  `,
];
