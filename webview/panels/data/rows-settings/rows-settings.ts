// Which rows are used: how many of the file's, what the others lack, and what is done with a gap; for all
// columns at once, if a column says nothing else.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../../../shared/commit-field/commit-field.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { DataSummary } from "../../../../src/data/types.ts";
import type { JsonValue } from "../../../../src/model/json.ts";
import type { Actions } from "../../../actions.ts";
import { choiceField } from "../shared/choice.ts";
import { missingText, scalingText } from "../shared/column-words.ts";
import { fillFix, isCostly, rowsUsed } from "../shared/rows-used.ts";
import { fieldText } from "../../../shared/field-values.ts";
import { valueAt } from "../../../builder/network.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { say, t } from "../../../shared/text.ts";
import { columnPanelStyles } from "../column-panel/column-panel.styles.ts";

/** Columns with gaps that are listed. */
const LISTED = 50;

@customElement("rows-settings")
export class RowsSettings extends LitElement {
  static override styles = columnPanelStyles;

  @property({ attribute: false }) actions!: Actions<unknown>;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) summary!: DataSummary;
  @property({ attribute: false }) open!: (column: string) => void;
  @property({ attribute: false }) close!: () => void;
  @query("vscode-button, select") private first!: HTMLElement | null;

  focusFirst(): void {
    this.first?.focus();
  }

  override render() {
    const { summary } = this;
    const { rows, dropped, split } = summary;
    const facts = [
      [t("In the file"), rows],
      [t("Without a target"), dropped.missingTarget],
      [t("Left out for missing values"), dropped.missingFeature],
      [t("Used"), rowsUsed(summary)],
      [t("train"), split.train],
      [t("validation"), split.validation],
      [t("test"), split.test],
    ] as const;
    return html`<div @keydown=${(event: KeyboardEvent) => this.key(event)}>
      <div class="title">
        <h2>${t("Rows that are used")}</h2>
        <vscode-toolbar-button icon="close" label=${t("Close")} title=${t("Close")} @click=${() => this.close()}></vscode-toolbar-button>
      </div>
      <div class="fields">
        <dl>
          ${facts.map(
            ([name, count]) =>
              html`<dt>${name}</dt>
                <dd class="code">${formatCount(count)}</dd>`,
          )}
        </dl>
        ${this.fill()} ${this.missing()} ${this.scaling()}
      </div>
      ${this.gaps()}
    </div>`;
  }

  private fill(): TemplateResult | typeof nothing {
    const fix = fillFix(this.json, this.summary);
    if (fix === undefined) return nothing;
    return html`<vscode-button ?secondary=${!isCostly(this.summary)} @click=${() => this.actions.mend(fix)}
      >${say(fix.title)}</vscode-button
    >`;
  }

  private missing(): TemplateResult {
    const path = ["data", "missing"];
    const rule = valueAt(this.json, path);
    const value = rule === undefined ? "drop" : typeof rule === "string" ? rule : "constant";
    const names = ["drop", "median", "mean", "most_frequent", "constant", "error"];
    const constant = valueAt(rule, ["constant"]);
    return html`${choiceField({
      label: t("If a value is missing"),
      value,
      options: names.map((name) => ({ value: name, text: missingText(name) })),
      commit: (chosen) => this.actions.set(path, chosen === "drop" ? undefined : chosen === "constant" ? { constant: 0 } : chosen),
      note: t("Applies to every feature without a setting of its own. Texts are filled with the most frequent one."),
    })}
    ${
      value === "constant"
        ? html`<div class="field">
            <span class="label" aria-hidden="true">${t("Value")}</span>
            <commit-field
              code
              .text=${fieldText(constant)}
              .label=${t("Value")}
              .parse=${(text: string) => ({ value: text !== "" && Number.isFinite(Number(text)) ? Number(text) : text })}
              .commit=${(chosen: JsonValue | undefined) => this.actions.set(path, { constant: chosen ?? 0 })}
            ></commit-field>
          </div>`
        : nothing
    }`;
  }

  private scaling(): TemplateResult {
    const path = ["data", "normalize"];
    const given = valueAt(this.json, path);
    return choiceField({
      label: t("Scaling of numbers"),
      value: typeof given === "string" ? given : "none",
      options: ["none", "standard", "minmax"].map((name) => ({ value: name, text: scalingText(name) })),
      commit: (chosen) => this.actions.set(path, chosen === "none" ? undefined : chosen),
    });
  }

  /** The columns that lack most, each with its page. */
  private gaps(): TemplateResult | typeof nothing {
    const gaps = this.summary.columns.filter(({ role, missing }) => role !== "ignored" && missing > 0);
    if (gaps.length === 0) return nothing;
    const shown = gaps.toSorted((one, other) => other.missing - one.missing).slice(0, LISTED);
    return html`<div class="values">
      <h3>${t("Columns with gaps")}</h3>
      <dl>
        ${shown.map(
          ({ name, missing }) =>
            html`<dt><button class="link truncated" title=${name} @click=${() => this.open(name)}>${name}</button></dt>
              <dd class="code">${formatCount(missing)}</dd>`,
        )}
      </dl>
      ${gaps.length > LISTED ? html`<p class="secondary">${t("and {0} more", formatCount(gaps.length - LISTED))}</p>` : nothing}
    </div>`;
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "rows-settings": RowsSettings;
  }
}
