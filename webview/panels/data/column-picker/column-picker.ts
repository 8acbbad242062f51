// A searchable list of columns with their kinds: type, arrow keys, Enter, or a click. Of thousands of columns
// only those that are seen are drawn. What choosing the active one would change can be said above the list.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ColumnFacts } from "../../../../src/model/columns.ts";
import { isUndoOrRedo } from "../../../shared/controllers/keys.ts";
import { distinctText, kindIcon, kindText } from "../shared/column-words.ts";
import { findColumns } from "../shared/find-columns.ts";
import { scrollSize, scrollToItem, type Track, windowAt } from "../shared/windows.ts";
import { t } from "../../../shared/text.ts";
import { columnPickerStyles } from "./column-picker.styles.ts";

/** Sizes of the style sheet, in pixels. */
const ROW = 22;
/** Rows that are seen at most. */
const SEEN = 8;

@customElement("column-picker")
export class ColumnPicker extends LitElement {
  static override styles = columnPickerStyles;

  /** What is chosen, for the field and a screen reader. */
  @property() label = "";
  @property({ attribute: false }) columns: readonly ColumnFacts[] = [];
  /** The one that is chosen now, if there is one. */
  @property() chosen = "";
  @property({ attribute: false }) choose!: (column: ColumnFacts) => void;
  /** What choosing a column would change, in words. */
  @property({ attribute: false }) about?: ((column: ColumnFacts) => readonly string[]) | undefined;
  /** Called on Escape. */
  @property({ attribute: false }) close?: (() => void) | undefined;
  @state() private words = "";
  /** The name of the one that arrows move and Enter takes; none while nobody has pointed at any. */
  @state() private active: string | undefined;
  @query("input") private input!: HTMLInputElement;
  @query("[role=listbox]") private list!: HTMLElement | null;

  override focus(): void {
    this.input.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("chosen")) this.active = undefined;
  }

  override render() {
    const found = findColumns(this.columns, this.words);
    const active = found.findIndex(({ name }) => name === this.active);
    return html`
      <input
        type="text"
        role="combobox"
        aria-label=${this.label}
        aria-expanded="true"
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant=${active < 0 ? nothing : `column-${active}`}
        aria-describedby=${this.about ? "about" : nothing}
        placeholder=${this.label}
        .value=${this.words}
        @input=${() => this.search()}
        @keydown=${(event: KeyboardEvent) => this.key(event, found, active)}
      />
      ${this.about ? html`<div id="about" class="about secondary small" role="status">${this.changes(found[active])}</div>` : nothing}
      ${found.length === 0 ? html`<p class="none secondary">${t("No column has this name.")}</p>` : this.options(found)}
    `;
  }

  private options(found: readonly ColumnFacts[]): TemplateResult {
    const { first, count } = windowAt(this.track(found), this.list?.scrollTop ?? 0);
    this.style.setProperty("--all-height", `${scrollSize(this.track(found))}px`);
    this.style.setProperty("--first", `${first * ROW}px`);
    return html`<div role="listbox" id="found" aria-label=${this.label} @scroll=${() => this.requestUpdate()}>
      <div class="all" role="presentation">
        <div class="seen" role="presentation">
          ${repeat(
            found.slice(first, first + count),
            // An element keeps its column while the list scrolls, and with it what the pointer is on.
            ({ name }) => name,
            (column, index) => this.option(column, first + index, found.length),
          )}
        </div>
      </div>
    </div>`;
  }

  private option(column: ColumnFacts, index: number, count: number): TemplateResult {
    const { name, kind, distinct } = column;
    return html`<div
      role="option"
      id=${`column-${index}`}
      aria-selected=${name === this.active ? "true" : "false"}
      aria-current=${name === this.chosen ? "true" : nothing}
      aria-setsize=${count}
      aria-posinset=${index + 1}
      title=${name}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @pointermove=${() => (this.active = name)}
      @click=${() => this.choose(column)}
    >
      <vscode-icon name=${name === this.chosen ? "check" : kindIcon(kind)}></vscode-icon>
      <span class="name truncated">${name}</span>
      <span class="secondary small">${kindText(kind)} · ${distinctText(distinct)}</span>
    </div>`;
  }

  private changes(active: ColumnFacts | undefined): string {
    if (active === undefined) return t("Point at a column to see what would change.");
    if (active.name === this.chosen) return t("This column is predicted now.");
    const lines = this.about?.(active) ?? [];
    return lines.join(" · ");
  }

  private search(): void {
    this.words = this.input.value;
    this.active = this.words === "" ? undefined : findColumns(this.columns, this.words)[0]?.name;
    if (this.list) this.list.scrollTop = 0;
  }

  private key(event: KeyboardEvent, found: readonly ColumnFacts[], active: number): void {
    if (isUndoOrRedo(event) && this.words !== "") event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = found[active];
    if (step !== undefined && found.length > 0) this.move(Math.max(0, Math.min(active + step, found.length - 1)), found);
    else if (event.key === "Enter" && chosen !== undefined) this.choose(chosen);
    else if (event.key === "Escape" && this.words !== "") this.words = "";
    else if (event.key === "Escape" && this.close) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private move(index: number, found: readonly ColumnFacts[]): void {
    this.active = found[index]?.name;
    if (this.list) this.list.scrollTop = scrollToItem(this.track(found), this.list.scrollTop, index);
  }

  private track(found: readonly ColumnFacts[]): Track {
    return { count: found.length, size: ROW, view: Math.min(found.length, SEEN) * ROW };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "column-picker": ColumnPicker;
  }
}
