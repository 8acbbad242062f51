// The table of runs: a line each, which arrow keys walk; only the controls of the current line are reached
// with Tab.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { repeat } from "lit/directives/repeat.js";
import type { RunRecord, RunVerification } from "../../../../src/model/run-record.ts";
import { verificationSentence } from "../../../../src/model/verification-words.ts";
import type { RunEntry } from "../../../../src/protocol/runs.ts";
import { isPlain, isUndoOrRedo, steppedIndex } from "../../../shared/controllers/keys.ts";
import { codeWords } from "../../../shared/health-words.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { say, t } from "../../../shared/text.ts";
import { baselineText } from "../../../shared/verdict-words.ts";
import { runChip } from "../run-curves/chips.ts";
import { cellText, endIcon, type RunColumn, runName } from "./run-columns.ts";
import type { ColumnName, RunOrder } from "./run-order.ts";

/** What a person writes on a run in the table itself. */
export type EditedField = "name" | "note";

export interface RunsTable {
  /** As they stand in the table. */
  readonly rows: readonly RunEntry[];
  readonly columns: readonly RunColumn[];
  readonly order: RunOrder;
  readonly chosen: readonly string[];
  /** Whether no more can be chosen. */
  readonly isFull: boolean;
  readonly current: string | undefined;
  readonly editing: { readonly id: string; readonly field: EditedField } | undefined;
  sortBy(column: ColumnName): void;
  choose(id: string, isChosen: boolean): void;
  star(entry: RunEntry): void;
  /** Makes a run the current one, and puts the focus on its checkbox or its star if that is wanted. */
  go(id: string, control?: "input" | "button"): void;
  edit(id: string, field: EditedField): void;
  /** Ends the editing, with another text or without; by a key the focus goes back to the line. */
  finish(text: string | undefined, by: "key" | "leaving"): void;
  remove(id: string): void;
}

export function runsTable(table: RunsTable): TemplateResult {
  return html`<table>
    <thead>
      <tr>
        <th scope="col"><span class="unseen">${t("Compare")}</span></th>
        <th scope="col"><span class="unseen">${t("Star")}</span></th>
        ${table.columns.map((column) => head(table, column))}
      </tr>
    </thead>
    <tbody @keydown=${(event: KeyboardEvent) => key(table, event)}>
      ${repeat(
        table.rows,
        ({ id }) => id,
        (entry) => row(table, entry),
      )}
    </tbody>
  </table>`;
}

function head(table: RunsTable, { name, title, isNumber, usual }: RunColumn): TemplateResult {
  const { order } = table;
  const isSorted = order.column === name;
  const sorting = isSorted ? (order.isDescending ? "descending" : "ascending") : nothing;
  return html`<th scope="col" class=${isNumber ? "number" : ""} aria-sort=${sorting}>
    <button @click=${() => table.sortBy(name)}>
      ${title}${usual === undefined ? nothing : ` (${usual})`}${isSorted ? html`<vscode-icon name=${order.isDescending ? "arrow-small-down" : "arrow-small-up"}></vscode-icon>` : nothing}
    </button>
  </th>`;
}

function row(table: RunsTable, entry: RunEntry): TemplateResult {
  const { id, record } = entry;
  const { chosen, columns, current } = table;
  const name = runName(entry);
  const place = chosen.indexOf(id);
  const reached = current === id ? 0 : -1;
  return html`<tr
    class=${classMap({ current: current === id })}
    data-run=${id}
    @click=${(event: Event) => table.go(id, (event.target as Element).closest("input, button") ? undefined : "input")}
    @focusin=${() => current !== id && table.go(id)}
  >
    <td class="check">
      <input
        type="checkbox"
        aria-label=${t("Compare {0}", name)}
        tabindex=${reached}
        .checked=${place >= 0}
        ?disabled=${place < 0 && table.isFull}
        @change=${(event: Event) => table.choose(id, (event.target as HTMLInputElement).checked)}
      />
    </td>
    <td class="star">
      <button
        aria-label=${t("Star {0}", name)}
        aria-pressed=${record.star ? "true" : "false"}
        title=${t("A run with a star is never deleted automatically.")}
        tabindex=${reached}
        @click=${() => table.star(entry)}
      >
        <vscode-icon name=${record.star ? "star-full" : "star-empty"}></vscode-icon>
      </button>
    </td>
    ${columns.map((column) => cell(table, entry, column, place))}
  </tr>`;
}

