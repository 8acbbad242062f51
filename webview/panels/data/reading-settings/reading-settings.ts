// How the bytes were read, and how to read them otherwise: what was found is the default, and only what the
// person chooses is written.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../../../shared/commit-field/commit-field.ts";
import { css, html, LitElement } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Dialect } from "../../../../src/data/types.ts";
import type { JsonValue } from "../../../../src/model/json.ts";
import type { Actions } from "../../../actions.ts";
import { choiceField, choiceStyles, type Option } from "../shared/choice.ts";
import { linesText, parseLines } from "../shared/line-numbers.ts";
import { fieldText } from "../../../shared/field-values.ts";
import { valueAt } from "../../../builder/network.ts";
import { baseStyles, inputStyles } from "../../../shared/styles/base.ts";
import { sidePanelStyles } from "../../../shared/styles/side-panel.ts";
import { t } from "../../../shared/text.ts";

/** Names as docs/format.md has them, most wanted first. */
const encodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "euc-kr",
  "windows-1252",
  "shift_jis",
  "gb18030",
  "euc-jp",
  "big5",
  "iso-8859-2",
  "windows-1250",
  "windows-1251",
];

type Field = "encoding" | "delimiter" | "decimal" | "header" | "comment";

export function delimiterText(delimiter: string): string {
  return { ",": t("comma"), ";": t("semicolon"), "\t": t("tab"), "|": t("bar") }[delimiter] ?? delimiter;
}

export function decimalText(decimal: string): string {
  return decimal === "," ? t("decimal comma") : t("decimal point");
}

export function headerText(header: boolean): string {
  return header ? t("header") : t("no header");
}

/** The whole in words: "utf-8, comma, decimal point, header". */
export function dialectText({ format, encoding, delimiter, decimal, header }: Dialect): string {
  if (format === "parquet") return "Parquet";
  const text = [encoding, delimiterText(delimiter), decimalText(decimal), headerText(header)];
  return [...(format === "gzip" ? ["gzip"] : []), ...text].join(", ");
}

@customElement("reading-settings")
export class ReadingSettings extends LitElement {
  static override styles = [
    baseStyles,
    inputStyles,
    choiceStyles,
    sidePanelStyles,
    css`
      .fields {
        display: grid;
        gap: 8px;
        padding: 4px 12px 12px;
      }
    `,
  ];

  @property({ attribute: false }) actions!: Actions<unknown>;
  @property({ attribute: false }) json: unknown;
  /** Absent if nothing could be read yet. */
  @property({ attribute: false }) dialect: Dialect | undefined;
  @property({ attribute: false }) close!: () => void;
  @query("select") private first!: HTMLSelectElement | null;

  focusFirst(): void {
    this.first?.focus();
  }

  override render() {
    const { dialect } = this;
    return html`<div @keydown=${(event: KeyboardEvent) => this.key(event)}>
      <div class="title">
        <h2>${t("How the CSV is read")}</h2>
        <vscode-toolbar-button icon="close" label=${t("Close")} title=${t("Close")} @click=${() => this.close()}></vscode-toolbar-button>
      </div>
      <div class="fields">
        ${this.choice(
          "encoding",
          t("Encoding"),
          dialect?.encoding,
          encodings.map((value) => ({ value, text: value })),
        )}
        ${this.choice(
          "delimiter",
          t("Delimiter"),
          dialect && delimiterText(dialect.delimiter),
          [",", ";", "\t", "|"].map((value) => ({ value, text: delimiterText(value) })),
        )}
        ${this.choice(
          "decimal",
          t("Decimal mark"),
          dialect && decimalText(dialect.decimal),
          [".", ","].map((value) => ({ value, text: decimalText(value) })),
        )}
        ${this.choice("header", t("First row"), dialect && headerText(dialect.header), [
          { value: "true", text: t("names of the columns") },
          { value: "false", text: t("values") },
        ])}
        <div class="field">
          <span class="label" aria-hidden="true">${t("Lines to skip")}</span>
          <commit-field
            code
            .text=${linesText(valueAt(this.json, ["data", "skip"]))}
            .label=${t("Lines to skip")}
            .hint=${t("none, or as 1-3, 34")}
            .parse=${parseLines}
            .commit=${(value: JsonValue | undefined) => this.actions.set(["data", "skip"], value)}
          ></commit-field>
        </div>
        <div class="field">
          <span class="label" aria-hidden="true">${t("Comments begin with")}</span>
          <commit-field
            code
            .text=${fieldText(valueAt(this.json, ["data", "comment"]))}
            .label=${t("Comments begin with")}
            .hint=${t("no comments")}
            .parse=${(text: string) => ({ value: text === "" ? undefined : text })}
            .commit=${(value: JsonValue | undefined) => this.actions.set(["data", "comment"], value)}
          ></commit-field>
        </div>
      </div>
    </div>`;
  }

  private choice(field: Field, label: string, found: string | undefined, options: readonly Option[]) {
    const given = valueAt(this.json, ["data", field]);
    const value = fieldText(given);
    return choiceField({
      label,
      value,
      options: [{ value: "", text: value === "" && found !== undefined ? t("Found: {0}", found) : t("As found") }, ...options],
      commit: (chosen) => this.actions.set(["data", field], valueOf(field, chosen)),
    });
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  }
}

function valueOf(field: Field, chosen: string): JsonValue | undefined {
  if (chosen === "") return undefined;
  return field === "header" ? chosen === "true" : chosen;
}

declare global {
  interface HTMLElementTagNameMap {
    "reading-settings": ReadingSettings;
  }
}
