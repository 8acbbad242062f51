// A table of numbers as a picture: one cell for each, blue below zero, orange above. Only what is seen is
// asked for, in blocks, at once; it is painted once a frame, whatever has come by then. The exact value is
// under the pointer, or where the arrow keys are.

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { TensorName, TensorPiece } from "../../../../src/training/inside/types.ts";
import { isPlain } from "../../../shared/controllers/keys.ts";
import type { Size } from "../../network/network-view/network-layout.ts";
import type { InsideController } from "../inside-view/inside-controller.ts";
import { heatMapStyles } from "./heat-map.styles.ts";
import { cellsOf } from "./paint-cells.ts";

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
  @property({ attribute: false, hasChanged: isOtherCell }) chosen: CellPlace = { row: 0, column: 0 };
  /** Whether all rows are seen, and keys walk through the cells; else only the chosen row. */
  @property({ type: Boolean }) whole = false;
  @property() label = "";
  @property() hint = "";
  @property({ attribute: false }) pick!: (cell: CellPlace) => void;
  /** Tells of the cell under the pointer. */
  @property({ attribute: false }) point!: (cell: CellPlace | undefined) => void;
  /** Pixels that there are for it; 0 until they are known. */
  @state() private width = 0;
  @state() private isSeen = false;
  @query(".window") private window!: HTMLElement;
  @query("canvas") private canvas!: HTMLCanvasElement;
  /** What is seen of the table, so that asking for it lays nothing out. */
  #scrolled = { left: 0, top: 0 };
  #reveals = false;
  /** The sizes as they are in its style. */
  readonly #set = new Map<string, string>();
  /** The frame that it is painted in; 0 if none is due. */
  #frame = 0;
  readonly #sizes = new ResizeObserver(() => (this.width = this.window.clientWidth));
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
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
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
      @scroll=${() => this.follow()}
      @click=${(event: MouseEvent) => this.press(event)}
      @pointermove=${(event: PointerEvent) => this.point(this.cellUnder(event))}
      @pointerleave=${() => this.point(undefined)}
      @keydown=${(event: KeyboardEvent) => this.key(event)}
    >
      <div class="size"><canvas></canvas></div>
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.resize();
    this.#reveals ||= changed.has("chosen") || changed.has("tensor") || changed.has("whole");
    // Asked before it is painted, so that the answer may come within the same frame.
    if (this.isShown) this.blocks();
    this.#frame ||= requestAnimationFrame(() => this.show());
  }

  /** Only what has changed is set, because a style that is set is worked out anew. */
  private resize(): void {
    const { width, height } = this.cell;
    const size = { "--width": `${width * this.columns}px`, "--height": `${height * this.shownRows}px`, "--tallest": `${TALLEST}px` };
    for (const [name, value] of Object.entries(size)) {
      if (this.#set.get(name) !== value) this.window.style.setProperty(name, value);
      this.#set.set(name, value);
    }
  }

  private get isShown(): boolean {
    return this.isSeen && this.width > 0;
  }

  private show(): void {
    this.#frame = 0;
    if (this.#reveals) this.reveal();
    this.#reveals = false;
    if (this.isShown) this.paint();
  }

  private follow(): void {
    this.#scrolled = { left: this.window.scrollLeft, top: this.window.scrollTop };
    this.requestUpdate();
  }

  private get shownRows(): number {
    return this.whole ? this.rows : 1;
  }

  /** What is seen of the table. Its height is that of the rows, so a map that grows is not laid out first. */
  private get room(): Size {
    return { width: this.width, height: Math.min(TALLEST, this.cell.height * this.shownRows) };
  }

  /** The size of a cell: as wide and as tall as there is room, within limits. */
  private get cell(): Size {
    return { width: fit(this.width, this.columns, WIDTH), height: this.whole ? fit(TALLEST, this.rows, HEIGHT) : HEIGHT.most };
  }

  private paint(): void {
    const { canvas, room, cell } = this;
    const { left, top } = this.#scrolled;
    const density = devicePixelRatio;
    const size = { width: Math.round(room.width * density), height: Math.round(room.height * density) };
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
    const context = canvas.getContext("2d");
    if (context === null) return;
    const theme = getComputedStyle(this);
    const [negative = "", positive = "", wrong = "", focus = ""] = ["--negative", "--positive", "--wrong", "--focus"].map((name) =>
      theme.getPropertyValue(name),
    );
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, room.width, room.height);
    context.translate(-left, -top);
    context.imageSmoothingEnabled = false;
    for (const { row, column, piece } of this.blocks()) {
      const [x, y, width, height] = [column * cell.width, row * cell.height, piece.columns * cell.width, piece.rows * cell.height];
      context.drawImage(cellsOf(piece, this.largest, { negative, positive, wrong }), x, y, width, height);
      // A gap between cells that have room for it.
      if (cell.width >= 6) for (let end = 1; end <= piece.columns; end++) context.clearRect(x + end * cell.width - 1, y, 1, height);
      if (cell.height >= 6) for (let end = 1; end <= piece.rows; end++) context.clearRect(x, y + end * cell.height - 1, width, 1);
    }
    context.strokeStyle = focus;
    context.lineWidth = 2;
    const row = this.whole ? this.chosen.row : 0;
    if (this.chosen.column >= 0)
      context.strokeRect(this.chosen.column * cell.width - 1, row * cell.height + 1, Math.max(5, cell.width) + 1, cell.height - 2);
  }

  /** The blocks that are seen and have come, with the place of each; the others are asked for. */
  private blocks(): readonly (CellPlace & { readonly piece: TensorPiece })[] {
    const { cell, room, tensor, inside } = this;
    const { left, top } = this.#scrolled;
    const columns = Math.min(this.columns, Math.ceil((left + room.width) / cell.width));
    const rows = Math.min(this.shownRows, Math.ceil((top + room.height) / cell.height));
    const first = Math.floor(top / cell.height);
    const found: (CellPlace & { readonly piece: TensorPiece })[] = [];
    for (let row = first - (first % BLOCK.rows); row < rows; row += BLOCK.rows) {
      const from = Math.floor(left / cell.width);
      for (let column = from - (from % BLOCK.columns); column < columns; column += BLOCK.columns) {
        const piece = inside.piece({
          tensor,
          row: this.whole ? row : this.chosen.row,
          rows: this.whole ? Math.min(BLOCK.rows, this.rows - row) : 1,
          column,
          columns: Math.min(BLOCK.columns, this.columns - column),
        });
        if (piece) found.push({ row, column, piece });
      }
    }
    return found;
  }

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
    const { window, cell, chosen, room } = this;
    // Of one row nothing is chosen; and whoever scrolls has everything laid out at once.
    if (chosen.column < 0) return;
    const [x, y] = [chosen.column * cell.width, (this.whole ? chosen.row : 0) * cell.height];
    const { left, top } = this.#scrolled;
    if (x < left || x + cell.width > left + room.width) window.scrollLeft = x - room.width / 2;
    if (y < top || y + cell.height > top + room.height) window.scrollTop = y - room.height / 2;
  }

  override focus(): void {
    // It may be new, and not drawn yet.
    void this.updateComplete.then(() => this.window.focus({ preventScroll: true }));
  }
}

function isOtherCell(one: CellPlace | undefined, other: CellPlace | undefined): boolean {
  return one?.row !== other?.row || one?.column !== other?.column;
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
