// A form of narrow fields at the left, the answer beside it: the answer is the one thing that is large here.

import { css } from "lit";
import { choiceStyles } from "../../data/shared/choice.ts";
import { fixStyles } from "../../data/shared/fixes.ts";
import { baseStyles, inputStyles, severityStyles } from "../../../shared/styles/base.ts";
import { lateStyles } from "../../../shared/styles/late.ts";

export const predictViewStyles = [
  baseStyles,
  inputStyles,
  choiceStyles,
  severityStyles,
  fixStyles,
  lateStyles,
  css`
    :host {
      display: block;
      min-height: 0;
      overflow: auto;
    }
    .bar {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 4px;
      padding: 4px 12px;
      white-space: nowrap;
    }
    .bar commit-field {
      width: 88px;
    }
    .page {
      align-items: start;
      display: grid;
      gap: 16px;
      grid-template-columns: minmax(0, 1fr) 320px;
      padding: 4px 12px 12px;
    }
    .form {
      display: grid;
      gap: 8px 12px;
      grid-template-columns: repeat(auto-fill, minmax(136px, 1fr));
    }
    .field .label {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .answer {
      display: grid;
      gap: 8px;
    }
    .prediction {
      font-size: 20px;
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    .bars {
      display: grid;
      gap: 4px 8px;
      grid-template-columns: minmax(48px, auto) 1fr 56px;
    }
    .bars > * {
      min-width: 0;
    }
    svg {
      align-self: center;
      display: block;
      height: 8px;
      width: 100%;
    }
    .track {
      fill: var(--vscode-foreground);
      opacity: 0.12;
    }
    .share {
      fill: var(--vscode-charts-blue);
    }
    .number {
      text-align: end;
    }
    .empty {
      display: grid;
      gap: 12px;
      justify-items: center;
      padding: 24px 12px;
      text-align: center;
    }
    .actions {
      align-items: center;
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    @media (max-width: 599px) {
      .page {
        grid-template-columns: minmax(0, 1fr);
      }
      .answer {
        order: -1;
      }
    }
  `,
];
