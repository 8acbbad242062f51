// A narrow page beside the table: a title, controls below each other, figures in two columns.

import { css } from "lit";
import { choiceStyles } from "../shared/choice.ts";
import { columnChartStyles } from "../shared/column-words.ts";
import { fixStyles } from "../shared/fixes.ts";
import { baseStyles, inputStyles, severityStyles } from "../../../shared/styles/base.ts";
import { sidePanelStyles } from "../../../shared/styles/side-panel.ts";

export const columnPanelStyles = [
  baseStyles,
  inputStyles,
  severityStyles,
  choiceStyles,
  columnChartStyles,
  fixStyles,
  sidePanelStyles,
  css`
    .fields,
    .values {
      display: grid;
      gap: 8px;
      padding: 4px 12px 12px;
    }
    .target {
      border-bottom: 1px solid var(--vscode-panel-border);
      margin-bottom: 8px;
    }
    .link {
      color: var(--vscode-textLink-foreground);
      text-decoration: underline;
      text-underline-offset: 2px;
    }
    .link:hover {
      color: var(--vscode-textLink-activeForeground);
    }
    .way {
      justify-self: start;
    }
    dt .link {
      max-width: 100%;
    }
    .values .chart {
      height: 48px;
    }
    .problem-line {
      padding-inline: 12px;
    }
    dl {
      display: grid;
      gap: 4px 12px;
      grid-template-columns: auto 1fr;
    }
    dd {
      min-width: 0;
      overflow: hidden;
      text-align: end;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    dt {
      color: var(--vscode-descriptionForeground);
      max-width: 150px;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    h3 {
      margin-top: 4px;
    }
  `,
];