function cell(table: RunsTable, entry: RunEntry, { name, isNumber, usual }: RunColumn, place: number): TemplateResult {
  const text = cellText(entry, name);
  if (name === "name") {
    const { name: own, changes = [] } = entry.record;
    const about = own === undefined ? text : [own, ...changes].join("\n");
    return html`<th scope="row" title=${about} @dblclick=${() => table.edit(entry.id, "name")}>
      <span class="named">
        ${place >= 0 ? runChip(place) : nothing}
        ${isEdited(table, entry, "name") ? field(table, entry, "name", t("Name of the run")) : html`<span class=${own === undefined ? "truncated secondary" : "truncated"}>${text}</span>`}
      </span>
    </th>`;
  }
  if (name === "note") {
    return html`<td class="words" title=${text || nothing} @dblclick=${() => table.edit(entry.id, "note")}>
      ${isEdited(table, entry, "note") ? field(table, entry, "note", t("Note on the run")) : text}
    </td>`;
  }
  if (name === "end") {
    const { stopped } = entry.record;
    return html`<td class="end" title=${text}>
      <span class="ending">
        <vscode-icon class=${stopped ?? "completed"} name=${endIcon(entry.record)}></vscode-icon><span class="unseen">${text}</span>
        ${sickness(entry.record)} ${verification(entry.record)}
      </span>
    </td>`;
  }
  const { verdict } = entry.record;
  const baseline = name === "measure" && verdict ? baselineText(verdict) : undefined;
  return html`<td class=${isNumber ? "number" : "words"} title=${baseline ?? nothing}>
    ${baseline === undefined || usual !== undefined ? nothing : html`<span class="secondary">(${baseline})</span> `}${text}
  </td>`;
}

/** A badge on a run whose document was compared with PyTorch; what was found is its text. */
function verification({ verified }: RunRecord): TemplateResult | typeof nothing {
  if (verified === undefined) return nothing;
  const text = say(verificationSentence(verified));
  return html`<span class="verified" title=${text}> ${verificationIcon(verified)}<span class="unseen">${text}</span> </span>`;
}

export function verificationIcon({ same }: RunVerification): TemplateResult {
  return html`<vscode-icon class=${same ? "severity" : "severity warning"} name=${same ? "verified-filled" : "unverified"}></vscode-icon>`;
}

/** A mark on a run that was found to be sick; what was found is its text. */
function sickness({ health = [] }: RunRecord): TemplateResult | typeof nothing {
  if (health.length === 0) return nothing;
  const found = health.map(({ code, epoch, message }) => t("Epoch {0}: {1}", formatCount(epoch), message ? say(message) : codeWords(code)));
  return html`<span title=${found.join("\n")}>
    <vscode-icon class="severity warning" name="pulse"></vscode-icon><span class="unseen">${found.join(" ")}</span>
  </span>`;
}

function isEdited({ editing }: RunsTable, { id }: RunEntry, name: EditedField): boolean {
  return editing?.id === id && editing.field === name;
}

/** Enter or leaving it keeps what was typed, Escape does not. */
function field(table: RunsTable, { record }: RunEntry, name: EditedField, label: string): TemplateResult {
  return html`<input
    type="text"
    class="edited"
    aria-label=${label}
    .value=${record[name] ?? ""}
    @click=${(event: Event) => event.stopPropagation()}
    @dblclick=${(event: Event) => event.stopPropagation()}
    @blur=${(event: Event) => table.finish(typed(event), "leaving")}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === "Enter" && !event.isComposing) table.finish(typed(event), "key");
      else if (event.key === "Escape") table.finish(undefined, "key");
      if (isPlain(event) || isUndoOrRedo(event)) event.stopPropagation();
    }}
  />`;
}

function typed(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

function key(table: RunsTable, event: KeyboardEvent): void {
  const { rows, current } = table;
  if (current === undefined || !isPlain(event)) return;
  const next = steppedIndex(
    event,
    rows.findIndex(({ id }) => id === current),
    rows.length,
  );
  if (next !== undefined) table.go(rows[next]!.id, (event.target as Element).matches("input") ? "input" : "button");
  else if (event.key === "F2") table.edit(current, "name");
  else if (event.key === "Delete") table.remove(current);
  else return;
  event.preventDefault();
}
