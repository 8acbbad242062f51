// The data as it was understood: the rows, what the network gets of them, and predictions; a click on a column opens its page. Lines above
// ask for what only the person can decide: to read a changed file again, to mend what is suspicious.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../column-panel/column-panel.ts";
import "../data-grid/data-grid.ts";
import "../network-inputs/network-inputs.ts";
import "../predict-view/predict-view.ts";
import "../reading-settings/reading-settings.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { DataSummary } from "../../../src/data/types.ts";
import { whyLeftOut } from "../../../src/model/columns.ts";
import type { BuilderState, CsvLine } from "../../../src/protocol/builder.ts";
import type { FirstRows, RowPage, RowsQuestion } from "../../../src/protocol/worker.ts";
import type { Actions } from "../../actions.ts";
import { isPlain } from "../../controllers/keys.ts";
import { problemLine, problemsByColumn, worst } from "../../data/fixes.ts";
import { pieceOf, RowPages } from "../../data/row-pages.ts";
import { formatCount } from "../../numbers.ts";
import { say, t } from "../../text.ts";
import type { DataPart, ViewState } from "../../view-state.ts";
import type { DataGrid, GridPlace } from "../data-grid/data-grid.ts";
import { dialectText, type ReadingSettings } from "../reading-settings/reading-settings.ts";
import { dataViewStyles } from "./data-view.styles.ts";

const parts: readonly DataPart[] = ["rows", "inputs", "predict"];

function partTitle(part: DataPart): string {
  return { rows: t("Rows"), inputs: t("What the network gets"), predict: t("Predict") }[part];
}

