// Cards of 32 pixels on one line. What is over a gap parts the rest by one card, as a transform, so that
// nothing is measured anew.

import { css } from "lit";
import { iconStyles } from "../../shared/icons.ts";
import { fixLinkStyles } from "../../shared/fix-links.ts";
import { debugMarkStyles } from "./debug-marks.styles.ts";
import { baseStyles, severityStyles } from "../../shared/styles/base.ts";

export const pipelineStyles = [
  baseStyles,
  iconStyles,
  severityStyles,
  fixLinkStyles,
  css`
    :host {
      display: block;
      min-height: 0;
    }
    .scroller {
      height: 100%;
      overflow: hidden auto;
      padding: 24px 16px 48px;
    }
    .scroller:focus {
      outline: none;
    }
    .line {
      margin: 0 auto;
      max-width: 480px;
    }

    .stop,
    .card {
      align-items: center;
      border: 1px solid var(--vscode-widget-border, var(--vscode-panel-border));
      border-radius: 4px;
      display: flex;
      gap: 8px;
      height: 32px;
      padding: 0 12px;
      width: 100%;
    }
    .stop {
      border-style: dashed;
    }
    .stop vscode-icon {
      color: var(--vscode-icon-foreground);
      flex: none;
    }
    .stop .count {
      flex: none;
      margin-left: auto;
    }
    .stop.waiting:has(vscode-button) {
      gap: 12px;
      height: auto;
      justify-content: space-between;
      min-height: 36px;
      padding: 4px 4px 4px 12px;
    }
    button.stop:hover {
      background: var(--vscode-list-hoverBackground);
      outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      outline-offset: -1px;
    }

    .card {
      background: var(--vscode-editorWidget-background);
      cursor: grab;
      position: relative;
      user-select: none;
    }
    .card:hover {
      background: var(--vscode-list-hoverBackground);
      outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      outline-offset: -1px;
    }
    .card.selected {
      background: var(--vscode-list-inactiveSelectionBackground);
      border-color: var(--vscode-focusBorder);
      color: var(--vscode-list-inactiveSelectionForeground, inherit);
    }
    .card.selected .secondary {
      color: inherit;
    }
    .card:focus-visible {
      border-color: var(--vscode-focusBorder);
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: -1px;
    }
    .card.error,
    .card.warning {
      padding-left: 10px;
    }
    .card.error {
      border-left: 3px solid var(--vscode-editorError-foreground);
    }
    .card.warning {
      border-left: 3px solid var(--vscode-editorWarning-foreground);
    }
    .card.followed {
      background: var(--vscode-editor-stackFrameHighlightBackground, var(--vscode-editorWidget-background));
      outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
      outline-offset: -3px;
    }
    .follows {
      color: var(--vscode-debugIcon-breakpointCurrentStackframeForeground, var(--vscode-foreground));
      flex: none;
      inset-inline-start: -20px;
      position: absolute;
    }
    @media (max-width: 599px) {
      .follows {
        inset-inline-start: -14px;
      }
    }
    .card.lifted {
      opacity: 0.4;
    }
    .card .handle {
      align-self: stretch;
      align-items: center;
      color: var(--vscode-icon-foreground);
      display: flex;
      flex: none;
      gap: 8px;
      margin-left: -12px;
      padding-left: 8px;
      touch-action: none;
    }
    .card .number {
      font-size: 11px;
      min-width: 14px;
      text-align: end;
    }
    .card .name {
      flex: none;
      max-width: 50%;
    }
    .card .details {
      flex: 1 1 0;
    }
    .card .shape {
      flex: none;
    }
    .card .shape.changed {
      color: var(--vscode-textLink-foreground);
      font-style: italic;
    }
    .card .count {
      flex: none;
      min-width: 40px;
      text-align: end;
    }

    .problems {
      margin: 4px 0 4px 13px;
    }
    .problem {
      display: flex;
      gap: 4px;
    }
    /* Letters of the icons' font: an icon element loads the style sheet anew, which is felt at an edit. */
    .problem .severity::before {
      content: "\\ea74";
      display: block;
      font: 16px/1 codicon;
    }
    .problem .severity.warning::before {
      content: "\\ea6c";
    }
    .problem .severity.error::before {
      content: "\\ea87";
    }

    .gap {
      display: grid;
      height: 28px;
      place-items: center;
      position: relative;
    }
    .gap::before {
      background: var(--vscode-widget-border, var(--vscode-panel-border));
      content: "";
      inset-block: 0;
      inset-inline-start: 50%;
      position: absolute;
      width: 1px;
    }
    .gap .width {
      color: var(--vscode-descriptionForeground);
      inset-inline-start: calc(50% + 16px);
      position: absolute;
    }
    .gap .add {
      background: var(--vscode-editor-background);
      border: 1px solid var(--vscode-widget-border, var(--vscode-panel-border));
      border-radius: 50%;
      display: grid;
      height: 22px;
      opacity: 0;
      place-items: center;
      position: relative;
      width: 22px;
    }
    .gap .add::before {
      color: var(--vscode-icon-foreground);
      content: "\\ea60";
      font: 16px/1 codicon;
    }
    .gap:hover .add,
    .gap.open .add,
    .gap .add:focus-visible {
      opacity: 1;
    }
    .gap .add:hover {
      background: var(--vscode-button-background);
      border-color: var(--vscode-button-border, transparent);
      color: var(--vscode-button-foreground);
    }
    .gap .add:hover::before {
      color: inherit;
    }
    .insertion {
      background: var(--vscode-focusBorder);
      border-radius: 1px;
      height: 2px;
      inset-inline: 0;
      position: absolute;
      top: -3px;
    }

    .note {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
      justify-content: center;
      /* So that a link in its first line, too, has 24 pixels for a finger. */
      margin-top: 6px;
      text-align: center;
    }
    .cost {
      display: flex;
      flex-wrap: wrap;
      font-variant-numeric: tabular-nums;
      justify-content: center;
      margin-top: 8px;
    }
    .cost span + span::before {
      content: "·";
      margin-inline: 6px;
    }

    li,
    .line > div {
      position: relative;
    }
    /* A row takes in the margin beside its card, in which breakpoints stand: nothing of a row that may be
       skipped is painted outside of it. */
    li {
      margin-inline: -16px;
      padding-inline: 16px;
    }
    /* Rows that are not on the screen are neither laid out nor painted. */
    li:not(.reaches) {
      contain-intrinsic-block-size: auto 60px;
      content-visibility: auto;
    }
    .parted {
      transform: translateY(32px);
      transition: transform 120ms ease-out;
    }
    .parted > .gap.target::before {
      inset-block-start: -32px;
    }

    .empty {
      align-items: center;
      border: 1px dashed var(--vscode-widget-border, var(--vscode-panel-border));
      border-radius: 4px;
      display: flex;
      flex-direction: column;
      gap: 12px;
      margin: 24px 0;
      padding: 24px;
      position: relative;
      text-align: center;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      justify-content: center;
    }
    .empty.over {
      background: var(--vscode-editor-dropBackground, var(--vscode-list-dropBackground));
      border-color: var(--vscode-focusBorder);
    }

    @media (max-width: 599px) {
      .scroller {
        padding: 16px 12px 48px;
      }
      li {
        margin-inline: -12px;
        padding-inline: 12px;
      }
      .gap .add {
        opacity: 1;
      }
    }
    /* Beside a side bar in a narrow window a card keeps its name and what it makes of its input. */
    @media (max-width: 299px) {
      .card {
        gap: 4px;
        padding-inline: 12px 8px;
      }
      .card .count,
      .card .details {
        display: none;
      }
      .card .name {
        flex: 1 1 0;
        max-width: none;
      }
    }
    @media (hover: none) {
      .gap .add {
        opacity: 1;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .parted {
        transition: none;
      }
    }
  `,
  debugMarkStyles,
];
