// The network of a step, small enough for every number: a press on a number opens it, arrow keys choose the
// unit, Page Up and Page Down the row.

import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { InsideStep, NumberAddress, TensorName } from "../../../../src/training/inside/types.ts";
import type { Size } from "../../network/network-view/network-layout.ts";
import { NetworkPainter } from "../../network/network-view/network-painter.ts";
import type { Column } from "../../network/network-view/network-structure.ts";
import type { InsideController } from "../inside-view/inside-controller.ts";
import { exact, keysText, placeName, shownText } from "../inside-view/inside-words.ts";
import { reachedAt, tensorOfLayer } from "../inside-view/reached.ts";
import { addressOf, factsOf, isOtherStop, largestOf, parameterAt, type Place, type Stop, tensorAt } from "../inside-view/stops.ts";
import { drawStep, type StepNumbers } from "./step-drawing.ts";
import { CELL, HEADING, layOutStep, type StepLayout } from "./step-layout.ts";
import { walkByKey } from "./walk.ts";
import { stepPictureStyles } from "./step-picture.styles.ts";

const SCALE = { least: 0.85, most: 1.6 };

@customElement("step-picture")
export class StepPicture extends LitElement {
  static override styles = stepPictureStyles;

  @property({ attribute: false }) inside!: InsideController;
  /** Another one says that more numbers have come. */
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) step!: InsideStep;
  @property({ attribute: false, hasChanged: isOtherStop }) stop!: Stop;
  @property({ attribute: false }) place!: Place;
  @property({ attribute: false }) opened!: NumberAddress;
  @property({ attribute: false }) columns: readonly Column[] = [];
  /** What the picture says in words. */
  @property() description = "";
  /** Opens a number. */
  @property({ attribute: false }) open!: (address: NumberAddress) => void;
  @state() private room: Size = { width: 0, height: 0 };
  @state() private hovered: NumberAddress | undefined;
  @query("g") private group!: SVGGElement | null;
  @query(".stage") private stage!: HTMLElement | null;
  #painter: NetworkPainter | undefined;
  #scale = 1;
  #layout: StepLayout = layOutStep([], this.room);
  readonly #sizes = new ResizeObserver(([entry]) => {
    if (entry) this.room = { width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) };
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  protected override firstUpdated(): void {
    if (this.stage) this.#sizes.observe(this.stage);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.stage) this.#sizes.observe(this.stage);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("stop") || changed.has("step")) this.hovered = undefined;
    const { columns, room } = this;
    const least = layOutStep(columns, { width: 0, height: 0 });
    const [wide, tall] = [room.width / least.width, room.height / least.height];
    // A few units are drawn larger as far as the room allows; what is hardly too wide, a little smaller.
    this.#scale = wide < 1 ? (wide < SCALE.least ? 1 : wide) : Math.max(1, Math.min(SCALE.most, wide, tall));
    const size = { width: room.width / this.#scale, height: room.height / this.#scale };
    this.#layout = layOutStep(columns, size, (this.stage?.scrollTop ?? 0) / this.#scale);
  }

  override render() {
    const { width, height } = this.#layout;
    return html`
      <div class="readout secondary small truncated" aria-hidden="true">${this.readout()}</div>
      <div
        class="stage"
        role="application"
        tabindex="0"
        aria-label=${this.description}
        aria-description=${keysText()}
        @scroll=${() => this.requestUpdate()}
        @click=${(event: MouseEvent) => this.press(event)}
        @pointermove=${(event: PointerEvent) => (this.hovered = numberUnder(event))}
        @pointerleave=${() => (this.hovered = undefined)}
        @keydown=${(event: KeyboardEvent) => walkByKey(this, event)}
      >
        <svg
          width=${Math.floor(width * this.#scale)}
          height=${Math.floor(height * this.#scale)}
          viewBox=${`0 0 ${width} ${height}`}
          aria-hidden="true"
        >
          <g></g>
        </svg>
      </div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { group } = this;
    if (group === null || this.room.width === 0) return;
    if (this.#painter?.group !== group) this.#painter = new NetworkPainter(group);
    const { stop, place, opened } = this;
    this.#painter.paint(drawStep(this.#layout, this.numbers(), { stop, place, opened }));
    if (changed.has("stop") || changed.has("place") || changed.has("room" as never)) this.reveal();
  }

  private readout(): TemplateResult | string {
    const { hovered } = this;
    const value = hovered && this.number(hovered);
    if (hovered === undefined || value === undefined) return shownText(this.step, this.stop, this.place);
    return html`${placeName(this.step, hovered)}: <span class="code">${exact(value)}</span>`;
  }

  /** A number from the row or the parameter that is asked for as a whole. */
  private number({ tensor, row, column }: NumberAddress): number | undefined {
    const { rows, columns } = factsOf(this.step, tensor);
    const isParameter = "parameter" in tensor;
    const window = isParameter || tensor.of === "loss" ? { row: 0, rows } : { row, rows: 1 };
    const piece = this.inside.piece({ tensor, ...window, column: 0, columns });
    return piece?.data[(row - window.row) * piece.columns + column];
  }

  private numbers(): StepNumbers {
    const { step, stop, place } = this;
    const { layers } = step;
    const reached = reachedAt(step, stop);
    return {
      number: (address) => this.number(address),
      largest: (tensor) => largestOf(step, tensor),
      weight: (layer) => layers[layer]?.parameters.find(({ shape }) => shape.length === 2)?.parameter,
      cell: (layer) => {
        const own = "layer" in stop && stop.layer === layer ? parameterAt(step, stop, place) : undefined;
        // A number for each unit, as a bias: it stands in the unit's cell.
        if (own?.shape.length === 1 && own.before.columns === layers[layer]?.output.columns)
          return { tensor: tensorAt(step, stop, place), row: 0, isPast: false };
        const tensor = tensorOfLayer(reached, layer);
        return tensor && { tensor, row: place.row, isPast: isPast(stop, tensor) };
      },
      line: (layer) => {
        if (stop.kind === "update") return layer <= stop.layer ? "after" : "gradient";
        if (stop.kind === "gradient") return layer >= stop.layer ? "gradient" : "before";
        return stop.kind === "backward" && layer > stop.layer + 1 ? "gradient" : "before";
      },
      hasLoss: reached.hasLoss,
      lossType: step.lossType,
      target: this.target(place.row),
    };
  }

  /** What the answer to a row should be. */
  private target(row: number): string {
    const tensor: TensorName = { of: "target" };
    const { columns } = this.step.target;
    const values = Array.from({ length: Math.min(columns, 2) }, (_, column) => this.number({ tensor, row, column }));
    if (values.some((value) => value === undefined)) return "";
    const texts = values.map((value) => (columns === 1 && this.step.classes?.[value!]) || exact(value!));
    return `y = ${texts.join(", ")}${columns > 2 ? ", …" : ""}`;
  }

  private press(event: MouseEvent): void {
    const address = numberUnder(event);
    if (address) this.open(address);
  }

  /** Brings the stop's column and the chosen unit into view. */
  private reveal(): void {
    const { stage, stop, place } = this;
    const { columns, loss } = this.#layout;
    if (stage === null) return;
    const scale = this.#scale;
    const show = (side: "Left" | "Top", from: number, to: number): void => {
      const room = side === "Left" ? stage.clientWidth : stage.clientHeight;
      const scrolled = stage[`scroll${side}`];
      if (from * scale < scrolled) stage[`scroll${side}`] = from * scale;
      else if (to * scale > scrolled + room) stage[`scroll${side}`] = to * scale - room;
    };
    const index = "layer" in stop ? columns.findIndex(({ layers }) => layers.includes(stop.layer)) : 0;
    const column = columns[index];
    const isEnd = stop.kind === "loss" || index === columns.length - 1;
    // The column with the one before it; if there is no room for both, its own cells.
    const left = stop.kind === "loss" ? loss.x - 120 : index < 2 ? 0 : (columns[index - 1]?.left ?? 0) - 8;
    // A gradient comes from the column behind.
    const next = stop.kind === "backward" && column?.layers.at(-1) === stop.layer ? columns[index + 1] : undefined;
    show("Left", left, isEnd ? loss.x + CELL.width + 24 : ((next ?? column)?.right ?? 0) + 16);
    if (stop.kind === "loss" || column === undefined) return;
    show("Left", column.left - 16, column.left);
    const y = column.units[Math.min(place.unit, column.units.length - 1)] ?? 0;
    show("Top", y - HEADING - 16, y + 24);
  }

  override focus(): void {
    this.stage?.focus({ preventScroll: true });
  }
}

/** Whether a number is of an earlier phase than the stop. */
function isPast({ kind }: Stop, { of }: TensorName): boolean {
  if (of === "gradOutput") return kind === "gradient" || kind === "update";
  return kind !== "forward" && kind !== "batch" && !(kind === "loss" && of === "output");
}

/** The number that an event happened on. */
function numberUnder(event: Event): NumberAddress | undefined {
  const key = event.target instanceof Element ? event.target.getAttribute("data-number") : null;
  return key === null ? undefined : addressOf(key);
}

declare global {
  interface HTMLElementTagNameMap {
    "step-picture": StepPicture;
  }
}
