// The pipeline: the real columns, the layers as cards in one line, the real classes. It draws what it is
// given and asks the builder for every change; while something is dragged it shows what the network would be.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "../quick-insert/quick-insert.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import { guard } from "lit/directives/guard.js";
import type { Fix, Problem } from "../../../src/model/problem.ts";
import type { DataState } from "../../../src/protocol/builder.ts";
import type { Actions, DragItem } from "../../actions.ts";
import { type Card, cardLabel, parametersText, shapeText } from "../cards.ts";
import type { Drag, DragController, DropTarget } from "../../shared/controllers/drag.ts";
import { isPlain } from "../../shared/controllers/keys.ts";
import { liftedBy } from "../drag-preview.ts";
import { ClipboardController } from "../../shared/controllers/clipboard.ts";
import { fixAll } from "../../../src/model/fix-all.ts";
import { fixLinks } from "../../shared/fix-links.ts";
import { type Fold, isFold, rowsOf } from "../folds.ts";
import { isChange } from "../list-changes.ts";
import { layerIcon } from "../../shared/icons.ts";
import type { LayerChoice } from "../layer-choices.ts";
import { formatCount } from "../../shared/numbers.ts";
import { say, t } from "../../shared/text.ts";
import { pipelineStyles } from "./layer-pipeline.styles.ts";
import { type PipelineKeysHost, pressForList, pressOnCard } from "./pipeline-keys.ts";
import { costLine, firstStop, lastStop, targetNote } from "./stops.ts";
import { breakpointDot, foldedDot, foldedText, passText, stopIn, stopNote } from "./debug-marks.ts";
import type { Looked } from "../../panels/space/space-view/looking.ts";
import { UnitsController } from "../../panels/space/unit-maps/units-controller.ts";
import { layersOf, MOST_UNITS, type Strip, unitStrip } from "./looked.ts";
import type { DataHost } from "../../../src/protocol/data-host.ts";
import type { DebugHost, DebugState } from "../../../src/protocol/debug-host.ts";
import type { SpaceHost } from "../../../src/protocol/space-host.ts";

@customElement("layer-pipeline")
export class LayerPipeline extends LitElement implements PipelineKeysHost {
  static override styles = pipelineStyles;

  @property({ attribute: false }) actions!: Actions<DataHost & DebugHost & SpaceHost>;
  @property({ attribute: false }) controller!: DragController<DragItem>;
  @property({ attribute: false }) cards: readonly Card[] = [];
  /** False while the document has been no JSON since it was opened, so that nobody knows its layers. */
  @property({ type: Boolean }) isKnown = true;
  /** The cards as they would be after the drop, in the present order; absent for the one that would go. */
  @property({ attribute: false }) preview: readonly (Card | undefined)[] | undefined;
  @property({ attribute: false }) drag: Drag<DragItem> | undefined;
  @property({ attribute: false }) data: DataState = { state: "none" };
  /** The document, valid or not. */
  @property({ attribute: false }) json: unknown;
  /** Whether a network was trained already, so that nobody wonders any more why this target. */
  @property({ type: Boolean }) isTrained = false;
  /** What the document says is predicted. */
  @property() predicted = "";
  @property({ type: Number }) inputs: number | undefined;
  /** Rows of a batch. */
  @property({ type: Number }) batch = 1;
  @property({ type: Number }) selected: number | undefined;
  /** All selected layers, if they are several. */
  @property({ attribute: false }) marked: readonly number[] = [];
  @property({ attribute: false }) folds: readonly Fold[] = [];
  /** The layer that a training step is looked at in. */
  @property({ type: Number }) followed: number | undefined;
  /** The space that the Boundary tab looks at; undefined while it is not open. */
  @property({ attribute: false }) looked: Looked | undefined;
  /** Breakpoints of layers, and where a debugger waits. */
  @property({ attribute: false }) debug: DebugState | undefined;
  /** The gap whose list of layers is open. */
  @state() private inserting: number | undefined;
  /** What was typed to open the list. */
  #typed = "";
  /** Heard for as long as the pipeline is on the page. */
  protected readonly clipboard = new ClipboardController(this, {
    copy: (isCut) => {
      if (this.selected !== undefined) void this.actions.copy(this.selected, isCut);
    },
    paste: (text) => {
      const last = this.marked.at(-1) ?? this.selected;
      void this.actions.paste(text, last === undefined ? this.cards.length : last + 1);
    },
  });
  readonly #units = new UnitsController(this);
  /** The strips of units that are on the screen. */
  readonly #seen = new Set<Strip>();
  @query(".scroller") private scroller!: HTMLElement;