@customElement("data-view")
export class DataView extends LitElement {
  static override styles = dataViewStyles;

  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) view!: ViewState;
  /** Whether the page about how the CSV is read is open. */
  @state() private isDialectOpen = false;
  @query("data-grid") private grid!: DataGrid | null;
  readonly #pages = new RowPages(
    (question) => this.rowsOf(question),
    () => this.grid?.requestUpdate(),
  );

  /** Where the table of the first rows was left when the whole one took its place. */
  #place: GridPlace | undefined;

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
        return this.without(t("No data yet"), this.choose());
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
      ${this.isDialectOpen ? this.dialectPage() : nothing}
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
      const sentence = t("{0} has changes in an editor that are not saved.", unsaved.join(", "));
      return offer(sentence, t("Save and read again"), () => void host.saveCsvs());
    }
    return offer(t("{0} changed on disk.", onDisk.join(", ")), t("Read again"), () => void host.readDataAgain());
  }

  private summary(summary: DataSummary): TemplateResult {
    const part = this.view.part;
    return html`
      <div class="bar">
        <div role="tablist" aria-label=${t("Data")} @keydown=${(event: KeyboardEvent) => this.walk(event)}>
          ${parts.map(
            (name) =>
              html`<button
                role="tab"
                id=${`part-${name}`}
                aria-selected=${name === part ? "true" : "false"}
                aria-controls=${name === part ? "part" : nothing}
                tabindex=${name === part ? 0 : -1}
                @click=${() => this.actions.view({ part: name })}
              >
                ${partTitle(name)}
              </button>`,
          )}
        </div>
        <span class="facts secondary truncated" title=${factsText(summary)}>${factsText(summary)}</span>
        ${this.dialectButton(dialectText(summary.dialect))}
        <div>
          ${this.tool("refresh", t("Read again"), () => void this.actions.host.readDataAgain())}
          ${this.tool("go-to-file", t("Open CSV"), () => void this.actions.host.openCsv())}
          ${this.tool("folder-opened", t("Choose CSV…"), () => void this.actions.host.chooseCsv())}
        </div>
      </div>
      ${this.warnings()}
      <div class="part" id="part" role="tabpanel" aria-labelledby=${`part-${part}`}>
        ${this.opened(part, summary)} ${this.beside(summary)}
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
          .opened=${this.view.column}
          .beginsAt=${this.#place}
          .open=${(column: string) => this.openColumn(column)}
          .openLine=${summary.dialect.format === undefined ? (place: CsvLine) => void this.actions.host.openCsv(place) : undefined}
        ></data-grid>`;
      case "inputs":
        return html`<network-inputs .summary=${summary}></network-inputs>`;
      case "predict":
        return html`<predict-view
          .actions=${this.actions}
          .columns=${summary.columns}
          .weights=${this.state.run.weights ?? ""}
          .run=${this.state.run.run}
          .isOutdated=${this.state.isOutdated === true}
        ></predict-view>`;
    }
  }

  /** The page of a column, or of how the CSV is read. */
  private beside(summary: DataSummary): TemplateResult | typeof nothing {
    if (this.isDialectOpen) return this.dialectPage(summary);
    const column = summary.columns.find(({ name }) => name === this.view.column);
    if (column === undefined || this.view.part !== "rows") return nothing;
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
      .close=${() => this.toggleDialect()}
    ></reading-settings>`;
  }

  private dialectButton(text: string): TemplateResult {
    return html`<button
      class="dialect secondary"
      aria-expanded=${this.isDialectOpen ? "true" : "false"}
      title=${t("How the CSV is read")}
      @click=${() => this.toggleDialect()}
    >
      ${text} <vscode-icon name="chevron-down"></vscode-icon>
    </button>`;
  }

  private tool(icon: string, label: string, act: () => void): TemplateResult {
    return html`<vscode-toolbar-button icon=${icon} label=${label} title=${label} @click=${act}></vscode-toolbar-button>`;
  }

  /** The first thing that is suspicious, with what mends it; all of them are in Problems. */
  private warnings(): TemplateResult | typeof nothing {
    const data = this.state.problems.filter(({ path, severity }) => path[0] === "data" && severity !== "error");
    const [first, ...others] = data;
    if (first === undefined) return this.leftOut();
    const more = html`<vscode-button secondary @click=${() => this.actions.view({ tab: "problems", isDockOpen: true })}
      >${t("{0} more", others.length)}</vscode-button
    >`;
    return problemLine(first, this.actions, others.length > 0 ? more : nothing);
  }

  /** Says which text columns stay out because they have too many values. */
  private leftOut(): TemplateResult | typeof nothing {
    const { data } = this.state;
    const columns = data.state === "ready" ? data.summary.columns : [];
    const names = columns.filter((column) => column.role === "ignored" && whyLeftOut(column) === "texts").map(({ name }) => name);
    if (names.length === 0) return nothing;
    const sentence =
      names.length === 1
        ? t("{0} is left out: a text column with more than 20 different values says too little about each.", names.join(", "))
        : t("{0} are left out: text columns with more than 20 different values say too little about each.", names.join(", "));
    return html`<div class="problem-line">
      <vscode-icon class="severity information" name="info"></vscode-icon>
      <p class="secondary">${sentence}</p>
    </div>`;
  }

  private problems() {
    return problemsByColumn(this.state.problems, this.json);
  }

  private openColumn(column: string): void {
    this.isDialectOpen = false;
    this.actions.view({ column });
    void this.focusBeside("column-panel");
  }

  private closeColumn(column: string): void {
    this.actions.view({ column: "" });
    void this.grid?.focusColumn(column);
  }

  private toggleDialect(): void {
    this.isDialectOpen = !this.isDialectOpen;
    if (this.isDialectOpen) void this.focusBeside("reading-settings");
    else this.renderRoot.querySelector<HTMLElement>(".dialect")?.focus();
  }

  /** Puts the focus into the page beside once it is drawn. */
  private async focusBeside(tag: "column-panel" | "reading-settings"): Promise<void> {
    // The root draws what has changed in its view first.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await this.updateComplete;
    const page: ReadingSettings | HTMLElementTagNameMap["column-panel"] | null = this.renderRoot.querySelector(tag);
    await page?.updateComplete;
    page?.focusFirst();
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || !isPlain(event)) return;
    event.preventDefault();
    const part = parts[(parts.indexOf(this.view.part) + step + parts.length) % parts.length]!;
    this.actions.view({ part });
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

function factsText({ files, rows, dropped, columns }: DataSummary): string {
  const gone = dropped.missingTarget + dropped.missingFeature;
  const facts = [
    files.join(", "),
    rows === 1 ? t("1 row") : t("{0} rows", formatCount(rows)),
    columns.length === 1 ? t("1 column") : t("{0} columns", formatCount(columns.length)),
  ];
  if (gone > 0) facts.push(t("{0} left out for missing values", formatCount(gone)));
  return facts.join(" · ");
}

declare global {
  interface HTMLElementTagNameMap {
    "data-view": DataView;
  }
}
