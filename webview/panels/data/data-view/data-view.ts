// The data as it was understood: the rows, and what the network gets of them; a click on a column opens its
// page. Lines above ask for what only the person can decide: to read a changed file again, to mend what is
// suspicious.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../column-panel/column-panel.ts";
import "../column-picker/column-picker.ts";
import "../data-grid/data-grid.ts";
import "../../../builder/network-inputs/network-inputs.ts";
import "../reading-settings/reading-settings.ts";
import "../rows-settings/rows-settings.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { DataSummary } from "../../../../src/data/types.ts";
import { whyLeftOut } from "../../../../src/model/columns.ts";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import type { CsvLine, DataHost } from "../../../../src/protocol/data-host.ts";
import type { FirstRows, RowPage, RowsQuestion } from "../../../../src/protocol/worker.ts";
import type { Actions } from "../../../actions.ts";
import { isPlain } from "../../../shared/controllers/keys.ts";
import { noticeLine, problemsByColumn, worst } from "../shared/fixes.ts";
import { pieceOf, RowPages } from "../shared/row-pages.ts";
import { fillFix, isCostly, rowsText } from "../shared/rows-used.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { say, t } from "../../../shared/text.ts";
import type { DataGrid, GridPosition } from "../data-grid/data-grid.ts";
import { dialectText, type ReadingSettings } from "../reading-settings/reading-settings.ts";
import type { RowsSettings } from "../rows-settings/rows-settings.ts";
import { insideMemory } from "../../inside/inside-view/memory.ts";
import { predictMemory } from "../../predict/predict-view/memory.ts";
import { dataViewStyles } from "./data-view.styles.ts";
import { type DataMemory, dataMemory, type DataPart, dataParts } from "./memory.ts";

function partTitle(part: DataPart): string {
  return { rows: t("Rows"), inputs: t("What the network gets") }[part];
}

@customElement("data-view")
export class DataView extends LitElement {
  static override styles = dataViewStyles;

