// A list to choose from with its label above, as in VS Code's settings. The empty value stands for what holds
// if the document says nothing.

import { css, html, nothing, type TemplateResult } from "lit";

export interface Option {
  readonly value: string;
  readonly text: string;
  readonly isDisabled?: boolean;
}

export interface Choice {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly commit: (value: string) => void;
  /** A sentence under the list. */
  readonly note?: string;
}

export function choiceField({ label, value, options, commit, note }: Choice): TemplateResult {
  // What the document says is shown, also if it is nothing one could choose.
  const all = options.some((option) => option.value === value) ? options : [{ value, text: value, isDisabled: true }, ...options];
  return html`<label class="field">
    <span class="label">${label}</span>
    <select @change=${(event: Event) => commit((event.target as HTMLSelectElement).value)}>
      ${all.map(
        (option) =>
          html`<option value=${option.value} .selected=${option.value === value} ?disabled=${option.isDisabled}>${option.text}</option>`,
      )}
    </select>
    ${note === undefined ? nothing : html`<span class="secondary small">${note}</span>`}
  </label>`;
}

export const choiceStyles = css`
  .field {
    display: grid;
    gap: 4px;
    min-width: 0;
  }
  .field .label {
    font-size: 11px;
  }
`;
