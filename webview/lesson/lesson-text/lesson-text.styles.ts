// How a lesson's text is set: one measure for reading, formulas in the middle, code as VS Code's Markdown
// preview has it.

import { css } from "lit";

export const textStyles = css`
  .text {
    display: grid;
    gap: 12px;
    line-height: 1.55;
    min-width: 0;
  }
  .text > * {
    min-width: 0;
  }
  .text ul {
    list-style: disc;
    padding-inline-start: 20px;
  }
  .text ol {
    list-style: decimal;
    padding-inline-start: 24px;
  }
  .text li + li {
    margin-top: 4px;
  }
  .text h3 {
    font-size: 13px;
  }
  .text h4 {
    font-size: 12px;
    font-weight: 600;
    margin: 0;
  }
  .text strong {
    font-weight: 600;
  }
  /* Hangul has no italics; a slanted syllable is only hard to read. */
  em:lang(ko) {
    font-style: normal;
    font-weight: 600;
  }
  .text blockquote {
    background: var(--vscode-textBlockQuote-background, transparent);
    border-inline-start: 4px solid var(--vscode-textBlockQuote-border, var(--vscode-widget-border, currentColor));
    margin: 0;
    padding: 4px 12px;
  }
  .text hr {
    border: 0;
    border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border));
    margin: 0;
    width: 100%;
  }
  code {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.93em;
  }
  :not(pre) > code {
    background: var(--vscode-textCodeBlock-background);
    border-radius: 3px;
    padding: 1px 4px;
  }
  .text pre {
    background: var(--vscode-textCodeBlock-background);
    border-radius: 4px;
    line-height: 1.45;
    margin: 0;
    overflow-x: auto;
    padding: 8px 12px;
  }
  .text .table {
    overflow-x: auto;
  }
  .text table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .text th,
  .text td {
    border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-panel-border));
    padding: 4px 12px 4px 0;
    text-align: start;
  }
  .text th {
    font-weight: 600;
  }
  .text .right {
    text-align: end;
  }
  .text .center {
    text-align: center;
  }
  a,
  .link {
    border-radius: 2px;
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  a:hover,
  .link:hover {
    color: var(--vscode-textLink-activeForeground);
  }
  .held {
    white-space: nowrap;
  }
  .held .link {
    white-space: normal;
  }
  .formula-line {
    overflow: auto hidden;
    padding: 4px 0;
    text-align: center;
  }
  math {
    font-size: 1.12em;
  }
  .formula:not(.block) math {
    white-space: nowrap;
  }
  /* What Temml leaves to a style sheet. */
  /* A font's prime is raised already, and Chromium raises it once more. */
  math .tml-prime {
    font-size: 1.25em;
    transform: translateY(0.3em);
  }
  math .tml-right {
    text-align: right;
  }
  math .tml-left {
    text-align: left;
  }
  math .tml-sml-pad {
    padding-left: 0.05em;
  }
  math .tml-med-pad {
    padding-left: 0.1em;
  }
  math .tml-jot mtd {
    padding-bottom: 0.35ex;
    padding-top: 0.7ex;
  }
  math .tml-cancel {
    background: linear-gradient(to top left, transparent 48%, currentColor 49%, currentColor 51%, transparent 52%);
  }
`;
