// A breakpoint's dot and the debugger's arrow, in VS Code's own colours.

import { css } from "lit";

export const debugMarkStyles = css`
  .breakpoint {
    color: var(--vscode-debugIcon-breakpointForeground, var(--vscode-errorForeground));
    display: grid;
    height: 32px;
    inset-block-end: auto;
    inset-inline-start: 0;
    opacity: 0;
    place-items: center;
    position: absolute;
    /* Below the gap above the card. */
    top: 28px;
    width: 16px;
  }
  /* The dot that could be set, on every card: a letter of the icons' font, because an element each is felt
     among 200 layers. */
  .breakpoint:not(.set, .stopped)::before {
    content: "\\ea71";
    font: 16px/1 codicon;
  }
  .breakpoint vscode-icon {
    color: inherit;
    /* The dot stands in the arrow. */
    grid-area: 1 / 1;
  }
  /* How many a fold hides, below the dot. */
  .breakpoint .many {
    font-size: 9px;
    inset-block-start: 22px;
    line-height: 10px;
    position: absolute;
  }
  button.breakpoint:hover,
  button.breakpoint:focus-visible,
  .card:hover + .breakpoint:not(.set, .stopped),
  .card:focus-visible + .breakpoint:not(.set, .stopped) {
    opacity: 0.5;
  }
  .breakpoint.set,
  .breakpoint.stopped,
  .breakpoint.set:hover,
  .breakpoint.stopped:hover {
    opacity: 1;
  }
  .breakpoint:focus-visible {
    border-radius: 4px;
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .breakpoint.disabled {
    color: var(--vscode-debugIcon-breakpointDisabledForeground, var(--vscode-descriptionForeground));
  }
  .breakpoint .arrow,
  .waits .arrow {
    color: var(--vscode-debugIcon-breakpointCurrentStackframeForeground, var(--vscode-charts-yellow));
  }
  .card.stopped {
    background: var(--vscode-editor-stackFrameHighlightBackground);
  }
  .card .pass {
    flex: none;
    font-size: 11px;
  }
  .note.waits {
    align-items: center;
    gap: 4px;
  }
  @media (hover: none) {
    button.breakpoint {
      opacity: 0.4;
    }
  }
`;