  /** What a dragged layer is dropped on. */
  get dropTarget(): DropTarget | undefined {
    if (!this.hasUpdated) return undefined;
    const gaps = [...this.rows.map(({ from }) => from), this.cards.length];
    return { scroller: this.scroller, rows: this.elements, gaps };
  }

  /** Puts the focus on a card, once it is there. */
  async focusCard(index: number): Promise<void> {
    await this.updateComplete;
    const card = this.elements[this.rows.findIndex(({ from, to }) => from <= index && index <= to)];
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  }

  /** Opens the list of layers at a gap. */
  insertAt(gap: number): void {
    this.inserting = gap;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("cards") && this.inserting !== undefined && this.inserting > this.cards.length) this.inserting = undefined;
    if (this.looked === undefined) this.#units.rest();
    else this.#units.follow(this.actions.host, this.looked, layersOf(this.#seen), MOST_UNITS);
  }

  readonly #see = (strip: Strip, isSeen: boolean): void => {
    if (isSeen) this.#seen.add(strip);
    else this.#seen.delete(strip);
    this.requestUpdate();
  };

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("followed") && this.followed !== undefined)
      this.renderRoot.querySelector(".followed")?.scrollIntoView({ block: "nearest" });
    // Where the debugger waits is seen.
    if (changed.has("debug") && this.debug?.stopped !== undefined && changed.get("debug")?.stopped !== this.debug.stopped)
      this.renderRoot.querySelector(".card.stopped, .waits")?.scrollIntoView({ block: "nearest" });
  }

  override render() {
    const { cards } = this;
    return html`
      <div
        class="scroller"
        tabindex="-1"
        @click=${(event: MouseEvent) => this.background(event)}
        @keydown=${(event: KeyboardEvent) => this.key(event)}
      >
        <div class="line">
          ${firstStop(this.data, this.actions)}
          ${
            cards.length === 0
              ? this.empty()
              : html`<ol aria-label=${t("Layers")}>
                    ${this.rows.map(
                      (row) =>
                        html`<li class=${classMap({ parted: this.isParted(row.from), reaches: this.isReaching(row) })}>
                          ${guard(this.seenIn(row), () => html`${this.gap(row.from)} ${isFold(row) ? this.folded(row) : this.card(cards[row.from]!)}`)}
                        </li>`,
                    )}
                  </ol>
                  <div class=${classMap({ parted: this.isParted(cards.length) })}>${this.gap(cards.length)}</div>`
          }
          <div class=${classMap({ parted: this.isParted(cards.length) })}>
            ${lastStop(this.data, this.predicted, this.actions)} ${stopNote(this.debug)}
            ${targetNote(this.data, this.json, this.isTrained, this.actions)}
            ${costLine(
              cards.map(({ shape }) => shape),
              this.inputs,
              this.batch,
            )}
          </div>
        </div>
      </div>
    `;
  }

  /**
   * Everything that a row's picture depends on. A row in which none of it has changed is not drawn again,
   * which is felt among 200 layers, at each edit and each report of a run.
   */
  private seenIn(row: Fold): unknown[] {
    const { from } = row;
    const card = this.cards[from]!;
    // Units below the cards change with every look at the network, and a fold is about many cards.
    if (isFold(row) || this.looked !== undefined) return [{}];
    const breakpoint = this.debug?.breakpoints.find(({ layer }) => layer === from);
    return [
      card,
      this.shown(from),
      this.shown(from - 1)?.shape.outFeatures,
      this.inputs,
      this.cards.length,
      this.selected === from,
      this.isSelected(from),
      this.marked.length > 1,
      this.isReached(row),
      this.isLifted(from),
      this.inserting === from,
      this.target === from,
      this.followed === from,
      breakpoint?.kind,
      breakpoint?.isEnabled,
      stopIn(this.debug, from),
      // What many layers have in common is said once, so it depends on all of them.
      card.problems.length > 0 && this.cards,
    ];
  }

  /** Whether something in the row reaches out of it, so that the row may not be skipped or cut off. */
  private isReaching({ from, to }: Fold): boolean {
    const { inserting, target, followed } = this;
    return inserting === from || target === from || (followed !== undefined && from <= followed && followed <= to);
  }

  private empty(): TemplateResult | typeof nothing {
    if (!this.isKnown) return nothing;
    return html`<div class=${classMap({ empty: true, over: this.drag?.gap !== undefined })}>
      <p>${t("Drag a layer here, or press A.")}</p>
      <div class="ways">
        <vscode-button secondary icon="add" @click=${() => (this.inserting = 0)}>${t("Add layer")}</vscode-button>
        <vscode-button secondary icon="notebook-template" @click=${() => this.actions.chooseTemplate()}>${t("Templates…")}</vscode-button>
      </div>
      ${this.inserting === 0 ? this.list(0) : nothing}
    </div>`;
  }

  /**
   * The connection above the card at `index`: its width, the "+" and, while something is dragged over it, the
   * insertion line.
   */
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
      ></button>
      ${isTarget ? html`<span class="insertion"></span>` : nothing} ${this.inserting === index ? this.list(index) : nothing}
    </div>`;
  }

  private list(gap: number): TemplateResult {
    return html`<quick-insert
      .start=${this.#typed}
      .choose=${(choice: LayerChoice) => this.actions.insert(choice, gap)}
      .close=${(hasChosen: boolean) => {
        this.inserting = undefined;
        if (!hasChosen) void this.focusCard(this.selected ?? 0);
      }}
    ></quick-insert>`;
  }

  private card(card: Card): TemplateResult {
    const { index } = card;
    const row = { from: index, to: index };
    const shown = this.shown(index) ?? card;
    const { parameters } = shown.shape;
    const worst = edgeOf(card.problems);
    const stop = stopIn(this.debug, index);
    const looks = { selected: this.isSelected(index), lifted: this.isLifted(index), stopped: stop !== undefined };
    const label = cardLabel(card, this.cards.length);
    return html`
      <button
        class=${classMap({
          card: true,
          ...looks,
          followed: this.followed === index,
          [worst]: worst !== "",
        })}
        data-index=${index}
        data-target=${`card:${index}`}
        tabindex=${this.isReached(row) ? 0 : -1}
        aria-label=${stop ? `${label}. ${t("The debugger waits here: {0}", passText(stop))}` : label}
        aria-current=${this.selected === index ? "true" : "false"}
        aria-pressed=${this.marked.length > 1 ? (this.isSelected(index) ? "true" : "false") : nothing}
        aria-describedby=${card.problems.length === 0 ? nothing : `problems-${index}`}
        aria-keyshortcuts="Enter Delete A Alt+ArrowUp Alt+ArrowDown Control+D F9"
        @click=${(event: MouseEvent) => this.pick(event, row)}
        @pointerdown=${(event: PointerEvent) => this.press(event, row)}
      >
        <span class="handle"><span class="number code secondary">${index + 1}</span>${layerIcon(card.type)}</span>
        <span class="name truncated">${card.name ?? card.type}</span>
        ${card.name ? html`<span class="secondary truncated">${card.type}</span>` : nothing}
        ${card.isKnown ? nothing : html`<span class="secondary truncated">${t("unknown type")}</span>`}
        <span class="details code secondary truncated">${card.details}</span>
        ${stop ? html`<span class="pass">${passText(stop)}</span>` : nothing}
        <span class=${classMap({ shape: true, code: true, changed: shapeText(shown.shape) !== shapeText(card.shape) })}
          >${shapeText(shown.shape)}</span
        >
        ${this.followed === index ? html`<vscode-icon class="follows" name="debug-stackframe" title=${t("The training step is here")}></vscode-icon>` : nothing}
        <span class="count code secondary" title=${parameters ? parametersText(parameters) : nothing}
          >${parameters ? formatCount(parameters) : ""}</span
        >
      </button>
      ${breakpointDot(this.debug, index, this.actions.host)} ${unitStrip(this.looked, index, this.#units, this.#see)}
      ${this.problems(card, row)}
    `;
  }

  /**
   * What is wrong with a card's layer. What is only to know, and is the same of many layers, is said once,
   * with what mends all of them.
   */
  private problems(card: Card, row: Fold): TemplateResult | typeof nothing {
    const { index, problems } = card;
    if (problems.length === 0) return nothing;
    const own = problems.map((problem) => {
      if (problem.severity !== "information") return this.problem(problem, row);
      const same = this.cards.flatMap((other) => other.problems.filter(({ code }) => code === problem.code));
      if (same[0] === problem) return this.problem(problem, row, fixAll(same, problem.code));
      return html`<span class="unseen">${say(problem.message)}</span>`;
    });
    return html`<div class="problems" id=${`problems-${index}`}>${own}</div>`;
  }

  /** The sentence under a card, with what mends it. Tab reaches the fixes of the card that it reaches. */
  private problem(problem: Problem, row: Fold, all?: Fix): TemplateResult {
    const { severity } = problem;
    const mend = (fix: Fix): void => this.actions.mend(fix, () => void this.focusCard(Math.min(row.from, this.cards.length - 1)));
    const offered = all === undefined ? problem : { ...problem, fixes: [all, ...(problem.fixes ?? [])] };
    return html`<div class="problem">
      <span class=${`severity ${severity}`} aria-hidden="true"></span>
      <div><span>${say(problem.message)}</span> ${fixLinks(offered, mend, this.isReached(row) ? 0 : -1)}</div>
    </div>`;
  }

  /**
   * Several layers as one row: it opens with Enter or a double click, and everything else is done to all of
   * them.
   */
  private folded({ from, to }: Fold): TemplateResult {
    const cards = this.cards.slice(from, to + 1);
    const [first, last] = [this.shown(from) ?? cards[0]!, this.shown(to) ?? cards.at(-1)!];
    const shape = {
      ...(first.shape.inFeatures === undefined ? {} : { inFeatures: first.shape.inFeatures }),
      ...(last.shape.outFeatures === undefined ? {} : { outFeatures: last.shape.outFeatures }),
    };
    const parameters = cards.reduce((sum, card) => sum + (card.shape.parameters ?? 0), 0);
    const problems = cards.flatMap((card) => card.problems);
    const worst = edgeOf(problems);
    const names = cards.map((card) => card.name ?? card.type).join(", ");
    const stop = stopIn(this.debug, from, to);
    const marks = foldedText(this.debug, { from, to });
    const said = [...(marks === "" ? [] : [marks]), ...(stop ? [t("The debugger waits here: {0}", passText(stop))] : [])];
    return html`<button
        class=${classMap({ card: true, fold: true, selected: this.isSelected(from), lifted: this.isLifted(from), [worst]: worst !== "" })}
        data-index=${from}
        tabindex=${this.isReached({ from, to }) ? 0 : -1}
        aria-label=${[t("Layers {0} to {1} of {2}, folded: {3}", from + 1, to + 1, this.cards.length, names), ...said].join(". ")}
        aria-expanded="false"
        title=${t("Unfold (Enter)")}
        @click=${(event: MouseEvent) => this.pick(event, { from, to })}
        @dblclick=${() => this.actions.unfold(from)}
        @pointerdown=${(event: PointerEvent) => this.press(event, { from, to })}
      >
        <span class="handle"
          ><span class="number code secondary">${from + 1}–${to + 1}</span><vscode-icon name="chevron-right"></vscode-icon
        ></span>
        <span class="name">${t("{0} layers", cards.length)}</span>
        <span class="details secondary truncated">${names}</span>
        <span class="shape code">${shapeText(shape)}</span>
        <span class="count code secondary">${parameters > 0 ? formatCount(parameters) : ""}</span>
      </button>
      ${foldedDot(this.debug, { from, to }, () => this.actions.unfold(from))}`;
  }

  get rows(): readonly Fold[] {
    return rowsOf(this.cards.length, this.folds);
  }

  isSelected(index: number): boolean {
    return this.selected === index || this.marked.includes(index);
  }

  private isLifted(index: number): boolean {
    return this.drag !== undefined && !this.drag.copies && liftedBy(this.drag.item, this.marked).includes(index);
  }

  /** Tab reaches the row with the selected layer, else the first. */
  private isReached({ from, to }: Fold): boolean {
    const wanted = Math.min(this.selected ?? 0, this.cards.length - 1);
    return from <= wanted && wanted <= to;
  }

  /** The card at a place as it would be after the drop. */
  private shown(index: number): Card | undefined {
    return this.preview === undefined ? this.cards[index] : this.preview[index];
  }

  /** The gap that would take the layer: none if nothing would change. */
  private get target(): number | undefined {
    const gap = this.drag?.gap;
    const item = this.drag?.item;
    if (gap === undefined || item === undefined) return undefined;
    const lifted = liftedBy(item, this.marked);
    const stays = lifted.length > 0 && !this.drag?.copies && !isChange({ op: "move", indices: lifted, gap });
    return stays ? undefined : gap;
  }

  private isParted(index: number): boolean {
    return this.target !== undefined && index >= this.target;
  }

  /** Selects the layers of a row; of a fold all of them. */
  choose({ from, to }: Fold): void {
    this.actions.select(from);
    if (to > from) this.actions.select(to, "range");
  }

  private press(event: PointerEvent, row: Fold): void {
    // A fold is lifted whole.
    if (isFold(row) && !this.isSelected(row.from) && isPlainPointer(event)) this.choose(row);
    this.controller.press(event, { kind: "layer", index: row.from });
  }

  private pick(event: MouseEvent, row: Fold): void {
    if (event.shiftKey) {
      this.actions.select(row.to < (this.selected ?? 0) ? row.from : row.to, "range");
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      this.actions.select(row.from, "toggle");
      return;
    }
    this.choose(row);
    if (matchMedia("(max-width: 899px)").matches) this.actions.openInspector("stay");
  }

  private background(event: MouseEvent): void {
    const isOnPart = event
      .composedPath()
      .some((node) => node instanceof Element && node.matches("button, summary, vscode-button, quick-insert"));
    if (!isOnPart) this.actions.select(undefined);
  }

  private key(event: KeyboardEvent): void {
    const card = event.composedPath().find((node) => node instanceof HTMLElement && node.classList.contains("card")) as
      | HTMLElement
      | undefined;
    const index = card === undefined ? undefined : Number(card.dataset["index"]);
    const isOurs = index === undefined ? event.target === this.scroller && this.keyBeside(event) : pressOnCard(event, index, this);
    if (isOurs) event.preventDefault();
  }

  /**
   * A key while no card has the focus: arrows go to the cards, a letter opens the list behind what is
   * selected, else at the end.
   */
  private keyBeside(event: KeyboardEvent): boolean {
    const last = this.marked.at(-1) ?? this.selected;
    if (this.cards.length > 0 && isPlain(event) && /^(Arrow(Up|Down)|Home|End)$/.test(event.key)) {
      void this.focusCard(this.selected ?? (event.key === "ArrowUp" || event.key === "End" ? this.cards.length - 1 : 0));
      return true;
    }
    return pressForList(event, last === undefined ? this.cards.length : last + 1, this);
  }

  /** Takes the focus as a whole, so that keys mean layers and no card looks chosen. */
  override focus(): void {
    this.scroller.focus({ preventScroll: true });
  }

  toggleBreakpoint(layer: number): void {
    void this.actions.host.toggleBreakpoint(layer);
  }

  editBreakpoint(layer: number): void {
    void this.actions.host.editBreakpoint(layer);
  }

  focusFix(place: number): void {
    this.elements[place]?.parentElement?.querySelector<HTMLElement>(".fix")?.focus();
  }

  openList(gap: number, typed: string): void {
    this.#typed = typed;
    this.inserting = gap;
  }

  private get elements(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".card")];
  }
}

/** The edge of a card by the worst that is wrong with it; what is only to know has none. */
function edgeOf(problems: readonly Problem[]): "error" | "warning" | "" {
  return (["error", "warning"] as const).find((edge) => problems.some(({ severity }) => severity === edge)) ?? "";
}

function isPlainPointer(event: PointerEvent): boolean {
  return !event.shiftKey && !event.ctrlKey && !event.metaKey;
}

declare global {
  interface HTMLElementTagNameMap {
    "layer-pipeline": LayerPipeline;
  }
}
