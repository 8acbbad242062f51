// One column: what it is to the network, each choice an edit of the document, and what its values are as a
// whole.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../column-picker/column-picker.ts";
import "../../../shared/commit-field/commit-field.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { ColumnRole, ColumnSummary, DataSummary } from "../../../../src/data/types.ts";
import { changeTarget, otherWay } from "../../../../src/model/change-target.ts";
import type { ColumnFacts } from "../../../../src/model/columns.ts";
import type { JsonValue } from "../../../../src/model/json.ts";
import type { Problem } from "../../../../src/model/problem.ts";
import type { Actions } from "../../../actions.ts";
import { dataMemory } from "../data-view/memory.ts";
import { choiceField } from "../shared/choice.ts";
import { columnEdit, type ColumnField, columnJson, possibleRoles, roleEdit, rolesOf } from "../shared/column-edits.ts";
import { columnChart, distinctText, kindText, missingText, roleText, scalingText } from "../shared/column-words.ts";
import { problemLine } from "../shared/fixes.ts";
import { changesInWords, guessReason } from "../shared/target-words.ts";
import { parseTexts, textsText } from "../shared/text-list.ts";
import { fieldText, type Parsed, parseNumber } from "../../../shared/field-values.ts";
import { valueAt } from "../../../builder/network.ts";
import { formatCount, formatMeasure, formatShare } from "../../../shared/numbers.ts";
import { say, t } from "../../../shared/text.ts";
import { columnPanelStyles } from "./column-panel.styles.ts";

/** A number may begin so, behind a sign, a parenthesis or a currency; "Person 1" is none. */
const NUMBER_LIKE = /^\D{0,4}\d/;
const missingRules = ["drop", "error", "mean", "median", "most_frequent", "constant"];

@customElement("column-panel")
export class ColumnPanel extends LitElement {
  static override styles = columnPanelStyles;

