// A list of layers by name at a gap of the pipeline: type, arrow keys, Enter. The palette's twin for the
// keyboard and for narrow windows.

import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { isUndoOrRedo } from "../../shared/controllers/keys.ts";
import { layerIcon } from "../../shared/icons.ts";
import { choiceName, factsOf, type LayerChoice } from "../layer-choices.ts";
import { matchingChoices } from "../layer-search.ts";
import { t } from "../../shared/text.ts";
import { quickInsertStyles } from "./quick-insert.styles.ts";

@customElement("quick-insert")
export class QuickInsert extends LitElement {
  static override styles = quickInsertStyles;

  @property({ attribute: false }) choose!: (choice: LayerChoice) => void;
  @property({ attribute: false }) close!: (hasChosen: boolean) => void;
  /** What was typed to open it. */
  @property() start = "";
  @state() private words = "";
  @state() private active = 0;
  @query("input") private input!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    this.words = this.start;
  }

  protected override firstUpdated(): void {
    this.input.focus();
    this.scrollIntoView({ block: "nearest" });
  }

  override render() {
    const found = matchingChoices(this.words);
    return html`<div class="pick">
      <input
        type="text"
        role="combobox"
        aria-label=${t("Layer to insert")}
        aria-expanded="true"
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant=${found.length > 0 ? `layer-${this.active}` : nothing}
        placeholder=${t("Layer to insert")}
        .value=${this.words}
        @input=${() => this.search()}
        @keydown=${(event: KeyboardEvent) => this.key(event, found)}
        @blur=${() => this.close(false)}
      />
      <div role="listbox" id="found" aria-label=${t("Layers")}>
        ${found.map(
          (choice, index) =>
            html`<div
              role="option"
              id=${`layer-${index}`}
              aria-selected=${index === this.active ? "true" : "false"}
              @pointerdown=${(event: Event) => event.preventDefault()}
              @click=${() => this.finish(choice)}
            >
              ${layerIcon(choice)}<span class="name">${choiceName(choice)}</span
              ><span class="formula code truncated">${factsOf(choice).formula}</span>
            </div>`,
        )}
        ${found.length === 0 ? html`<div role="option" aria-disabled="true" aria-selected="false" class="none">${t("No layer matches.")}</div>` : nothing}
      </div>
    </div>`;
  }

  private search(): void {
    this.words = this.input.value;
    this.active = 0;
  }

  private key(event: KeyboardEvent, found: readonly LayerChoice[]): void {
    if (isUndoOrRedo(event) && this.words !== "") event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = found[this.active];
    if (step !== undefined && found.length > 0) this.active = (this.active + step + found.length) % found.length;
    else if (event.key === "Enter" && chosen !== undefined) this.finish(chosen);
    else if (event.key === "Escape") this.close(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private finish(choice: LayerChoice): void {
    this.close(true);
    this.choose(choice);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "quick-insert": QuickInsert;
  }
}
