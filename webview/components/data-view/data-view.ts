// What was understood of the data: files and rows, the split, every column with its kind and its role, and why one was left out.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ColumnSummary, DataSummary } from "../../../src/data/types.ts";
import type { ColumnKind } from "../../../src/model/columns.ts";
import { isLeftOut } from "../../../src/model/columns.ts";
import type { DataState } from "../../../src/protocol/builder.ts";
import type { Actions } from "../../actions.ts";
import { formatCount } from "../../numbers.ts";
import { say, t } from "../../text.ts";
import { dataViewStyles } from "./data-view.styles.ts";

@customElement("data-view")
export class DataView extends LitElement {
  static override styles = dataViewStyles;

  @property({ attribute: false }) actions!: Actions;
  @property({ attribute: false }) data: DataState = { state: "none" };
  @property({ attribute: false }) json: unknown;

  override render() {
    switch (this.data.state) {
      case "none":
        return this.without(t("No data yet. Choose the CSV to learn from."));
      case "reading":
        return html`<p class="empty secondary">${t("Reading the data…")}</p>`;
      case "failed":
        return this.without(say(this.data.reason), true);
      case "ready":
        return this.summary(this.data.summary);
    }
  }

  private without(sentence: string, hasFailed = false): TemplateResult {
    const { host } = this.actions;
    return html`<div class="empty">
      <p class="secondary">${sentence}</p>
      <div class="actions">
        <vscode-button @click=${() => void host.chooseCsv()}>${t("Choose CSV…")}</vscode-button>
        ${hasFailed ? html`<vscode-button secondary @click=${() => void host.readDataAgain()}>${t("Read again")}</vscode-button>` : nothing}
      </div>
    </div>`;
  }

  private summary(summary: DataSummary): TemplateResult {
    const { host } = this.actions;
    return html`
      <div class="head">
        <dl>
          ${fact(t("File"), summary.files.join(", "))} ${fact(t("Rows"), rowsText(summary))} ${fact(t("Split"), splitText(summary))}
          ${summary.preprocessing ? fact(t("Inputs"), formatCount(summary.inputs.length)) : nothing}
          ${summary.classes ? fact(t("Classes"), summary.classes.join(", ")) : fact(t("Target"), summary.targets.join(", "))}
          ${fact(t("Read as"), dialectText(summary))}
        </dl>
        <div class="actions">
          <vscode-button secondary @click=${() => void host.openCsv()}>${t("Open CSV")}</vscode-button>
          <vscode-button secondary @click=${() => void host.chooseCsv()}>${t("Choose CSV…")}</vscode-button>
        </div>
      </div>
      ${leftOutNote(summary)}
      <table>
        <thead>
          <tr>
            <th scope="col">${t("Column")}</th>
            <th scope="col">${t("Role")}</th>
            <th scope="col">${t("Kind")}</th>
            <th scope="col" class="number">${t("Distinct")}</th>
            <th scope="col" class="number">${t("Missing")}</th>
            <th scope="col">${t("Values")}</th>
          </tr>
        </thead>
        <tbody>
          ${summary.columns.map((column) => row(column))}
        </tbody>
      </table>
    `;
  }
}

function fact(name: string, value: string): TemplateResult {
  return html`<div>
    <dt class="secondary small">${name}</dt>
    <dd class="code">${value}</dd>
  </div>`;
}

function rowsText({ rows, dropped }: DataSummary): string {
  const gone = dropped.missingTarget + dropped.missingFeature;
  return gone === 0 ? formatCount(rows) : t("{0}, {1} dropped (missing values)", formatCount(rows), formatCount(gone));
}

function splitText({ split }: DataSummary): string {
  return t("train {0}, validation {1}, test {2}", formatCount(split.train), formatCount(split.validation), formatCount(split.test));
}

function dialectText({ dialect }: DataSummary): string {
  const marks: Readonly<Record<string, string>> = { ",": t("comma"), ";": t("semicolon"), "\t": t("tab"), "|": t("bar") };
  return `${dialect.encoding}, ${marks[dialect.delimiter] ?? dialect.delimiter}`;
}

/** Says which text columns stay out because they have too many values. */
function leftOutNote({ columns }: DataSummary): TemplateResult | typeof nothing {
  const names = columns.filter((column) => column.role === "ignored" && isLeftOut(column)).map(({ name }) => name);
  if (names.length === 0) return nothing;
  const sentence =
    names.length === 1
      ? t("{0} is left out: a text column with more than 20 different values says too little about each.", names.join(", "))
      : t("{0} are left out: text columns with more than 20 different values say too little about each.", names.join(", "));
  return html`<p class="note"><vscode-icon name="info"></vscode-icon><span>${sentence}</span></p>`;
}

function row(column: ColumnSummary): TemplateResult {
  return html`<tr class=${column.role}>
    <th scope="row">${column.name}</th>
    <td class="word">${roleText(column)}</td>
    <td class="word">${kindText(column.kind)}</td>
    <td class="number">${formatCount(column.distinct)}</td>
    <td class="number">${formatCount(column.missing)}</td>
    <td class="values secondary">${column.values.slice(0, 6).join(", ")}${column.distinct > 6 ? ", …" : ""}</td>
  </tr>`;
}

function roleText(column: ColumnSummary): string {
  switch (column.role) {
    case "feature":
      return t("feature");
    case "target":
      return t("target");
    case "ignored":
      return isLeftOut(column) ? t("left out: {0} different texts", formatCount(column.distinct)) : t("not used");
  }
}

function kindText(kind: ColumnKind): string {
  return { number: t("number"), boolean: t("true/false"), category: t("category") }[kind];
}

declare global {
  interface HTMLElementTagNameMap {
    "data-view": DataView;
  }
}
