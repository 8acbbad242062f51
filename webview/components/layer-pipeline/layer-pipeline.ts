// The pipeline: the real columns, the layers as cards in one line, the real classes. It draws what it is given and asks the
// builder for every change; while something is dragged it shows what the network would be.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "../quick-insert/quick-insert.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import type { Problem } from "../../../src/model/problem.ts";
import type { DataState } from "../../../src/protocol/builder.ts";
import type { Actions, DragItem } from "../../actions.ts";
import { type Card, cardLabel, parametersText, shapeText } from "../../cards.ts";
import type { Drag, DragController, DropTarget } from "../../controllers/drag.ts";
import { isPlain, steppedIndex } from "../../controllers/keys.ts";
import { layerIcon } from "../../icons.ts";
import { formatCount } from "../../numbers.ts";
import { say, t } from "../../text.ts";
import { pipelineStyles } from "./layer-pipeline.styles.ts";
import { firstStop, lastStop } from "./stops.ts";

@customElement("layer-pipeline")
export class LayerPipeline extends LitElement {
  static override styles = pipelineStyles;

  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) controller!: DragController<DragItem>;
  @property({ attribute: false }) cards: readonly Card[] = [];
  /** The cards as they would be after the drop, in the present order; absent for the one that would go. */
  @property({ attribute: false }) preview: readonly (Card | undefined)[] | undefined;
  @property({ attribute: false }) drag: Drag<DragItem> | undefined;
  @property({ attribute: false }) data: DataState = { state: "none" };
  /** What the document says is predicted. */
  @property() predicted = "";
  @property({ type: Number }) inputs: number | undefined;
  @property({ type: Number }) selected: number | undefined;
  /** The gap whose list of layers is open. */
  @state() private inserting: number | undefined;
  @query(".scroller") private scroller!: HTMLElement;

  /** What a dragged layer is dropped on. */
  get dropTarget(): DropTarget | undefined {
    return this.hasUpdated ? { scroller: this.scroller, rows: this.elements } : undefined;
  }

  /** Puts the focus on a card, once it is there. */
  async focusCard(index: number): Promise<void> {
    await this.updateComplete;
    const card = this.elements[index];
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  }

  /** Opens the list of layers at a gap. */
  insertAt(gap: number): void {
    this.inserting = gap;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("cards") && this.inserting !== undefined && this.inserting > this.cards.length) this.inserting = undefined;
  }

  override render() {
    const { cards } = this;
    return html`
      <div class="scroller" @click=${(event: MouseEvent) => this.background(event)} @keydown=${(event: KeyboardEvent) => this.key(event)}>
        <div class="line">
          ${firstStop(this.data, this.actions)}
          ${
            cards.length === 0
              ? this.empty()
              : html`<ol aria-label=${t("Layers")}>
                    ${cards.map(
                      (card) =>
                        html`<li class=${classMap({ parted: this.isParted(card.index) })}>${this.gap(card.index)} ${this.card(card)}</li>`,
                    )}
                  </ol>
                  <div class=${classMap({ parted: this.isParted(cards.length) })}>${this.gap(cards.length)}</div>`
          }
          <div class=${classMap({ parted: this.isParted(cards.length) })}>${lastStop(this.data, this.predicted, this.actions)}</div>
        </div>
      </div>
    `;
  }

  private empty(): TemplateResult {
    return html`<div class=${classMap({ empty: true, over: this.drag?.gap !== undefined })}>
      <p>${t("Drag a layer here, or press A.")}</p>
      <vscode-button secondary icon="add" @click=${() => (this.inserting = 0)}>${t("Add layer")}</vscode-button>
      ${this.inserting === 0 ? this.list(0) : nothing}
    </div>`;
  }

  /** The connection above the card at `index`: its width, the "+" and, while something is dragged over it, the insertion line. */
  private gap(index: number): TemplateResult {
    const before = this.shown(index - 1);
    const width = index === 0 ? this.inputs : before?.shape.outFeatures;
    const isTarget = this.target === index;
    return html`<div class=${classMap({ gap: true, target: isTarget, open: this.inserting === index })}>
      <span class="width code small" aria-hidden="true">${width === undefined ? "" : formatCount(width)}</span>
      <button
        class="add"
        tabindex="-1"
        aria-label=${index === 0 ? t("Insert a layer first") : t("Insert a layer after layer {0}", index)}
        title=${t("Insert a layer (A)")}
        @click=${() => (this.inserting = index)}
      >
        <vscode-icon name="add"></vscode-icon>
      </button>
      ${isTarget ? html`<span class="insertion"></span>` : nothing} ${this.inserting === index ? this.list(index) : nothing}
    </div>`;
  }

  private list(gap: number): TemplateResult {
    return html`<quick-insert
      .choose=${(type: Parameters<Actions["insert"]>[0]) => this.actions.insert(type, gap)}
      .close=${(hasChosen: boolean) => {
        this.inserting = undefined;
        if (!hasChosen) void this.focusCard(this.selected ?? 0);
      }}
    ></quick-insert>`;
  }

  private card(card: Card): TemplateResult {
    const { index } = card;
    const shown = this.shown(index) ?? card;
    const isLifted = this.drag?.item.kind === "layer" && this.drag.item.index === index;
    const worst = card.problems.some(({ severity }) => severity === "error") ? "error" : card.problems.length > 0 ? "warning" : "";
    return html`
      <button
        class=${classMap({ card: true, selected: this.selected === index, lifted: isLifted, [worst]: worst !== "" })}
        data-index=${index}
        tabindex=${index === Math.min(this.selected ?? 0, this.cards.length - 1) ? 0 : -1}
        aria-label=${cardLabel(card, this.cards.length)}
        aria-current=${this.selected === index ? "true" : "false"}
        aria-describedby=${worst === "" ? nothing : `problems-${index}`}
        aria-keyshortcuts="Enter Delete A Alt+ArrowUp Alt+ArrowDown"
        @click=${() => this.pick(index)}
        @pointerdown=${(event: PointerEvent) => this.controller.press(event, { kind: "layer", index })}
      >
        <span class="handle">${layerIcon(card.type)}</span>
        <span class="name truncated">${card.name ?? card.type}</span>
        ${card.name ? html`<span class="secondary truncated">${card.type}</span>` : nothing}
        ${card.isKnown ? nothing : html`<span class="secondary truncated">${t("unknown type")}</span>`}
        <span class="details code secondary truncated">${card.details}</span>
        <span class=${classMap({ shape: true, code: true, changed: shapeText(shown.shape) !== shapeText(card.shape) })}
          >${shapeText(shown.shape)}</span
        >
        ${
          shown.shape.parameters
            ? html`<span class="count code secondary" title=${parametersText(shown.shape.parameters)}
                >${formatCount(shown.shape.parameters)}</span
              >`
            : html`<span class="count"></span>`
        }
      </button>
      ${card.problems.length > 0 ? html`<div class="problems" id=${`problems-${index}`}>${card.problems.map(problemLine)}</div>` : nothing}
    `;
  }

  /** The card at a place as it would be after the drop. */
  private shown(index: number): Card | undefined {
    return this.preview === undefined ? this.cards[index] : this.preview[index];
  }

  /** The gap that would take the layer: none where nothing would change. */
  private get target(): number | undefined {
    const gap = this.drag?.gap;
    const item = this.drag?.item;
    const stays = item?.kind === "layer" && (gap === item.index || gap === item.index + 1);
    return gap === undefined || stays ? undefined : gap;
  }

  private isParted(index: number): boolean {
    return this.target !== undefined && index >= this.target;
  }

  private pick(index: number): void {
    this.actions.select(index);
    if (matchMedia("(max-width: 899px)").matches) this.actions.openInspector("stay");
  }

  private background(event: MouseEvent): void {
    const isOnPart = event.composedPath().some((node) => node instanceof Element && node.matches("button, vscode-button, quick-insert"));
    if (!isOnPart) this.actions.select(undefined);
  }

  private key(event: KeyboardEvent): void {
    const card = event.composedPath().find((node) => node instanceof HTMLElement && node.classList.contains("card")) as
      | HTMLElement
      | undefined;
    const index = card === undefined ? undefined : Number(card.dataset["index"]);
    if (index === undefined ? this.cards.length === 0 && this.openKey(event, 0) : this.cardKey(event, index)) event.preventDefault();
  }

  /** What a key does on a card; false where it is not ours. */
  private cardKey(event: KeyboardEvent, index: number): boolean {
    const { actions, cards } = this;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && !event.ctrlKey && !event.metaKey && step !== undefined) {
      actions.select(index);
      actions.move(index, index + step);
      return true;
    }
    const next = steppedIndex(event, index, cards.length);
    if (next !== undefined) {
      actions.select(next);
      void this.focusCard(next);
      return true;
    }
    if (!isPlain(event)) return false;
    switch (event.key) {
      case "Delete":
      case "Backspace":
        actions.remove(index);
        return true;
      case "Enter":
        actions.select(index);
        actions.openInspector();
        return true;
      case "Escape":
        actions.select(undefined);
        return true;
      default:
        return this.openKey(event, index + 1);
    }
  }

  private openKey(event: KeyboardEvent, gap: number): boolean {
    if (!isPlain(event) || (event.key.toLowerCase() !== "a" && event.key !== "Insert")) return false;
    this.inserting = gap;
    return true;
  }

  private get elements(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".card")];
  }
}

function problemLine(problem: Problem): TemplateResult {
  return html`<p class=${problem.severity}>
    <vscode-icon
      class=${`severity ${problem.severity}`}
      name=${problem.severity === "information" ? "info" : problem.severity}
    ></vscode-icon>
    <span>${say(problem.message)}</span>
  </p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "layer-pipeline": LayerPipeline;
  }
}
