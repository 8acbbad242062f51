// The three fractions of the split. They sum to one, so a change of one is taken from, or given to, the
// training rows; a change of the training rows is taken from the test rows first.

import "../../shared/commit-field/commit-field.ts";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SplitRows } from "../../../src/training/types.ts";
import type { JsonValue } from "../../../src/model/json.ts";
import type { Problem } from "../../../src/model/problem.ts";
import { type Parsed, parseNumber } from "../../shared/field-values.ts";
import { formatCount } from "../../shared/numbers.ts";
import { baseStyles, inputStyles } from "../../shared/styles/base.ts";
import { say, t } from "../../shared/text.ts";

type Part = "train" | "validation" | "test";
type Fractions = Readonly<Record<Part, number>>;

const parts: readonly Part[] = ["train", "validation", "test"];
const usual: Fractions = { train: 0.8, validation: 0.1, test: 0.1 };

/** The fractions after one of them was set, so that they still sum to one. */
function balanced(fractions: Fractions, part: Part, value: number): Fractions {
  if (part !== "train") {
    const others = value + fractions[part === "test" ? "validation" : "test"];
    return { ...fractions, [part]: value, train: round(Math.max(0, 1 - others)) };
  }
  const validation = Math.min(fractions.validation, round(1 - value));
  return { train: value, validation, test: round(1 - value - validation) };
}

@customElement("split-fields")
export class SplitFields extends LitElement {
  static override styles = [
    baseStyles,
    inputStyles,
    css`
      :host {
        display: block;
      }
      .fields {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(3, 1fr);
      }
      .label {
        display: block;
        margin-bottom: 4px;
      }
      .rows {
        margin-top: 4px;
      }
    `,
  ];

  @property({ attribute: false }) split: unknown;
  @property({ attribute: false }) rows: SplitRows | undefined;
  @property({ attribute: false }) problems: readonly Problem[] = [];
  @property({ attribute: false }) commit!: (value: JsonValue) => void;

  override render() {
    const given = typeof this.split === "object" && this.split !== null ? (this.split as Partial<Fractions>) : {};
    const fractions = { ...usual, ...given };
    return html`
      <div class="fields">
        ${parts.map(
          (part) =>
            html`<div>
              <span class="label code" aria-hidden="true">${part}</span>
              <commit-field
                code
                .text=${String(fractions[part])}
                .label=${part}
                .parse=${(text: string) => parseFraction(part, text)}
                .commit=${(value: JsonValue | undefined) => {
                  if (typeof value === "number") this.commit({ ...balanced(fractions, part, value) });
                }}
              ></commit-field>
              ${
                this.rows
                  ? html`<p class="rows secondary small">
                      ${this.rows[part] === 1 ? t("1 row") : t("{0} rows", formatCount(this.rows[part]))}
                    </p>`
                  : nothing
              }
            </div>`,
        )}
      </div>
      ${this.problems.map((problem) => html`<p class=${`problem ${problem.severity}`}>${say(problem.message)}</p>`)}
    `;
  }
}

/** Without the last digits that subtraction leaves. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

function parseFraction(part: Part, text: string): Parsed {
  const parsed = parseNumber(part, text, { kind: "number", min: 0, max: 1 }, false);
  return "value" in parsed && part === "train" && parsed.value === 0 ? { error: t("{0} must be greater than 0.", part) } : parsed;
}

declare global {
  interface HTMLElementTagNameMap {
    "split-fields": SplitFields;
  }
}
