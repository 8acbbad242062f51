// The palette: what most networks are made of, then every other layer by group, to be dragged into the
// pipeline or inserted with a click or Enter. Rare layers that were used last stand at its foot, where they
// push nothing down. What the pointer rests on, or what has the focus by keyboard, is explained beside it.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "../layer-card/layer-card.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { LayerType } from "../../../src/model/layers.ts";
import type { Actions, DragItem } from "../../actions.ts";
import type { DragController } from "../../shared/controllers/drag.ts";
import { isUndoOrRedo, steppedIndex } from "../../shared/controllers/keys.ts";
import { layerIcon } from "../../shared/icons.ts";
import { choiceName, type LayerChoice } from "../layer-choices.ts";
import { groupOf, groups, matchingChoices, type PaletteGroup } from "../layer-search.ts";
import { t } from "../../shared/text.ts";
import { paletteStyles } from "./layer-palette.styles.ts";

function groupTitle(group: PaletteGroup): string {
  const titles: Readonly<Record<PaletteGroup, string>> = {
    common: t("Common"),
    linear: t("Linear layers"),
    activation: t("Activations"),
    normalization: t("Normalization"),
    regularization: t("Regularization"),
    output: t("Outputs"),
  };
  return titles[group];
}

/** Milliseconds that the pointer rests on an entry before it is explained. */
const REST = 400;

/** An entry that is explained, and where it lies. */
interface Explained {
  readonly choice: LayerChoice;
  readonly beside: DOMRect;
}

@customElement("layer-palette")
export class LayerPalette extends LitElement {
  static override styles = paletteStyles;

  @property({ attribute: false }) actions!: Actions<unknown>;
  @property({ attribute: false }) drag!: DragController<DragItem>;
  /** Where Enter and a click insert. */
  @property({ type: Number }) at = 0;
  /** The rare layers used last, newest first. */
  @property({ attribute: false }) recent: readonly LayerType[] = [];
  /** As they stand on the screen: nothing moves under the pointer or the focus. */
  @state() private shownRecent: readonly LayerType[] = [];
  @state() private words = "";
  @state() private current: string | undefined;
  @state() private explained: Explained | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    for (const left of ["pointerleave", "focusout"]) this.addEventListener(left, () => (this.shownRecent = this.recent));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isInUse = this.hasUpdated && this.matches(":hover, :focus-within");
    if (changed.has("recent") && !isInUse) this.shownRecent = this.recent;
  }

  /** Escape closes what explains a layer, wherever the focus is, and nothing else with it. */
  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.explained === undefined) return;
    this.explain(undefined);
    event.stopPropagation();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.#escape, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#escape, { capture: true });
    this.explain(undefined);
  }

  override render() {
    const shown = matchingChoices(this.words);
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
      <div
        class="groups"
        @keydown=${(event: KeyboardEvent) => this.walk(event)}
        @scroll=${() => this.scrolled()}
        @pointerleave=${() => this.explain(undefined)}
      >
        ${groups.map((group) =>
          this.group(
            group,
            groupTitle(group),
            shown.filter((choice) => groupOf(choice) === group),
          ),
        )}
        ${shown.length === 0 ? html`<p class="empty secondary">${t("No layer matches.")}</p>` : nothing}
      </div>
      ${
        this.shownRecent.length === 0
          ? nothing
          : html`<div class="recent" @keydown=${(event: KeyboardEvent) => this.walk(event)} @pointerleave=${() => this.explain(undefined)}>
              ${this.group("recent", t("Recently used"), this.shownRecent)}
            </div>`
      }
      ${
        this.explained === undefined
          ? nothing
          : html`<layer-card
              id="explanation"
              role="tooltip"
              .actions=${this.actions}
              .choice=${this.explained.choice}
              .beside=${this.explained.beside}
            ></layer-card>`
      }
    `;
  }

  /** Explains a layer beside its entry, if the palette is on the screen. */
  explainLayer(type: LayerType): void {
    const entry = this.entries.find(({ dataset }) => dataset["choice"] === type);
    if (entry && entry.getClientRects().length > 0) this.explain(type, entry);
  }

  private group(group: string, title: string, members: readonly LayerChoice[]): TemplateResult | typeof nothing {
    if (members.length === 0) return nothing;
    return html`
      <h2 id=${group}>${title}</h2>
      <ul aria-labelledby=${group}>
        ${members.map((choice) => html`<li>${this.entry(choice, `${group} ${choice}`)}</li>`)}
      </ul>
    `;
  }

  private entry(choice: LayerChoice, key: string): TemplateResult {
    const name = choiceName(choice);
    return html`<button
      class="entry"
      data-choice=${choice}
      data-key=${key}
      data-target=${`palette:${choice}`}
      aria-label=${t("Add {0}", name)}
      aria-describedby=${this.explained?.choice === choice ? "explanation" : nothing}
      tabindex="-1"
      @focus=${(event: FocusEvent) => {
        this.current = key;
        if ((event.target as Element).matches(":focus-visible")) this.explain(choice, event.target as Element);
      }}
      @blur=${() => this.explain(undefined)}
      @click=${() => this.insert(choice)}
      @pointermove=${(event: PointerEvent) => this.rest(choice, event)}
      @pointerdown=${(event: PointerEvent) => {
        this.explain(undefined);
        this.drag.press(event, { kind: "new", choice });
      }}
    >
      <span class="handle">${layerIcon(choice)}</span>
      <span class="truncated">${name}</span>
    </button>`;
  }

  /** One entry is reached with Tab: the one that had the focus last, else the first. */
  protected override updated(): void {
    const { entries } = this;
    const reached = entries.find((entry) => entry.dataset["key"] === this.current) ?? entries[0];
    for (const entry of entries) entry.tabIndex = entry === reached ? 0 : -1;
  }

  private insert(choice: LayerChoice): void {
    this.explain(undefined);
    this.actions.insert(choice, this.at, "stay");
  }

  /** What has the focus stays explained, because the focus itself scrolls; what was closed stays closed. */
  private scrolled(): void {
    const focused = this.renderRoot.querySelector<HTMLElement>(".entry:focus-visible");
    if (focused && this.explained === undefined) return;
    this.explain(focused?.dataset["choice"] as LayerChoice | undefined, focused ?? undefined);
  }

  /**
   * Only a hand that moves asks: a page that scrolls or opens under a still pointer sends the same events,
   * without a movement.
   */
  private rest(choice: LayerChoice, { pointerType, movementX, movementY, buttons, currentTarget }: PointerEvent): void {
    if (pointerType !== "mouse" || buttons !== 0 || (movementX === 0 && movementY === 0)) return;
    if (this.explained?.choice !== choice) this.explain(choice, currentTarget as Element, REST);
  }

  private explain(choice: LayerChoice | undefined, element?: Element, after = 0): void {
    clearTimeout(this.#resting);
    if (choice === undefined || element === undefined) {
      this.explained = undefined;
      return;
    }
    // From one entry to the next there is nothing to wait for.
    const wait = this.explained === undefined ? after : 0;
    this.#resting = setTimeout(() => (this.explained = { choice, beside: element.getBoundingClientRect() }), wait);
  }

  private searchKey(event: KeyboardEvent): void {
    if (isUndoOrRedo(event) && this.words !== "") event.stopPropagation();
    if (event.key === "Escape" && this.words !== "") {
      this.words = "";
      event.stopPropagation();
    }
    const [first] = matchingChoices(this.words);
    if (event.key === "Enter" && first !== undefined) this.insert(first);
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
