// The table: a head that says what each column is, and of a million rows only those that are seen. What is
// drawn stays in place and the rows change, so nothing is blank while it scrolls. One cell is active; arrows,
// Page Up and Down, Home and End move it, Enter opens its column, Ctrl+Enter its line in the CSV, and
// Shift+Enter predicts its row.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import type { ColumnSummary } from "../../../../src/data/types.ts";
import type { CsvLine } from "../../../../src/protocol/data-host.ts";
import type { Severity } from "../../../../src/model/problem.ts";
import type { RowPages } from "../shared/row-pages.ts";
import { columnChart, distinctText, kindIcon, kindText, roleText } from "../shared/column-words.ts";
import { scrollSize, scrollToItem, type Track, windowAt } from "../shared/windows.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { dataGridStyles } from "./data-grid.styles.ts";
import { type GridCell, movedCell } from "./grid-keys.ts";

/** Sizes of the style sheet, in pixels. */
const ROW = 22;
const COLUMN = 152;
const HEAD = 80;
const LINE = 92;
/** With the name of the file before the line. */
const FILE_AND_LINE = 172;

/** What a head says of its column; while the CSV is still read no more than name and kind is known. */
type GridColumn = Pick<ColumnSummary, "name" | "kind"> & Partial<Pick<ColumnSummary, "role" | "distinct" | "missing" | "profile">>;

/** Where a table was left. */
export interface GridPosition {
  readonly active: GridCell;
  /** The first row on the screen; the two tables' scroll bars may be of another scale. */
  readonly first: number;
  /** Pixels. */
  readonly left: number;
  readonly hasFocus: boolean;
}

@customElement("data-grid")
export class DataGrid extends LitElement {
  static override styles = dataGridStyles;

