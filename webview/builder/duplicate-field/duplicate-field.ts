// How many copies, and the button that makes them.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "../../shared/commit-field/commit-field.ts";
import { html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { parseNumber } from "../../shared/field-values.ts";
import { t } from "../../shared/text.ts";
import { settingsStyles } from "../../shared/styles/settings.ts";
import { duplicateFieldStyles } from "./duplicate-field.styles.ts";

const MOST = 100;

@customElement("duplicate-field")
export class DuplicateField extends LitElement {
  static override styles = [...settingsStyles, duplicateFieldStyles];

  @property({ attribute: false }) duplicate!: (times: number) => void;
  @state() private times = 1;

  override render() {
    return html`<div class="row">
      <span aria-hidden="true">${t("Copies")}</span>
      <div class="both">
        <commit-field
          code
          .text=${String(this.times)}
          .label=${t("Copies")}
          .parse=${(text: string) => parseNumber(t("Copies"), text, { kind: "integer", min: 1, max: MOST }, false)}
          .commit=${(value: unknown) => (this.times = Number(value))}
        ></commit-field>
        <vscode-button secondary @click=${() => this.duplicate(this.times)}>${t("Duplicate")}</vscode-button>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "duplicate-field": DuplicateField;
  }
}
