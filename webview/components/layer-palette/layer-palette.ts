// The palette: every layer of the registry, by group, to be dragged into the pipeline or inserted with a click or Enter.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { layers, type LayerType } from "../../../src/model/layers.ts";
import type { LayerGroup, LayerRecord } from "../../../src/model/layers/record.ts";
import type { Actions, DragItem } from "../../actions.ts";
import type { DragController } from "../../controllers/drag.ts";
import { isUndoOrRedo, steppedIndex } from "../../controllers/keys.ts";
import { layerIcon } from "../../icons.ts";
import { say, t } from "../../text.ts";
import { paletteStyles } from "./layer-palette.styles.ts";

const groups: readonly LayerGroup[] = ["linear", "activation", "normalization", "regularization", "output"];

function groupTitle(group: LayerGroup): string {
  const titles: Readonly<Record<LayerGroup, string>> = {
    linear: t("Linear layers"),
    activation: t("Activations"),
    normalization: t("Normalization"),
    regularization: t("Regularization"),
    output: t("Outputs"),
  };
  return titles[group];
}

/** The layers whose name or purpose contains the words: names that begin with them first, then names, then purposes. */
export function matchingLayers(words: string): readonly LayerType[] {
  const wanted = words.trim().toLowerCase();
  const ranked = (Object.keys(layers) as LayerType[]).map((type) => ({ type, rank: rankOf(type, wanted) }));
  const found = ranked.filter(({ rank }) => rank < Infinity);
  return found.toSorted((one, other) => one.rank - other.rank).map(({ type }) => type);
}

function rankOf(type: LayerType, wanted: string): number {
  const { about }: LayerRecord = layers[type];
  const place = type.toLowerCase().indexOf(wanted);
  if (place >= 0) return Math.min(place, 1);
  return wanted.length > 2 && say(about).toLowerCase().includes(wanted) ? 2 : Infinity;
}

@customElement("layer-palette")
export class LayerPalette extends LitElement {
  static override styles = paletteStyles;

  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) drag!: DragController<DragItem>;
  /** Where Enter and a click insert. */
  @property({ type: Number }) at = 0;
  @state() private words = "";
  @state() private current: LayerType | undefined;

  override render() {
    const shown = matchingLayers(this.words);
    return html`
      <div class="search">
        <vscode-icon name="search"></vscode-icon>
        <input
          type="text"
          placeholder=${t("Search layers")}
          aria-label=${t("Search layers")}
          .value=${this.words}
          @input=${(event: InputEvent) => (this.words = (event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this.searchKey(event)}
        />
      </div>
      <div class="groups" @keydown=${(event: KeyboardEvent) => this.walk(event)}>
        ${groups.map((group) => this.group(group, shown))}
        ${shown.length === 0 ? html`<p class="empty secondary">${t("No layer has this name.")}</p>` : nothing}
      </div>
    `;
  }

  private group(group: LayerGroup, shown: readonly LayerType[]): TemplateResult | typeof nothing {
    const members = shown.filter((type) => layers[type].group === group);
    if (members.length === 0) return nothing;
    return html`
      <h2 id=${group}>${groupTitle(group)}</h2>
      <ul aria-labelledby=${group}>
        ${members.map((type) => html`<li>${this.entry(type, shown)}</li>`)}
      </ul>
    `;
  }

  private entry(type: LayerType, shown: readonly LayerType[]): TemplateResult {
    const { about, formula }: LayerRecord = layers[type];
    const first = this.current !== undefined && shown.includes(this.current) ? this.current : shown[0];
    return html`<button
      class="entry"
      data-type=${type}
      title=${`${formula}\n${say(about)}`}
      aria-label=${t("Add {0}", type)}
      tabindex=${type === first ? 0 : -1}
      @focus=${() => (this.current = type)}
      @click=${() => this.actions.insert(type, this.at, "stay")}
      @pointerdown=${(event: PointerEvent) => this.drag.press(event, { kind: "new", type })}
    >
      <span class="handle">${layerIcon(type)}</span>
      <span class="truncated">${type}</span>
    </button>`;
  }

  private searchKey(event: KeyboardEvent): void {
    if (isUndoOrRedo(event) && this.words !== "") event.stopPropagation();
    if (event.key === "Escape" && this.words !== "") {
      this.words = "";
      event.stopPropagation();
    }
    const [first] = matchingLayers(this.words);
    if (event.key === "Enter" && first !== undefined) this.actions.insert(first, this.at, "stay");
    if (event.key === "ArrowDown") this.entries[0]?.focus();
  }

  private walk(event: KeyboardEvent): void {
    if (event.key === "Escape") this.actions.focusCard();
    const { entries } = this;
    const index = steppedIndex(event, entries.indexOf(this.renderRoot.querySelector(":focus")!), entries.length);
    if (index === undefined) return;
    event.preventDefault();
    entries[index]?.focus();
  }

  private get entries(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".entry")];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "layer-palette": LayerPalette;
  }
}
