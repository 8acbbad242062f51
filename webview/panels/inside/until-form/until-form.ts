// On to the first step for which a condition holds: ready ones in words, or an expression.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { InsideSearch, InsideStep } from "../../../../src/training/inside/types.ts";
import { isUndoOrRedo } from "../../../shared/controllers/keys.ts";
import { t } from "../../../shared/text.ts";
import type { Place } from "../inside-view/stops.ts";
import { conditionsFor, searchText } from "./conditions.ts";
import { untilFormStyles } from "./until-form.styles.ts";

@customElement("until-form")
export class UntilForm extends LitElement {
  static override styles = untilFormStyles;

  @property({ attribute: false }) step!: InsideStep;
  @property({ attribute: false }) place!: Place;
  /** What was looked for last. */
  @property() condition = "";
  @property({ type: Boolean }) isSearching = false;
  /** How far it is; undefined until that is known. */
  @property({ attribute: false }) search: InsideSearch | undefined;
  @property({ attribute: false }) go!: (condition: string) => void;
  /** Ends the search where it is. */
  @property({ attribute: false }) halt!: () => void;
  @query("input") private input!: HTMLInputElement | null;

  override render() {
    return html`
      <form @submit=${(event: Event) => this.submit(event)}>
        <label for="condition">${t("On until")}</label>
        <input
          id="condition"
          type="text"
          class="code"
          spellcheck="false"
          autocomplete="off"
          placeholder="loss < 0.1 && layers[0].dead < 0.5"
          .value=${this.condition}
          @keydown=${(event: KeyboardEvent) => {
            if (isUndoOrRedo(event)) event.stopPropagation();
          }}
        />
        ${
          this.isSearching
            ? html`<vscode-button secondary icon="debug-stop" @click=${() => this.halt()}>${t("Stop")}</vscode-button>`
            : html`<vscode-button secondary @click=${() => this.start()}>${t("Go")}</vscode-button>`
        }
        ${this.isSearching ? this.progress() : nothing}
      </form>
      <ul>
        ${conditionsFor(this.step, this.place).map(
          ({ words, expression }) =>
            html`<li><button title=${expression} ?disabled=${this.isSearching} @click=${() => this.go(expression)}>${words}</button></li>`,
        )}
      </ul>
    `;
  }

  /** The numbers move too fast to be read out; that it searches is said once. */
  private progress(): TemplateResult {
    return html`<span class="unseen" role="status">${t("Searching…")}</span>
      <span class="progress secondary late code">${this.search ? searchText(this.search) : t("Searching…")}</span>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.start();
  }

  private start(): void {
    const text = this.input?.value.trim() ?? "";
    if (text !== "" && !this.isSearching) this.go(text);
  }

  override focus(): void {
    this.input?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "until-form": UntilForm;
  }
}
