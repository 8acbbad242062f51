// The kept runs of this document: a table to sort, filter and mark, and beside it the curves of those that
// are chosen and what differs between them. The list is the host's and is asked for anew when it says that it
// changed; what is chosen is the view's.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../run-curves/run-curves.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Difference } from "../../../../src/model/differences.ts";
import { MOST_COMPARED, type RunEntry, type RunsHost } from "../../../../src/protocol/runs.ts";
import { verificationSentence } from "../../../../src/model/verification-words.ts";
import type { EpochResult } from "../../../../src/training/types.ts";
import type { Actions } from "../../../actions.ts";
import { say, t } from "../../../shared/text.ts";
import type { ChartView } from "../../../chart/chart-view.ts";
import { lossMemory } from "../../loss/loss-view/memory.ts";
import { differenceTable } from "./difference-table.ts";
import { type RunsMemory, runsMemory } from "./memory.ts";
import { columnsOf, filteredRuns, runName, sortedRuns } from "./run-columns.ts";
import { type EditedField, runsTable, verificationIcon } from "./runs-table.ts";
import { runsViewStyles } from "./runs-view.styles.ts";

@customElement("runs-view")
export class RunsView extends LitElement {
  static override styles = runsViewStyles;

  @property({ attribute: false }) actions!: Actions<RunsHost>;
  /** A new number says that the list changed. */
  @property({ attribute: false }) version = 0;
  @property({ attribute: false }) memory!: RunsMemory;
  @property({ attribute: false }) chart!: ChartView;
  /** Absent until the host has answered. */
  @state() private entries: readonly RunEntry[] | undefined;
  /** Folders of runs whose records cannot be read. */
  @state() private unread: readonly string[] = [];
  /** What differs between the runs that were chosen when it was asked for. */
  @state() private answer: { readonly key: string; readonly differences?: readonly Difference[] | undefined } = { key: "" };
  @state() private filter = "";
  @state() private current: string | undefined;
  @state() private editing: { readonly id: string; readonly field: EditedField } | undefined;
  @query(".list tbody") private body!: HTMLElement | null;
  /** The chosen runs that were asked about last. */
  #asked = "";
  /** Curves of runs that were chosen at some time: they never change. */
  readonly #curves = new Map<string, readonly EpochResult[]>();
  /** The control of the current line that takes the focus once it is drawn. */
  #focuses: string | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("version")) void this.#load();
    const chosen = this.chosen;
    this.toggleAttribute("compares", chosen.length > 0);
    const key = chosen.join("\n");
    if (key !== this.#asked) {
      this.#asked = key;
      void this.#compare(chosen);
    }
  }

  override render() {
    const { entries } = this;
    if (entries === undefined) return nothing;
    if (entries.length === 0) {
      return html`${this.unreadable()}
        <p class="empty secondary">
          ${t("Press Train: every run is kept here, with the document as it was, its curve and its weights.")}
        </p>`;
    }
    return html`<div class="list">${this.bar(entries)}${this.unreadable()}${this.verified()}${this.table(entries)}</div>
      ${this.chosen.length > 0 ? this.compared() : nothing}`;
  }

  private bar(entries: readonly RunEntry[]): TemplateResult {
    const entry = this.currentEntry;
    const { host } = this.actions;
    const name = entry ? runName(entry) : "";
    const button = (icon: string, label: string, act: (id: string) => void): TemplateResult =>
      html`<vscode-toolbar-button
        icon=${icon}
        label=${label}
        title=${label}
        @click=${() => entry && act(entry.id)}
      ></vscode-toolbar-button>`;
    return html`<div class="bar">
      <input
        type="text"
        class="filter"
        aria-label=${t("Filter runs")}
        placeholder=${t("Filter, for example adam lr<0.01")}
        .value=${this.filter}
        @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)}
      />
      <span class="about secondary small truncated">
        ${
          this.chosen.length === 0
            ? t("Check up to {0} runs to compare them.", MOST_COMPARED)
            : entries.length === 1
              ? t("1 run")
              : t("{0} runs", entries.length)
        }
      </span>
      ${this.chosen.length > 0 ? this.uncheck() : nothing}
      ${
        entry
          ? html`<div class="buttons" role="group" aria-label=${name}>
              ${button("edit", t("Rename {0}", name), (id) => this.#edit(id, "name"))}
              ${button("note", t("Note on {0}", name), (id) => this.#edit(id, "note"))}
              ${button("history", t("Restore the document of {0}", name), (id) => void host.restoreRun(id))}
              ${button("diff", t("Compare the document of {0} with now", name), (id) => void host.diffRun(id))}
              ${button("symbol-numeric", t("Use the weights of {0}", name), (id) => void host.useRunWeights(id))}
              ${button("verified", t("Verify {0} against PyTorch", name), (id) => void host.verifyRun(id))}
              ${button("folder-opened", t("Show the files of {0}", name), (id) => void host.revealRun(id))}
              ${button("trash", t("Delete {0}", name), (id) => void host.deleteRuns([id]))}
            </div>`
          : nothing
      }
    </div>`;
  }

  /** Runs that are not in the table are not passed over in silence. */
  private unreadable(): TemplateResult | typeof nothing {
    const { unread } = this;
    const [first] = unread;
    if (first === undefined) return nothing;
    const sentence =
      unread.length === 1
        ? t("The run in the folder {0} cannot be read: its run.json is missing or broken. Repair it, or delete the folder.", first)
        : t(
            "{0} runs cannot be read, such as the one in the folder {1}: their run.json is missing or broken. Repair it, or delete the folders.",
            unread.length,
            first,
          );
    return html`<div class="problem-line" role="status">
      <vscode-icon class="severity warning" name="warning"></vscode-icon>
      <p>${sentence}</p>
    </div>`;
  }

  /** What was found when the current run was compared with PyTorch. */
  private verified(): TemplateResult | typeof nothing {
    const verified = this.currentEntry?.record.verified;
    if (verified === undefined) return nothing;
    return html`<div class="problem-line" role="status">
      ${verificationIcon(verified)}
      <p>${say(verificationSentence(verified))}</p>
    </div>`;
  }

  /** The button goes with what it takes away: the focus goes to the current line. */
  private uncheck(): TemplateResult {
    return html`<vscode-button
      secondary
      @click=${() => {
        this.current = this.currentEntry?.id;
        this.#focuses = "input";
        this.#set({ chosen: [] });
      }}
      >${t("Uncheck all")}</vscode-button
    >`;
  }

  private table(entries: readonly RunEntry[]): TemplateResult {
    const { order } = this.memory;
    const rows = this.rows;
    if (rows.length === 0) return html`<p class="empty secondary">${t("No run has “{0}”.", this.filter)}</p>`;
    const { chosen } = this;
    return html`<div class="table" role="region" aria-label=${t("Runs")}>
      ${runsTable({
        rows,
        columns: columnsOf(entries),
        order,
        chosen,
        isFull: chosen.length >= MOST_COMPARED,
        current: this.currentEntry?.id,
        editing: this.editing,
        sortBy: (column) =>
          this.#set({ order: { column, isDescending: order.column === column ? !order.isDescending : column === "started" } }),
        choose: (id, isChosen) => this.#set({ chosen: isChosen ? [...chosen, id] : chosen.filter((other) => other !== id) }),
        star: ({ id, record }) => void this.actions.host.markRun(id, { star: !record.star }),
        go: (id, control) => {
          this.current = id;
          this.#focuses = control;
          this.requestUpdate();
        },
        edit: (id, field) => this.#edit(id, field),
        finish: (text, by) => this.#finish(text, by),
        remove: (id) => void this.actions.host.deleteRuns([id]),
      })}
    </div>`;
  }

  private compared(): TemplateResult {
    const runs = this.chosen.flatMap((id, place) => {
      const [entry, points] = [this.entries?.find((one) => one.id === id), this.#curves.get(id)];
      return entry && points ? [{ place, name: runName(entry), points, verdict: entry.record.verdict }] : [];
    });
    if (runs.length === 0) return html`<div class="comparison"></div>`;
    return html`<div class="comparison" role="region" aria-label=${t("Comparison")} tabindex="0">
      <run-curves
        .runs=${runs}
        .chart=${this.chart}
        .hasTrain=${this.memory.hasTrain}
        .set=${(change: Partial<ChartView>) => this.actions.remember(lossMemory, { chart: { ...this.chart, ...change } })}
        .setTrain=${(hasTrain: boolean) => this.#set({ hasTrain })}
      ></run-curves>
      ${this.answer.key === this.#asked ? differenceTable(this.answer.differences, runs) : nothing}
    </div>`;
  }

  protected override updated(): void {
    const row = this.current === undefined ? null : this.body?.querySelector(`[data-run="${this.current}"]`);
    if (this.#focuses) row?.querySelector<HTMLElement>(this.#focuses)?.focus();
    this.#focuses = undefined;
  }

  private get rows(): readonly RunEntry[] {
    const { chosen } = this.memory;
    // A run of another document stands here as long as it is compared.
    const own = this.entries?.filter(({ id, document }) => document === undefined || chosen.includes(id)) ?? [];
    return sortedRuns(filteredRuns(own, this.filter), this.memory.order);
  }

  /** The line that the buttons are about: the first if none was chosen. */
  private get currentEntry(): RunEntry | undefined {
    const { rows } = this;
    return rows.find(({ id }) => id === this.current) ?? rows[0];
  }

  /** The chosen runs that are there. */
  private get chosen(): readonly string[] {
    const there = new Set(this.entries?.map(({ id }) => id));
    return this.memory.chosen.filter((id) => there.has(id)).slice(0, MOST_COMPARED);
  }

  async #load(): Promise<void> {
    const { host } = this.actions;
    const entries = await host.runs();
    this.unread = await host.unreadRuns();
    const at = this.rows.findIndex(({ id }) => id === this.current);
    const hasFocus = this.body?.contains(this.shadowRoot?.activeElement ?? null) === true;
    this.entries = entries;
    // If the current line is gone, the next one is it.
    if (at >= 0 && !entries.some(({ id }) => id === this.current)) {
      this.current = this.rows[Math.min(at, this.rows.length - 1)]?.id;
      if (hasFocus) this.#focuses = "input";
    }
  }

  async #compare(ids: readonly string[]): Promise<void> {
    const key = this.#asked;
    const { host } = this.actions;
    const missing = ids.filter((id) => !this.#curves.has(id));
    const [differences] = await Promise.all([
      ids.length > 1 ? host.runDifferences(ids) : [],
      ...missing.map(async (id) => this.#curves.set(id, (await host.runCurve(id)) ?? [])),
    ]);
    // An answer that comes after a later question is about other runs.
    if (key === this.#asked) this.answer = { key, differences };
  }

  #set(change: Partial<RunsMemory>): void {
    this.actions.remember(runsMemory, change);
  }

  #edit(id: string, field: EditedField): void {
    this.current = id;
    this.editing = { id, field };
    this.#focuses = ".edited";
  }

  #finish(text: string | undefined, by: "key" | "leaving"): void {
    if (this.editing === undefined) return;
    const { id, field } = this.editing;
    this.editing = undefined;
    if (by === "key") this.#focuses = "input";
    const before = this.entries?.find((entry) => entry.id === id)?.record[field] ?? "";
    if (text !== undefined && text.trim() !== before) void this.actions.host.markRun(id, { [field]: text });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "runs-view": RunsView;
  }
}
