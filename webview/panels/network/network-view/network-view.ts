// The network drawn: units and weighted connections, live while it trains, to be walked through with the
// pointer or the arrow keys, zoomed, moved, and saved as a picture. It shows what the document says; a click
// selects a layer there.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import type { NetworkHost, NetworkWeights, PictureHost, PictureKind } from "../../../../src/protocol/network-host.ts";
import type { SpaceHost } from "../../../../src/protocol/space-host.ts";
import type { Actions } from "../../../actions.ts";
import { lookedAt } from "../../space/space-view/looking.ts";
import { epochOf, type SpaceMemory } from "../../space/space-view/memory.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { isPlain } from "../../../shared/controllers/keys.ts";
import { inputCount, layersOf, valueAt } from "../../../builder/network.ts";
import { formatCount, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { drawNetwork, tones } from "./network-drawing.ts";
import { layOutNetwork, type NetworkLayout } from "./network-layout.ts";
import { NetworkPainter } from "./network-painter.ts";
import { paletteOf, pngOf, svgOf } from "./network-picture.ts";
import { type Column, columnsOf } from "./network-structure.ts";
import { networkTable } from "./network-table.ts";
import { exists, neighbour, nextEdge, pointOf, type Target, targetAt } from "./network-target.ts";
import { networkViewStyles } from "./network-view.styles.ts";
import { describe, summarize } from "./network-words.ts";
import { StageController } from "./stage-controller.ts";
import { weightsHeard } from "./weights-heard.ts";
import { WeightLookup } from "./weight-lookup.ts";
import { WeightsController } from "./weights-controller.ts";
import type { DataHost } from "../../../../src/protocol/data-host.ts";

/** Pixels that Shift with an arrow moves the picture. */
const PAN = 40;
const arrows = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" } as const;

@customElement("network-view")
export class NetworkView extends LitElement {
  static override styles = networkViewStyles;

  @property({ attribute: false }) actions!: Actions<DataHost & NetworkHost & PictureHost & SpaceHost>;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ type: Number }) selected: number | undefined;
  /** The moment of a run that the Boundary tab looks at. */
  @property({ attribute: false }) space!: SpaceMemory;
  @state() private isTable = false;
  @state() private hovered: Target | undefined;
  /** Where the keys are. */
  @state() private focused: Target | undefined;
  /**
   * What a screen reader hears of where the keys are: only when they move, not with each step of the
   * training.
   */
  @state() private spoken = "";
  @query("g") private group!: SVGGElement | null;
  readonly #weights = new WeightsController(this, () => this.ask());
  readonly #sound = new SoundController(this);
  readonly #stage = new StageController(this, () => this.#layout);
  #painter: NetworkPainter | undefined;
  /** Whether something was asked that the worker keeps rows and weights for. */
  #looksAtSpace = false;
  #layout: NetworkLayout = layOutNetwork([], { width: 0, height: 0 });
  #lookup = new WeightLookup([], []);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { data, run, version } = this.state;
    const columns = this.columns;
    this.#layout = layOutNetwork(columns, this.#stage.room);
    this.#lookup = new WeightLookup(columns, this.#weights.weights?.tensors ?? []);
    if (this.focused && !exists(this.#layout, this.focused)) this.focused = undefined;
    if (this.hovered && !exists(this.#layout, this.hovered)) this.hovered = undefined;
    const isLive = run.state === "running" || run.state === "paused" || run.state === "stopping";
    this.#weights.follow(
      [version, run.run, run.state, data.state, inputCount(data), this.epoch].join(),
      isLive && this.epoch === undefined,
    );
  }

  override render() {
    if (inputCount(this.state.data) === undefined) return this.empty();
    return html`
      <div class="head">
        ${this.target && !this.isTable ? this.readout(this.target) : this.legend()}
        <div class="buttons">${this.isTable ? nothing : this.pictureButtons()} ${this.player()} ${this.tableButton()}</div>
      </div>
      ${this.isTable ? networkTable(this.#weights.weights?.tensors ?? [], this.#layout.columns, this.#lookup) : this.stage()}
    `;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { group } = this;
    this.#stage.observe(this.renderRoot.querySelector(".stage") ?? undefined);
    if (group === null) return;
    if (this.#painter?.group !== group) this.#painter = new NetworkPainter(group);
    const { scale, x, y } = this.#stage.viewport;
    group.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    this.#painter.paint(drawNetwork(this.#layout, this.#lookup, { selected: this.selected, target: this.target }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#looksAtSpace) void this.actions.host.closeSpace();
  }

  /** What a unit that is pointed at gives over the features that the Boundary tab looks at. */
  private glance(): TemplateResult | typeof nothing {
    const { target } = this;
    const layer = target?.kind === "unit" ? this.#layout.columns[target.column]?.layers.at(-1) : undefined;
    if (target?.kind !== "unit" || layer === undefined) return nothing;
    this.#looksAtSpace = true;
    void import("../../space/unit-maps/unit-glance.ts");
    return html`<unit-glance
      .actions=${this.actions}
      .layer=${layer}
      .unit=${target.unit}
      .looked=${lookedAt(this.state, this.space)}
    ></unit-glance>`;
  }

  /** The remembered epoch whose weights are drawn; undefined for the present ones. */
  private get epoch(): number | undefined {
    return epochOf(this.space, this.state.run);
  }

  private async ask(): Promise<NetworkWeights | undefined> {
    const { epoch } = this;
    if (epoch !== undefined) this.#looksAtSpace = true;
    const answered = epoch === undefined ? undefined : await this.actions.host.askSpace("weights", { epoch });
    // A moment that is not there any more gives way to the present.
    return answered ? { from: "moment", tensors: answered.answer } : this.actions.host.weights();
  }

  private get columns(): readonly Column[] {
    const { data } = this.state;
    if (data.state !== "ready" || inputCount(data) === undefined) return [];
    return columnsOf(layersOf(this.json), data.summary);
  }

  /** What the line tells of: the pointer before the keys. */
  private get target(): Target | undefined {
    return this.hovered ?? this.focused;
  }

  private empty(): TemplateResult {
    const { data } = this.state;
    return html`<div class="empty secondary">
      ${
        data.state === "none"
          ? html`<span>${t("The network is drawn here once its data is read.")}</span>
              <vscode-button secondary @click=${() => void this.actions.host.chooseCsv()}>${t("Choose CSV…")}</vscode-button>`
          : data.state === "reading"
            ? t("Reading the data…")
            : t("The data cannot be read.")
      }
    </div>`;
  }

  private legend(): TemplateResult {
    const { largest } = this.#lookup;
    return html`<div class="legend">
      <span class="secondary truncated">${this.source}</span>
      ${
        largest === 0
          ? nothing
          : html`<span class="scale" title=${t("Weights: blue and dashed is negative, orange is positive.")}>
              <span class="unseen">${t("Weights from {0} to {1}", formatTick(-largest), formatTick(largest))}</span>
              <span class="code" aria-hidden="true">${formatTick(-largest)}</span><span class="ramp"></span
              ><span class="code" aria-hidden="true">${formatTick(largest)}</span>
            </span>`
      }
    </div>`;
  }

  private readout(target: Target): TemplateResult {
    const text = describe(this.#layout.columns, this.#lookup, target);
    return html`<div class="readout truncated" title=${text}>${text}</div>`;
  }

  /** Which weights are seen. */
  private get source(): string {
    switch (this.#weights.weights?.from) {
      case "run":
        return t("Live weights");
      case "moment":
        return t("Weights of epoch {0}, chosen in the tab Boundary", formatCount(this.epoch ?? 0));
      case "file":
        return t("Trained weights");
      case "seed": {
        const seed = valueAt(this.json, ["training", "seed"]);
        return t("Initial weights of seed {0}", typeof seed === "number" ? seed : 0);
      }
      case undefined:
        return t("No weights yet");
    }
  }

  private pictureButtons(): TemplateResult {
    return html`
      ${button("zoom-out", t("Zoom out (−)"), () => this.#stage.zoom(-1))} ${button("zoom-in", t("Zoom in (+)"), () => this.#stage.zoom(1))}
      ${button("screen-full", t("Fit (0)"), () => this.#stage.fit())}
      <span class="divider"></span>
      ${button("", t("Save picture as SVG…"), () => void this.save("svg"), "SVG")}
      ${button("", t("Save picture as PNG…"), () => void this.save("png"), "PNG")}
      <span class="divider"></span>
    `;
  }

  private player(): TemplateResult {
    return soundButton(this.#sound, () => weightsHeard(this.#layout.columns, this.#lookup), { about: t("Weights layer by layer") });
  }

  private tableButton(): TemplateResult {
    const [icon, label] = this.isTable ? ["type-hierarchy-sub", t("Show the network")] : ["table", t("Show the numbers")];
    return button(icon, label, () => (this.isTable = !this.isTable));
  }

  private stage(): TemplateResult {
    return html`<div
      class=${classMap({ stage: true, pointing: this.hovered !== undefined, moving: this.#stage.isMoving })}
      tabindex="0"
      role="application"
      aria-label=${t("Network: {0}", summarize(this.#layout.columns))}
      aria-describedby="keys"
      @keydown=${(event: KeyboardEvent) => this.key(event)}
      @pointermove=${(event: PointerEvent) => this.point(event)}
      @pointerleave=${() => (this.hovered = undefined)}
      @pointerdown=${(event: PointerEvent) => this.#stage.grab(event, () => this.pick(this.hovered))}
      @wheel=${(event: WheelEvent) => this.#stage.wheel(event)}
      @blur=${() => (this.focused = undefined)}
    >
      <svg aria-hidden="true"><g></g></svg>
      <svg class="probes" aria-hidden="true">${tones.map((tone) => svg`<rect class=${`fill-${tone}`}></rect>`)}</svg>
      <div class="unseen" id="keys">
        ${t("Arrow keys walk through the units, Page Up and Page Down through the connections of one. Enter selects its layer. Shift with arrows moves the picture, plus and minus zoom, 0 fits it.")}
      </div>
      <div class="unseen" role="status">${this.spoken}</div>
      ${this.glance()}
    </div>`;
  }

  private point(event: PointerEvent): void {
    if (this.#stage.isMoving) return;
    const target = targetAt(this.#layout, this.#stage.under(event));
    // The same one needs no painting.
    if (JSON.stringify(target) !== JSON.stringify(this.hovered)) this.hovered = target;
  }

  private pick(target: Target | undefined): void {
    if (target === undefined) return;
    this.focused = target;
    const column = this.#layout.columns[target.kind === "edge" ? target.edge.column : target.column];
    if (column?.layers[0] !== undefined) this.actions.select(column.layers[0]);
  }

  private key(event: KeyboardEvent): void {
    if (isPlain(event) && this.act(event)) event.preventDefault();
  }

  /** What a key does; false if it is not ours. */
  private act({ key, shiftKey }: KeyboardEvent): boolean {
    const direction = arrows[key as keyof typeof arrows];
    if (direction !== undefined) {
      if (shiftKey)
        this.#stage.pan({ left: PAN, right: -PAN, up: 0, down: 0 }[direction], { left: 0, right: 0, up: PAN, down: -PAN }[direction]);
      else this.go(neighbour(this.#layout, this.focused, direction));
      return true;
    }
    switch (key) {
      case "PageUp":
      case "PageDown":
        this.go(nextEdge(this.#layout, this.focused, key === "PageUp" ? -1 : 1));
        return true;
      case "Enter":
      case " ":
        this.pick(this.focused);
        return true;
      case "+":
      case "=":
        this.#stage.zoom(1);
        return true;
      case "-":
      case "_":
        this.#stage.zoom(-1);
        return true;
      case "0":
        this.#stage.fit();
        return true;
      default:
        return false;
    }
  }

  private go(target: Target | undefined): void {
    if (target === undefined) return;
    this.hovered = undefined;
    this.focused = target;
    this.spoken = describe(this.#layout.columns, this.#lookup, target);
    this.#stage.reveal(pointOf(this.#layout, target));
  }

  /** The picture is laid out on its own, so that it is the same in every window. */
  private async save(kind: PictureKind): Promise<void> {
    const columns = this.columns;
    const layout = layOutNetwork(columns, { width: Math.max(640, columns.length * 180), height: 400 });
    const shapes = drawNetwork(layout, new WeightLookup(columns, this.#weights.weights?.tensors ?? []));
    const font = getComputedStyle(this).fontFamily;
    const text = svgOf(shapes, layout, paletteOf(this.renderRoot), font, summarize(columns));
    await this.actions.host.savePicture(kind, kind === "svg" ? new TextEncoder().encode(text) : await pngOf(text, layout));
  }
}

/** A button with an icon, or without one with a text. */
function button(icon: string, label: string, act: () => void, text = ""): TemplateResult {
  return html`<vscode-toolbar-button icon=${icon || nothing} label=${label} title=${label} @click=${act}>${text}</vscode-toolbar-button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "network-view": NetworkView;
  }
}