  /** The names of the files that the rows are of. */
  @property({ attribute: false }) files: readonly string[] = [];
  @property({ attribute: false }) columns: readonly GridColumn[] = [];
  @property({ type: Number }) rows = 0;
  @property({ attribute: false }) pages!: RowPages;
  /** The worst that is wrong with a column, by name. */
  @property({ attribute: false }) marks: ReadonlyMap<string, Severity> = new Map();
  /** The name of the column whose panel is open. */
  @property() opened = "";
  @property({ attribute: false }) open!: (column: string) => void;
  /** Absent if there are no lines to open. */
  @property({ attribute: false }) openLine?: ((place: CsvLine) => void) | undefined;
  /** Loads a row into the form of predictions; absent while there is none. */
  @property({ attribute: false }) predict?: ((row: number) => void) | undefined;
  /** Follows a row through a training step; absent while there is none. */
  @property({ attribute: false }) follow?: ((row: number) => void) | undefined;
  /** Where another table of the same CSV was left, for this one to begin at. */
  @property({ attribute: false }) beginsAt: GridPosition | undefined;
  @state() private active: GridCell = { row: -1, column: 0 };
  @state() private view = { width: 0, height: 0 };
  @query(".scroller") private scroller!: HTMLElement;
  readonly #resized = new ResizeObserver(() => this.measure());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.#resized.observe(this.scroller);
    this.measure();
    if (this.beginsAt === undefined) return;
    const { active, first, left, hasFocus } = this.beginsAt;
    this.active = active;
    this.scroller.scrollTo({ top: scrollToItem(this.rowTrack, Infinity, first), left });
    if (hasFocus) this.scroller.focus();
  }

  get place(): GridPosition {
    const { scrollTop, scrollLeft: left } = this.scroller;
    return { active: this.active, first: windowAt(this.rowTrack, scrollTop).first, left, hasFocus: this.scroller.matches(":focus") };
  }

  /** Scrolls to a column. */
  async show(name: string): Promise<void> {
    const column = this.columns.findIndex((candidate) => candidate.name === name);
    await this.updateComplete;
    if (column >= 0) this.activate({ row: this.active.row, column });
  }

  /** Puts the focus on the table, at the head of a column if one is named. */
  async focusColumn(name: string): Promise<void> {
    const column = this.columns.findIndex((candidate) => candidate.name === name);
    await this.updateComplete;
    if (column >= 0) this.activate({ row: -1, column });
    this.scroller.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("columns") && !changed.has("rows")) return;
    const { row, column } = this.active;
    this.active = { row: Math.min(row, this.rows - 1), column: Math.max(0, Math.min(column, this.columns.length - 1)) };
  }

  override render() {
    const rows = windowAt(this.rowTrack, this.scroller?.scrollTop ?? 0);
    const columns = windowAt(this.columnTrack, this.scroller?.scrollLeft ?? 0);
    const shown = this.columns.slice(columns.first, columns.first + columns.count);
    if (shown.length > 0 && rows.count > 0) {
      this.pages.want({ from: rows.first, count: rows.count, firstColumn: columns.first, columnCount: shown.length });
    }
    for (const [name, value] of [
      ["--all-height", scrollSize(this.rowTrack) + HEAD],
      ["--all-width", scrollSize(this.columnTrack) + this.lineWidth],
      ["--line-width", this.lineWidth],
      ["--view-height", this.view.height],
      ["--view-width", this.view.width],
      ["--shift-y", rows.shift],
      ["--shift-x", columns.shift],
    ] as const) {
      this.style.setProperty(name, `${value}px`);
    }
    const { row, column } = this.active;
    const isRowSeen = row < 0 || (row >= rows.first && row < rows.first + rows.count);
    const isSeen = isRowSeen && column >= columns.first && column < columns.first + columns.count;
    return html`<div
      class="scroller"
      role="grid"
      tabindex="0"
      aria-label=${t("Rows of the CSV")}
      aria-rowcount=${this.rows + 1}
      aria-colcount=${this.columns.length + 1}
      aria-activedescendant=${isSeen ? idOf(this.active) : nothing}
      @scroll=${() => this.requestUpdate()}
      @keydown=${(event: KeyboardEvent) => this.key(event)}
    >
      <div class="spacer">
        <div class="canvas">
          <div class="row head" role="row" aria-rowindex="1">
            <div class="line" role="columnheader" aria-colindex="1">${t("Line")}</div>
            <div class="clip"><div class="cells">${shown.map((summary, index) => this.head(summary, columns.first + index))}</div></div>
          </div>
          <div class="body">
            <div class="rows">${Array.from({ length: rows.count }, (_, index) => this.row(rows.first + index, columns.first, shown))}</div>
          </div>
        </div>
      </div>
    </div>`;
  }

  private head({ name, kind, role, distinct, missing, profile }: GridColumn, index: number): TemplateResult {
    const mark = this.marks.get(name);
    const facts = [role && roleText(role), kindText(kind)].filter((fact) => fact !== undefined).join(" · ");
    // A gap is what matters most; the second count is there whole or not at all.
    const counts =
      distinct === undefined || missing === undefined
        ? []
        : [...(missing > 0 ? [t("{0} missing", formatCount(missing))] : []), t("{0} distinct", distinctText(distinct))];
    return html`<div
      id=${idOf({ row: -1, column: index })}
      class=${classMap({ column: true, [role ?? "unknown"]: true, opened: name === this.opened, active: this.isActive(-1, index) })}
      role="columnheader"
      aria-colindex=${index + 2}
      title=${`${name}\n${facts}\n${counts.join(" · ")}`.trimEnd()}
      @click=${() => this.openColumn(index)}
    >
      <div class="name">
        <vscode-icon name=${kindIcon(kind)}></vscode-icon>
        <span class="truncated">${name}</span>
        ${mark === undefined ? nothing : html`<vscode-icon class=${`severity ${mark}`} name=${mark === "information" ? "info" : mark}></vscode-icon>`}
      </div>
      <div class="facts secondary small truncated">${facts}</div>
      <div class="facts counts secondary small">${counts.map((count) => html`<span>${count}</span>`)}</div>
      ${profile === undefined ? nothing : columnChart(profile)}
    </div>`;
  }

  private row(row: number, first: number, columns: readonly GridColumn[]): TemplateResult {
    return html`<div class="row" role="row" aria-rowindex=${row + 2}>
      ${this.line(row, first)}
      <div class="clip">
        <div class="cells">${columns.map((column, index) => this.cell(row, first + index, column))}</div>
      </div>
    </div>`;
  }

  /** Where a row begins: its line, after the name of its file if there are several. */
  private line(row: number, first: number): TemplateResult {
    const place = this.placeOf(row, first);
    const file = place && this.files.length > 1 ? baseName(place.file) : undefined;
    const title = place && this.openLine ? t("Open {0} at line {1} (Ctrl+Enter)", place.file, place.line) : nothing;
    return html`<div
      class=${classMap({ "line code": true, link: this.openLine !== undefined })}
      role="rowheader"
      aria-colindex="1"
      aria-label=${place && file ? `${file}:${place.line}` : nothing}
      title=${title}
      @click=${() => place && this.openLine?.(place)}
    >
      ${
        this.predict && place
          ? html`<vscode-icon
              class="act first"
              name="arrow-right"
              title=${t("Predict this row (Shift+Enter)")}
              @click=${(event: Event) => {
                event.stopPropagation();
                this.predict?.(row);
              }}
            ></vscode-icon>`
          : nothing
      }
      ${
        this.follow && place
          ? html`<vscode-icon
              class="act"
              name="debug-step-into"
              title=${t("Follow this row inside (Alt+Enter)")}
              @click=${(event: Event) => {
                event.stopPropagation();
                this.follow?.(row);
              }}
            ></vscode-icon>`
          : nothing
      }
      ${file ? html`<span class="file">${file}</span>:` : ""}${place?.line ?? ""}
    </div>`;
  }

  private placeOf(row: number, column: number): CsvLine | undefined {
    const [line, file] = [this.pages.line(row, column), this.pages.file(row, column)];
    return line === undefined || file === undefined ? undefined : { file: this.files[file] ?? "", line };
  }

  private cell(row: number, column: number, { kind, role }: GridColumn): TemplateResult {
    const text = this.pages.cell(row, column);
    const isMissing = text === null;
    return html`<div
      id=${idOf({ row, column })}
      class=${classMap({ "cell code": true, [kind]: true, [role ?? "unknown"]: true, missing: isMissing, active: this.isActive(row, column) })}
      role="gridcell"
      aria-colindex=${column + 2}
      aria-label=${isMissing ? t("missing") : nothing}
      title=${text !== undefined && text !== null && text.length > 18 ? text : nothing}
      @click=${() => (this.active = { row, column })}
    >
      ${isMissing ? "–" : (text ?? "")}
    </div>`;
  }

  private isActive(row: number, column: number): boolean {
    return this.active.row === row && this.active.column === column;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      const place = this.placeOf(this.active.row, this.active.column);
      if (place) this.openLine?.(place);
      return;
    }
    if (event.key === "Enter" && event.altKey && this.follow && this.active.row >= 0) {
      event.preventDefault();
      this.follow(this.active.row);
      return;
    }
    if (event.key === "Enter" && event.shiftKey && this.predict && this.active.row >= 0) {
      event.preventDefault();
      this.predict(this.active.row);
      return;
    }
    if ((event.key === "Enter" || event.key === " ") && this.columns.length > 0) {
      event.preventDefault();
      this.openColumn(this.active.column);
      return;
    }
    const page = Math.max(1, Math.floor(this.rowTrack.view / ROW) - 1);
    const moved = movedCell(event, this.active, { rows: this.rows, columns: this.columns.length, page });
    if (moved === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.activate(moved);
  }

  private openColumn(index: number): void {
    this.activate({ row: this.active.row, column: index });
    this.open(this.columns[index]!.name);
  }

  /** Makes a cell the active one, where it can be seen. */
  private activate(cell: GridCell): void {
    this.active = cell;
    const { scrollTop, scrollLeft } = this.scroller;
    if (cell.row >= 0) this.scroller.scrollTop = scrollToItem(this.rowTrack, scrollTop, cell.row);
    this.scroller.scrollLeft = scrollToItem(this.columnTrack, scrollLeft, cell.column);
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.scroller;
    if (width === this.view.width && height === this.view.height) return;
    const isNarrower = width < this.view.width;
    this.view = { width, height };
    // The page of a column takes room from the table; the column it is about stays in sight.
    if (isNarrower && this.opened !== "") {
      this.scroller.scrollLeft = scrollToItem(this.columnTrack, this.scroller.scrollLeft, this.active.column);
    }
  }

  private get lineWidth(): number {
    return this.files.length > 1 ? FILE_AND_LINE : LINE;
  }

  private get rowTrack(): Track {
    return { count: this.rows, size: ROW, view: Math.max(0, this.view.height - HEAD) };
  }

  private get columnTrack(): Track {
    return { count: this.columns.length, size: COLUMN, view: Math.max(0, this.view.width - this.lineWidth) };
  }
}

/** A path without its folders. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function idOf({ row, column }: GridCell): string {
  return row < 0 ? `head-${column}` : `cell-${row}-${column}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "data-grid": DataGrid;
  }
}
