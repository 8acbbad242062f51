// The trials of a sweep as a table: a click on a head sorts, arrow keys walk along the rows, and the row that
// is chosen is told to whoever shows the same trials elsewhere.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TrialStatus } from "../../../../src/protocol/sweep.ts";
import { steppedIndex } from "../../../shared/controllers/keys.ts";
import { say, t } from "../../../shared/text.ts";
import { type Column, columnsOf, type Order, ordered } from "./trial-columns.ts";
import { trialTableStyles } from "./trial-table.styles.ts";

@customElement("trial-table")
export class TrialTable extends LitElement {
  static override styles = trialTableStyles;

  @property({ attribute: false }) trials: readonly TrialStatus[] = [];
  /** Those that are looked at; all of them are ranked. */
  @property({ attribute: false }) shown: readonly TrialStatus[] | undefined;
  /** Epochs that each is to have. */
  @property({ type: Number }) epochs = 0;
  @property({ attribute: false }) chosen: TrialStatus | undefined;
  /** The one under the pointer, here or elsewhere. */
  @property({ attribute: false }) hovered: TrialStatus | undefined;
  @property({ attribute: false }) choose!: (trial: TrialStatus) => void;
  @property({ attribute: false }) hover!: (trial: TrialStatus | undefined) => void;
  @state() private order: Order = { column: "rank", isDescending: false };

  override render() {
    const columns = columnsOf(this.trials, this.epochs);
    const by = columns.find(({ id }) => id === this.order.column) ?? columns[0]!;
    const rows = ordered(this.shown ?? this.trials, by, this.order.isDescending);
    const reached = this.chosen && rows.includes(this.chosen) ? this.chosen : rows[0];
    return html`<table aria-label=${t("Trials")}>
      <thead>
        <tr>
          ${columns.map((column) => this.head(column))}
        </tr>
      </thead>
      <tbody>
        ${rows.map((trial, index) => this.row(trial, columns, trial === reached, (event) => this.key(event, rows, index)))}
      </tbody>
    </table>`;
  }

  focusChosen(): void {
    this.renderRoot.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
  }

  private head({ id, title, isWords }: Column): TemplateResult {
    const { column, isDescending } = this.order;
    const isOwn = column === id;
    return html`<th scope="col" class=${isWords ? "" : "number"} aria-sort=${isOwn ? (isDescending ? "descending" : "ascending") : nothing}>
      <button @click=${() => (this.order = { column: id, isDescending: isOwn && !isDescending })}>
        ${title}<span class="mark" aria-hidden="true">${isOwn ? (isDescending ? "↓" : "↑") : ""}</span>
      </button>
    </th>`;
  }

  private row(trial: TrialStatus, columns: readonly Column[], isReached: boolean, key: (event: KeyboardEvent) => void): TemplateResult {
    const note = trial.note && say(trial.note);
    return html`<tr
      tabindex=${isReached ? 0 : -1}
      class=${trial === this.hovered ? "hovered" : ""}
      aria-current=${trial === this.chosen ? "true" : nothing}
      @click=${() => this.choose(trial)}
      @pointerenter=${() => this.hover(trial)}
      @pointerleave=${() => this.hover(undefined)}
      @focus=${() => this.choose(trial)}
      @keydown=${key}
    >
      ${columns.map(({ id, textOf, isWords }, index) => {
        const text = textOf(trial);
        if (index === 0) return html`<th scope="row" class="number">${text}</th>`;
        return html`<td class=${isWords ? "words" : "number"}>
          ${text} ${id === "end" && note ? html`<span class="problem" title=${note}>${note}</span>` : nothing}
        </td>`;
      })}
    </tr>`;
  }

  private key(event: KeyboardEvent, rows: readonly TrialStatus[], index: number): void {
    const next = steppedIndex(event, index, rows.length);
    if (next === undefined) return;
    event.preventDefault();
    this.renderRoot.querySelectorAll<HTMLElement>("tbody tr")[next]?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "trial-table": TrialTable;
  }
}
