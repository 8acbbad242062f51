// VS Code's quick pick with a sentence per option: at the top in the middle, as high as its options, and over
// everything.

import { css } from "lit";
import { quickPickStyles } from "../../shared/styles/quick-pick.ts";

export const templatePickerStyles = [
  quickPickStyles,
  css`
    dialog {
      flex-direction: column;
      margin: 8px auto auto;
      max-height: calc(100vh - 16px);
      max-width: calc(100vw - 16px);
      width: 600px;
    }
    dialog[open] {
      display: flex;
    }
    dialog::backdrop {
      background: none;
    }
    input {
      flex: none;
    }
    [role="listbox"] {
      min-height: 0;
    }
    h3 {
      color: var(--vscode-pickerGroup-foreground);
      padding: 4px 8px;
    }
    [role="group"] + [role="group"] {
      border-top: 1px solid var(--vscode-pickerGroup-border);
      margin-top: 4px;
      padding-top: 4px;
    }
    [role="option"] {
      display: grid;
      padding-block: 4px;
    }
    .head {
      align-items: baseline;
      column-gap: 8px;
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
    }
    [aria-selected="true"] .secondary {
      color: inherit;
    }
    .layers {
      overflow-wrap: anywhere;
    }
    .note {
      flex: none;
      padding: 8px 8px 0;
    }
  `,
];