  @property({ attribute: false }) actions!: Actions<unknown>;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) summary!: DataSummary;
  @property({ attribute: false }) column!: ColumnSummary;
  @property({ attribute: false }) problems: readonly Problem[] = [];
  @property({ attribute: false }) close!: () => void;
  @query("select") private first!: HTMLSelectElement | null;
  @query("column-picker") private picker!: HTMLElement | null;

  focusFirst(): void {
    (this.picker ?? this.first)?.focus();
  }

  override render() {
    const { name } = this.column;
    return html`<div @keydown=${(event: KeyboardEvent) => this.key(event)}>
      <div class="title">
        <h2 class="truncated" title=${name}>${name}</h2>
        <vscode-toolbar-button icon="close" label=${t("Close")} title=${t("Close")} @click=${() => this.close()}></vscode-toolbar-button>
      </div>
      ${this.problems.map((problem) => problemLine(problem, this.actions))} ${this.column.role === "target" ? this.target() : nothing}
      <div class="fields">
        ${this.roleChoice()} ${this.kindChoice()} ${this.missingChoice()} ${this.scaling()} ${this.encoding()} ${this.writing()}
      </div>
      ${this.valueFacts()}
    </div>`;
  }

  /** Why it is predicted, how else it can be learnt, and the columns that can take its place. */
  private target(): TemplateResult {
    const { column, json, summary } = this;
    const reason = guessReason(summary, json);
    const way = otherWay(column, valueAt(json, ["training", "loss"]));
    return html`<div class="fields target">
      ${reason === undefined ? nothing : html`<p class="secondary small">${say(reason)}</p>`}
      ${
        way === undefined
          ? nothing
          : html`<button class="link way" @click=${() => this.actions.edit(changeTarget(json, summary.columns, column, way).edit)}>
              ${way === "number" ? t("Learn it as a number") : t("Learn it as {0} classes", formatCount(column.left ?? column.distinct))}
            </button>`
      }
      <div class="field">
        <span class="label" aria-hidden="true">${t("Change target…")}</span>
        <column-picker
          .label=${t("Find a column to predict")}
          .columns=${summary.columns.filter(({ distinct }) => distinct > 0)}
          .chosen=${column.name}
          .about=${(other: ColumnFacts) => changesInWords(json, summary, other, column.name)}
          .choose=${(other: ColumnFacts) => this.choose(other)}
          .close=${() => this.close()}
        ></column-picker>
      </div>
    </div>`;
  }

  /** The page follows to the new target. */
  private choose(other: ColumnFacts): void {
    const { column, json, summary } = this;
    if (other.name === column.name) return;
    this.actions.edit(changeTarget(json, summary.columns, other, undefined, column.name).edit);
    this.actions.remember(dataMemory, { column: other.name });
  }

  private roleChoice(): TemplateResult {
    const { column, summary } = this;
    const role = rolesOf(this.json)(column.name);
    const possible = possibleRoles(this.json, summary, column.name);
    const isOnlyTarget = possible.length === 1 && role === "target";
    const asTarget = role === "target" ? "" : changesInWords(this.json, summary, column).join(" · ");
    return choiceField({
      label: t("Role"),
      value: role,
      options: (["feature", "target", "ignored"] as const).map((other) => ({
        value: other,
        text: roleText(other),
        isDisabled: !possible.includes(other),
      })),
      commit: (value) => {
        const edit = roleEdit(this.json, summary, column.name, value as ColumnRole);
        if (edit) this.actions.edit(edit);
      },
      ...(isOnlyTarget ? { note: t("To change it, make another column the target.") } : {}),
      ...(asTarget === "" || !possible.includes("target") ? {} : { note: t("As the target: {0}", asTarget) }),
    });
  }

  private kindChoice(): TemplateResult {
    const given = this.field("kind");
    const kinds = (["number", "boolean", "category"] as const).map((kind) => ({ value: kind, text: kindText(kind) }));
    const found = given === "" ? t("Found: {0}", kindText(this.column.kind)) : t("As found");
    return choiceField({
      label: t("Kind"),
      value: given,
      options: [{ value: "", text: found }, ...kinds],
      commit: (value) => this.set("kind", value === "" ? undefined : value),
    });
  }

  private missingChoice(): TemplateResult | typeof nothing {
    const { kind, role } = this.column;
    const own = columnJson(this.json, this.column.name)["missing"];
    const rule = valueAt(this.json, ["data", "missing"]) ?? "drop";
    const isTarget = role === "target";
    if (role === "ignored") return nothing;
    // A target is never filled, and mean and median are of numbers.
    const names = isTarget ? ["drop", "error"] : kind === "number" ? missingRules : ["drop", "error", "most_frequent", "constant"];
    const usual = typeof rule === "string" ? missingText(rule) : t("fill with {0}", fieldText(valueAt(rule, ["constant"])));
    const value = own === undefined ? "" : typeof own === "string" ? own : "constant";
    return html`${choiceField({
      label: t("If a value is missing"),
      value,
      options: [{ value: "", text: t("Default: {0}", usual) }, ...names.map((name) => ({ value: name, text: missingText(name) }))],
      commit: (chosen) => this.set("missing", this.missingRule(chosen, rule)),
    })}
    ${value === "constant" ? this.constant(valueAt(own, ["constant"])) : nothing}`;
  }

  /** What choosing a rule writes: nothing if it is the one of the whole document. */
  private missingRule(chosen: string, usual: unknown): JsonValue | undefined {
    if (chosen === "" || chosen === usual) return undefined;
    if (chosen !== "constant") return chosen;
    const { kind, profile, values } = this.column;
    if (kind === "number") return { constant: 0 };
    if (kind === "boolean") return { constant: false };
    return { constant: profile.frequent?.[0]?.text ?? values[0] ?? "" };
  }

  private constant(value: unknown): TemplateResult {
    const { kind } = this.column;
    if (kind === "boolean") {
      return choiceField({
        label: t("Value"),
        value: fieldText(value),
        options: ["true", "false"].map((word) => ({ value: word, text: word })),
        commit: (word) => this.set("missing", { constant: word === "true" }),
      });
    }
    const parse = (text: string): Parsed =>
      kind === "number" ? parseNumber(t("Value"), text, { kind: "number" }, false) : { value: text };
    return html`<div class="field">
      <span class="label" aria-hidden="true">${t("Value")}</span>
      <commit-field
        code
        .text=${fieldText(value)}
        .label=${t("Value")}
        .parse=${parse}
        .commit=${(constant: JsonValue | undefined) => this.set("missing", { constant: constant ?? "" })}
      ></commit-field>
    </div>`;
  }

  private scaling(): TemplateResult | typeof nothing {
    const { kind, role } = this.column;
    if (kind !== "number" || role !== "feature") return nothing;
    const given = valueAt(this.json, ["data", "normalize"]);
    const usual = typeof given === "string" ? given : "none";
    return choiceField({
      label: t("Scaling"),
      value: this.field("normalize"),
      options: [
        { value: "", text: t("Default: {0}", scalingText(usual)) },
        ...["none", "standard", "minmax"].map((name) => ({ value: name, text: scalingText(name) })),
      ],
      commit: (value) => this.set("normalize", value === "" || value === usual ? undefined : value),
    });
  }

  private encoding(): TemplateResult | typeof nothing {
    const { kind, role } = this.column;
    if (kind !== "category" || role !== "feature") return nothing;
    return choiceField({
      label: t("Encoding"),
      value: this.field("encode"),
      options: [
        { value: "", text: t("one input per category (one-hot)") },
        { value: "ordinal", text: t("one input, the category's number (ordinal)") },
        { value: "date", text: t("year, month, weekday and day of a date") },
      ],
      commit: (value) => this.set("encode", value === "" ? undefined : value),
    });
  }

  /** How its numbers and dates are written, if they may be some. */
  private writing(): TemplateResult | typeof nothing {
    const { kind, values, name } = this.column;
    const own = columnJson(this.json, name);
    const isSet = ["strip", "parentheses", "thousands"].some((field) => own[field] !== undefined);
    const isDate = this.field("encode") === "date";
    const isWritten = isSet || (kind === "category" && !isDate && values.some((value) => NUMBER_LIKE.test(value)));
    return html`${isDate ? this.dateOrder() : nothing}
    ${isWritten ? html`${this.strip(own["strip"])} ${this.thousands()} ${this.parentheses()}` : nothing}`;
  }

  private dateOrder(): TemplateResult {
    return choiceField({
      label: t("Order of the date"),
      value: this.field("date"),
      options: [
        { value: "", text: t("year first: 2012-01-31") },
        { value: "month-first", text: t("month first: 01/31/2012") },
        { value: "day-first", text: t("day first: 31/01/2012") },
      ],
      commit: (value) => this.set("date", value === "" ? undefined : value),
    });
  }

  private strip(value: unknown): TemplateResult {
    return html`<div class="field">
      <span class="label" aria-hidden="true">${t("Taken off numbers")}</span>
      <commit-field
        code
        .text=${textsText(value)}
        .label=${t("Taken off numbers")}
        .hint=${t('nothing, or as "$", " kg"')}
        .parse=${parseTexts}
        .commit=${(texts: JsonValue | undefined) => this.set("strip", texts)}
      ></commit-field>
    </div>`;
  }

  private thousands(): TemplateResult {
    const marks = [",", ".", " ", "'"];
    const value = this.field("thousands");
    return choiceField({
      label: t("Between thousands"),
      value,
      options: [
        { value: "", text: t("nothing") },
        ...[...marks, ...(value === "" || marks.includes(value) ? [] : [value])].map((mark) => ({
          value: mark,
          text: t('"{0}", as in {1}', mark, `1${mark}234`),
        })),
      ],
      commit: (mark) => this.set("thousands", mark === "" ? undefined : mark),
    });
  }

  private parentheses(): TemplateResult {
    return choiceField({
      label: t("Numbers in parentheses"),
      value: this.field("parentheses") === "true" ? "true" : "",
      options: [
        { value: "", text: t("are text") },
        { value: "true", text: t("are negative: (12) is −12") },
      ],
      commit: (value) => this.set("parentheses", value === "" ? undefined : true),
    });
  }

  private valueFacts(): TemplateResult {
    const { distinct, missing, profile, kind } = this.column;
    const { numbers, frequent } = profile;
    const facts: readonly (readonly [string, string])[] = [
      [t("Distinct"), distinctText(distinct)],
      [t("Missing"), `${formatCount(missing)} (${percent(missing, this.summary.rows)})`],
      ...(numbers === undefined
        ? []
        : ([
            [t("Minimum"), formatMeasure(numbers.minimum)],
            [t("Maximum"), formatMeasure(numbers.maximum)],
            [t("Mean"), formatMeasure(numbers.mean)],
            [t("Deviation"), formatMeasure(numbers.deviation)],
          ] as const)),
    ];
    const present = this.summary.rows - missing;
    return html`<div class="values">
      <h3>${t("Values")}</h3>
      ${kind === "number" ? columnChart(profile) : nothing}
      <dl>${facts.map(([name, value]) => pair(name, value))}</dl>
      ${
        frequent === undefined
          ? nothing
          : html`<h3>${t("Most frequent")}</h3>
              ${columnChart(profile)}
              <dl>${frequent.map(({ text, count }) => pair(text, `${formatCount(count)} (${percent(count, present)})`))}</dl>`
      }
    </div>`;
  }

  private field(name: ColumnField): string {
    const value = columnJson(this.json, this.column.name)[name];
    return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
  }

  private set(field: ColumnField, value: JsonValue | undefined): void {
    this.actions.edit(columnEdit(this.json, this.column.name, field, value));
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  }
}

function pair(name: string, value: string): TemplateResult {
  return html`<dt title=${name}>${name}</dt>
    <dd class="code">${value}</dd>`;
}

function percent(part: number, whole: number): string {
  return formatShare(whole === 0 ? 0 : part / whole);
}

declare global {
  interface HTMLElementTagNameMap {
    "column-panel": ColumnPanel;
  }
}
