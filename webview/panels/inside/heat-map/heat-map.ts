// A table of numbers as a picture: one cell for each, blue below zero, orange above. Only what is seen is
// asked for, in blocks; the exact value is under the pointer, or where the arrow keys are.

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { TensorName } from "../../../../src/training/inside/types.ts";
import { isPlain } from "../../../shared/controllers/keys.ts";
import type { Size } from "../../network/network-view/network-layout.ts";
import type { InsideController } from "../inside-view/inside-controller.ts";
import { tensorKey } from "../inside-view/stops.ts";
import { heatMapStyles } from "./heat-map.styles.ts";

/** Rows and columns that are asked for at once. */
const BLOCK = { rows: 32, columns: 256 };
/** Pixels of a cell. */
const WIDTH = { least: 2, most: 24 };
const HEIGHT = { least: 5, most: 16 };
/** The tallest map, in pixels. */
const TALLEST = 176;

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

@customElement("heat-map")
export class HeatMap extends LitElement {
  static override styles = heatMapStyles;

  @property({ attribute: false }) inside!: InsideController;
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) tensor!: TensorName;
  @property({ type: Number }) rows = 0;
  @property({ type: Number }) columns = 0;
  /** The largest absolute value, which is drawn in full colour. */
  @property({ type: Number }) largest = 0;
  /** The cell in focus; of a map of one row it says which row is seen. */
  @property({ attribute: false }) chosen: CellPlace = { row: 0, column: 0 };
  /** Whether all rows are seen, and keys walk through the cells; else only the chosen row. */
  @property({ type: Boolean }) whole = false;
  @property() label = "";
  @property() hint = "";
  @property({ attribute: false }) pick!: (cell: CellPlace) => void;
  /** Tells of the cell under the pointer. */
  @property({ attribute: false }) point!: (cell: CellPlace | undefined) => void;
  @state() private room: Size = { width: 0, height: 0 };
  @state() private isSeen = false;
  @query(".window") private window!: HTMLElement;
  @query("canvas") private canvas!: HTMLCanvasElement;
  readonly #sizes = new ResizeObserver(() => (this.room = { width: this.window.clientWidth, height: this.window.clientHeight }));
  readonly #seen = new IntersectionObserver((entries) => {
    this.isSeen = entries.at(-1)?.isIntersecting ?? false;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#seen.disconnect();
  }

  protected override firstUpdated(): void {
    this.#watch();
  }

  #watch(): void {
    this.#sizes.observe(this.window);
    this.#seen.observe(this);
  }

  override render() {
    return html`<div
      class="window"
      role=${this.whole ? "application" : "img"}
      tabindex=${this.whole ? 0 : nothing}
      aria-label=${this.label}
      aria-description=${this.hint || nothing}
      @scroll=${() => this.requestUpdate()}
      @click=${(event: MouseEvent) => this.press(event)}
      @pointermove=${(event: PointerEvent) => this.point(this.cellUnder(event))}
      @pointerleave=${() => this.point(undefined)}
      @keydown=${(event: KeyboardEvent) => this.key(event)}
    >
      <div class="size"><canvas></canvas></div>
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { width, height } = this.cell;
    this.window.style.setProperty("--width", `${width * this.columns}px`);
    this.window.style.setProperty("--height", `${height * this.shownRows}px`);
    this.window.style.setProperty("--tallest", `${TALLEST}px`);
    if (changed.has("chosen") || changed.has("tensor")) this.reveal();
    if (this.isSeen && this.room.width > 0) this.paint();
  }

  private get shownRows(): number {
    return this.whole ? this.rows : 1;
  }

  /** The size of a cell: as wide and as tall as there is room, within limits. */
  private get cell(): Size {
    return { width: fit(this.room.width, this.columns, WIDTH), height: this.whole ? fit(TALLEST, this.rows, HEIGHT) : HEIGHT.most };
  }

  private paint(): void {
    const { canvas, room, cell, window } = this;
    const density = devicePixelRatio;
    const size = { width: Math.round(room.width * density), height: Math.round(room.height * density) };
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
    const context = canvas.getContext("2d");
    if (context === null) return;
    const theme = getComputedStyle(this);
    const [negative, positive, wrong, focus] = ["--negative", "--positive", "--wrong", "--focus"].map((name) =>
      theme.getPropertyValue(name),
    );
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, room.width, room.height);
    context.translate(-window.scrollLeft, -window.scrollTop);
    const [first, last] = [Math.floor(window.scrollLeft / cell.width), Math.ceil((window.scrollLeft + room.width) / cell.width)];
    const [top, bottom] = [Math.floor(window.scrollTop / cell.height), Math.ceil((window.scrollTop + room.height) / cell.height)];
    const gap = cell.width >= 6 ? 1 : 0;
    for (let shown = top; shown < Math.min(bottom, this.shownRows); shown++) {
      for (let column = first; column < Math.min(last, this.columns); column++) {
        const value = this.value({ row: this.whole ? shown : this.chosen.row, column });
        if (value === undefined) continue;
        const isWrong = !Number.isFinite(value);
        // The root, so that small values are seen beside one that is far larger.
        context.globalAlpha = isWrong || this.largest === 0 ? Number(isWrong) : Math.sqrt(Math.min(1, Math.abs(value) / this.largest));
        context.fillStyle = (isWrong ? wrong : value < 0 ? negative : positive) ?? "";
        context.fillRect(column * cell.width, shown * cell.height, cell.width - gap, cell.height - (cell.height >= 6 ? 1 : 0));
      }
    }
    context.globalAlpha = 1;
    context.strokeStyle = focus ?? "";
    context.lineWidth = 2;
    const row = this.whole ? this.chosen.row : 0;
    if (this.chosen.column >= 0)
      context.strokeRect(this.chosen.column * cell.width - 1, row * cell.height + 1, Math.max(5, cell.width) + 1, cell.height - 2);
  }

  /** Undefined until the block it is in has come. */
  private value({ row, column }: CellPlace): number | undefined {
    const [top, rows] = this.whole ? [row - (row % BLOCK.rows), BLOCK.rows] : [row, 1];
    const left = column - (column % BLOCK.columns);
    const key = `${tensorKey(this.tensor)} ${top} ${left}`;
    // Asked for each cell, so the last answer is kept at hand.
    if (this.#block?.key !== key || this.#block.revision !== this.revision) {
      const window = {
        row: top,
        rows: Math.min(rows, this.rows - top),
        column: left,
        columns: Math.min(BLOCK.columns, this.columns - left),
      };
      this.#block = { key, revision: this.revision, piece: this.inside.piece({ tensor: this.tensor, ...window }) };
    }
    const { piece } = this.#block;
    return piece?.data[(row - top) * piece.columns + column - left];
  }

  #block: { readonly key: string; readonly revision: number; readonly piece: ReturnType<InsideController["piece"]> } | undefined;

  private cellUnder(event: MouseEvent): CellPlace | undefined {
    const { left, top } = this.window.getBoundingClientRect();
    const column = Math.floor((event.clientX - left + this.window.scrollLeft) / this.cell.width);
    const row = Math.floor((event.clientY - top + this.window.scrollTop) / this.cell.height);
    if (column < 0 || column >= this.columns || row < 0 || row >= this.shownRows) return undefined;
    return { row: this.whole ? row : this.chosen.row, column };
  }

  private press(event: MouseEvent): void {
    const cell = this.cellUnder(event);
    if (cell) this.pick(cell);
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!this.whole || step === undefined || !isPlain(event) || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const row = Math.max(0, Math.min(this.rows - 1, this.chosen.row + step[0]!));
    const column = Math.max(0, Math.min(this.columns - 1, this.chosen.column + step[1]!));
    this.pick({ row, column });
  }

  private reveal(): void {
    const { window, cell, chosen } = this;
    const [x, y] = [chosen.column * cell.width, (this.whole ? chosen.row : 0) * cell.height];
    if (x < window.scrollLeft || x + cell.width > window.scrollLeft + window.clientWidth) window.scrollLeft = x - window.clientWidth / 2;
    if (y < window.scrollTop || y + cell.height > window.scrollTop + window.clientHeight) window.scrollTop = y - window.clientHeight / 2;
  }

  override focus(): void {
    // It may be new, and not drawn yet.
    void this.updateComplete.then(() => this.window.focus({ preventScroll: true }));
  }
}

/** Pixels for each of so many, within limits. */
function fit(room: number, count: number, { least, most }: { readonly least: number; readonly most: number }): number {
  return Math.max(least, Math.min(most, Math.floor(room / Math.max(1, count))));
}

declare global {
  interface HTMLElementTagNameMap {
    "heat-map": HeatMap;
  }
}