  @property({ attribute: false }) actions!: Actions<DataHost>;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) memory!: DataMemory;
  /** The page about the CSV as a whole that is open: how it is read, or which rows are used. */
  @state() private page: "reading" | "rows" | undefined;
  /** Whether the list of columns to go to is open. */
  @state() private isFinding = false;
  @query("data-grid") private grid!: DataGrid | null;
  readonly #pages = new RowPages(
    (question) => this.rowsOf(question),
    () => this.grid?.requestUpdate(),
  );

  /** Where the table of the first rows was left when the whole one took its place. */
  #place: GridPosition | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("state")?.data;
    this.#place = before?.state === "reading" && this.state.data.state === "ready" ? this.grid?.place : undefined;
    if (changed.has("state") && before !== this.state.data) this.#pages.outdate();
  }

  override render() {
    const { data, reading } = this.state;
    return html`${this.changes()} ${reading === undefined && data.state !== "reading" ? nothing : this.progress()} ${this.content()}`;
  }

  private content(): TemplateResult | typeof nothing {
    const { data } = this.state;
    switch (data.state) {
      case "none":
        return this.without(t("Choose the CSV that the network is to learn from, or drop one here with Shift held."), this.choose());
      case "reading":
        return data.first === undefined ? nothing : html`<div class="part">${this.beginning(data.first)}</div>`;
      case "cancelled":
        return this.without(t("The CSV was not read: reading was cancelled."), this.readAgain(), this.choose("secondary"));
      case "failed":
        return this.without(say(data.reason), this.choose(), this.readAgain("secondary"), this.dialectButton(t("How the CSV is read")));
      case "ready":
        return this.summary(data.summary);
    }
  }

  /** What is seen of the CSV before all of it is read. */
  private beginning({ files, columns, page }: FirstRows): TemplateResult {
    return html`<data-grid
      .files=${files}
      .columns=${columns}
      .rows=${page.lines.length}
      .pages=${this.#pages}
      .open=${() => {}}
    ></data-grid>`;
  }

  private async rowsOf(question: RowsQuestion): Promise<RowPage | undefined> {
    const { data } = this.state;
    return data.state === "reading" && data.first ? pieceOf(data.first.page, question) : this.actions.host.rows(question);
  }

  private without(sentence: string, ...remedies: readonly TemplateResult[]): TemplateResult {
    return html`<div class="part">
      <div class="empty">
        <p class="secondary">${sentence}</p>
        <div class="actions">${remedies}</div>
      </div>
      ${this.page === "reading" ? this.dialectPage() : nothing}
    </div>`;
  }

  private choose(kind?: "secondary"): TemplateResult {
    return html`<vscode-button ?secondary=${kind === "secondary"} @click=${() => void this.actions.host.chooseCsv()}
      >${t("Choose CSV…")}</vscode-button
    >`;
  }

  private readAgain(kind?: "secondary"): TemplateResult {
    return html`<vscode-button ?secondary=${kind === "secondary"} @click=${() => void this.actions.host.readDataAgain()}
      >${t("Read again")}</vscode-button
    >`;
  }

  /** How far the CSVs are read, always with a number, and the way out. */
  private progress(): TemplateResult {
    const { done, total } = this.state.reading ?? { done: 0, total: 0 };
    const share = total === 0 ? 0 : Math.min(1, done / total);
    return html`<div class="reading">
      <span class="secondary">${t("Reading the data…")}</span>
      <progress aria-label=${t("Reading the data…")} max="1" .value=${share}></progress>
      <span class="code">${Math.floor(100 * share)} %</span>
      <vscode-button secondary @click=${() => void this.actions.host.cancelReading()}>${t("Cancel")}</vscode-button>
    </div>`;
  }

  /** Offers to read what is not any more what was read. */
  private changes(): TemplateResult | typeof nothing {
    const { changes, reading } = this.state;
    if (changes === undefined || reading !== undefined) return nothing;
    const { onDisk, unsaved } = changes;
    const { host } = this.actions;
    if (unsaved.length > 0) {
      const sentence = t("{0} has unsaved changes in an editor.", unsaved.join(", "));
      return offer(sentence, t("Save and read again"), () => void host.saveCsvs());
    }
    return offer(t("{0} changed on disk.", onDisk.join(", ")), t("Read again"), () => void host.readDataAgain());
  }

  private summary(summary: DataSummary): TemplateResult {
    const part = this.memory.part;
    return html`
      <div class="bar">
        <div role="tablist" aria-label=${t("Data")} @keydown=${(event: KeyboardEvent) => this.walk(event)}>
          ${dataParts.map(
            (name) =>
              html`<button
                role="tab"
                id=${`part-${name}`}
                aria-selected=${name === part ? "true" : "false"}
                aria-controls=${name === part ? "part" : nothing}
                tabindex=${name === part ? 0 : -1}
                @click=${() => this.actions.remember(dataMemory, { part: name })}
              >
                ${partTitle(name)}
              </button>`,
          )}
        </div>
        ${this.findButton(summary)}
        <span class="facts secondary truncated" title=${factsText(summary)}>${factsText(summary)}</span>
        ${this.rowsButton(summary)} ${this.dialectButton(dialectText(summary.dialect))}
        <div>
          ${this.tool("refresh", t("Read again"), () => void this.actions.host.readDataAgain())}
          ${this.tool("go-to-file", t("Open CSV"), () => void this.actions.host.openCsv())}
          ${this.tool("folder-opened", t("Choose CSV…"), () => void this.actions.host.chooseCsv())}
        </div>
      </div>
      ${this.notices(summary)}
      <div class="part" id="part" role="tabpanel" aria-labelledby=${`part-${part}`}>
        ${this.opened(part, summary)} ${this.beside(summary)} ${this.isFinding ? this.finder(summary) : nothing}
      </div>
    `;
  }

  private opened(part: DataPart, summary: DataSummary): TemplateResult {
    switch (part) {
      case "rows":
        return html`<data-grid
          .files=${summary.files}
          .columns=${summary.columns}
          .rows=${summary.rows}
          .pages=${this.#pages}
          .marks=${new Map([...this.problems()].map(([name, problems]) => [name, worst(problems)]))}
          .opened=${this.memory.column}
          .beginsAt=${this.#place}
          .open=${(column: string) => this.openColumn(column)}
          .predict=${(row: number) => this.predict(row)}
          .follow=${(row: number) => this.follow(row)}
          .openLine=${summary.dialect.format === undefined ? (place: CsvLine) => void this.actions.host.openCsv(place) : undefined}
        ></data-grid>`;
      case "inputs":
        return html`<network-inputs .summary=${summary}></network-inputs>`;
    }
  }

  /** The page of a column, or of how the CSV is read. */
  private beside(summary: DataSummary): TemplateResult | typeof nothing {
    if (this.page === "reading") return this.dialectPage(summary);
    if (this.page === "rows") return this.rowsPage(summary);
    const column = summary.columns.find(({ name }) => name === this.memory.column);
    if (column === undefined || this.memory.part !== "rows") return nothing;
    return html`<column-panel
      class="beside"
      role="region"
      aria-label=${t("Column {0}", column.name)}
      .actions=${this.actions}
      .json=${this.json}
      .summary=${summary}
      .column=${column}
      .problems=${this.problems().get(column.name) ?? []}
      .close=${() => this.closeColumn(column.name)}
    ></column-panel>`;
  }

  private dialectPage(summary?: DataSummary): TemplateResult {
    return html`<reading-settings
      class="beside"
      role="region"
      aria-label=${t("How the CSV is read")}
      .actions=${this.actions}
      .json=${this.json}
      .dialect=${summary?.dialect}
      .close=${() => this.togglePage("reading")}
    ></reading-settings>`;
  }

  private rowsPage(summary: DataSummary): TemplateResult {
    return html`<rows-settings
      class="beside"
      role="region"
      aria-label=${t("Rows that are used")}
      .actions=${this.actions}
      .json=${this.json}
      .summary=${summary}
      .open=${(column: string) => this.openColumn(column)}
      .close=${() => this.togglePage("rows")}
    ></rows-settings>`;
  }

  private rowsButton(summary: DataSummary): TemplateResult {
    return html`<button
      class="fact rows secondary"
      data-target="data-rows"
      aria-expanded=${this.page === "rows" ? "true" : "false"}
      title=${t("Which rows are used, and what is done with gaps")}
      @click=${() => this.togglePage("rows")}
    >
      ${isCostly(summary) ? html`<vscode-icon class="severity warning" name="warning"></vscode-icon>` : nothing} ${rowsText(summary)}
      <vscode-icon name="chevron-down"></vscode-icon>
    </button>`;
  }

  /** Finding a column, if there are more than the table shows at once. */
  private findButton({ columns }: DataSummary): TemplateResult | typeof nothing {
    if (columns.length < 2 || this.memory.part !== "rows") return nothing;
    return html`<button class="fact find" aria-expanded=${this.isFinding ? "true" : "false"} @click=${() => this.find(!this.isFinding)}>
      <vscode-icon name="search"></vscode-icon> ${t("Find column…")}
    </button>`;
  }

  private finder({ columns }: DataSummary): TemplateResult {
    return html`<div class="finder">
      <column-picker
        .label=${t("Find column…")}
        .columns=${columns}
        .chosen=${this.memory.column}
        .choose=${({ name }: { readonly name: string }) => {
          this.isFinding = false;
          void this.grid?.focusColumn(name);
          this.openColumn(name);
        }}
        .close=${() => this.find(false)}
      ></column-picker>
    </div>`;
  }

  private find(isOpen: boolean): void {
    this.isFinding = isOpen;
    void this.updateComplete.then(() => {
      if (isOpen) this.renderRoot.querySelector<HTMLElement>("column-picker")?.focus();
      else this.renderRoot.querySelector<HTMLElement>(".find")?.focus();
    });
  }

  private dialectButton(text: string): TemplateResult {
    return html`<button
      class="fact dialect secondary"
      aria-expanded=${this.page === "reading" ? "true" : "false"}
      title=${t("How the CSV is read")}
      @click=${() => this.togglePage("reading")}
    >
      ${text} <vscode-icon name="chevron-down"></vscode-icon>
    </button>`;
  }

  private tool(icon: string, label: string, act: () => void): TemplateResult {
    return html`<vscode-toolbar-button icon=${icon} label=${label} title=${label} @click=${act}></vscode-toolbar-button>`;
  }

  /**
   * What to know and to decide about the data, each in one line: rows that gaps cost, then the first thing
   * that is suspicious.
   */
  private notices(summary: DataSummary): TemplateResult | typeof nothing {
    const fix = fillFix(this.json, summary);
    const isTold = fix !== undefined && isCostly(summary);
    // That a single column's gaps cost rows is part of what all of them cost.
    const ofData = this.state.problems.filter(({ path, severity }) => path[0] === "data" && severity !== "error");
    const data = ofData.filter(({ code }) => !(isTold && (code === "costly-gaps" || code === "dropped-rows")));
    // Warnings come before what is only to know.
    const [first, ...others] = data.toSorted((one, other) => Number(one.severity !== "warning") - Number(other.severity !== "warning"));
    const more = (count: number, where = ""): TemplateResult | typeof nothing =>
      count === 0
        ? nothing
        : html`<button class="link more ${where}" @click=${() => this.actions.view({ tab: "problems", isDockOpen: true })}>
            ${t("{0} more", count)}
          </button>`;
    const lost = isTold ? noticeLine("warning", lostText(summary), [fix], this.actions, more(data.length, "in-narrow")) : nothing;
    if (first === undefined) return html`${lost} ${this.leftOut(summary)}`;
    return html`${lost} ${noticeLine(first.severity, say(first.message), first.fixes ?? [], this.actions, more(others.length))}`;
  }

  /** Says which text columns stay out because they have too many values. */
  private leftOut({ columns }: DataSummary): TemplateResult | typeof nothing {
    const names = columns.filter((column) => column.role === "ignored" && whyLeftOut(column) === "texts").map(({ name }) => name);
    if (names.length === 0) return nothing;
    const sentence =
      names.length === 1
        ? t("{0} is left out: a text column with more than 20 different values says too little about each.", names.join(", "))
        : t("{0} are left out: text columns with more than 20 different values say too little about each.", names.join(", "));
    return noticeLine("information", sentence, [], this.actions);
  }

  private problems() {
    return problemsByColumn(this.state.problems, this.json);
  }

  /** Opens the form of predictions with a row, counted from 0. */
  private predict(row: number): void {
    this.actions.remember(predictMemory, { row, values: {} });
    this.actions.view({ tab: "predict" });
  }

  /** Shows a training step of a row, counted from 0. */
  private follow(row: number): void {
    this.actions.remember(insideMemory, { stop: "batch", row: 0, picked: [row + 1] });
    this.actions.view({ tab: "inside" });
  }

  private openColumn(column: string): void {
    this.page = undefined;
    this.isFinding = false;
    this.actions.remember(dataMemory, { column });
    void this.focusBeside("column-panel");
  }

  /** Puts the focus into the open column's page. */
  async focusColumn(): Promise<void> {
    this.page = undefined;
    await this.focusBeside("column-panel");
    await this.grid?.show(this.memory.column);
  }

  private closeColumn(column: string): void {
    this.actions.remember(dataMemory, { column: "" });
    void this.grid?.focusColumn(column);
  }

  private togglePage(page: "reading" | "rows"): void {
    this.page = this.page === page ? undefined : page;
    if (this.page !== undefined) void this.focusBeside(page === "reading" ? "reading-settings" : "rows-settings");
    else this.renderRoot.querySelector<HTMLElement>(page === "reading" ? ".dialect" : ".rows")?.focus();
  }

  /** Puts the focus into the page beside once it is drawn. */
  private async focusBeside(tag: "column-panel" | "reading-settings" | "rows-settings"): Promise<void> {
    // The root draws what has changed in its view first.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await this.updateComplete;
    const page: ReadingSettings | RowsSettings | HTMLElementTagNameMap["column-panel"] | null = this.renderRoot.querySelector(tag);
    await page?.updateComplete;
    page?.focusFirst();
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || !isPlain(event)) return;
    event.preventDefault();
    const part = dataParts[(dataParts.indexOf(this.memory.part) + step + dataParts.length) % dataParts.length]!;
    this.actions.remember(dataMemory, { part });
    this.renderRoot.querySelector<HTMLElement>(`#part-${part}`)?.focus();
  }
}

/** A line that says what happened, with the button that answers it. */
function offer(sentence: string, label: string, act: () => void): TemplateResult {
  return html`<div class="problem-line" role="status">
    <vscode-icon class="severity information" name="info"></vscode-icon>
    <p>${sentence}</p>
    <div class="fixes"><vscode-button @click=${act}>${label}</vscode-button></div>
  </div>`;
}

function factsText({ files, columns }: DataSummary): string {
  return [files.join(", "), columns.length === 1 ? t("1 column") : t("{0} columns", formatCount(columns.length))].join(" · ");
}

/** What gaps cost in all. */
function lostText({ rows, dropped }: DataSummary): string {
  return t("{0} of {1} rows are left out because some column has no value there.", formatCount(dropped.missingFeature), formatCount(rows));
}

declare global {
  interface HTMLElementTagNameMap {
    "data-view": DataView;
  }
}
