// Why the network answers as it does for one row of the CSV: what each feature contributed, and the smallest
// changes that flip the answer.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Change, Contribution, Explanation } from "../../../../src/training/evaluation/explain.ts";
import { isUndoOrRedo } from "../../../shared/controllers/keys.ts";
import { Question } from "../../../shared/controllers/question.ts";
import { choiceField } from "../../data/shared/choice.ts";
import { formatCount, formatShare, formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { ask, type EvaluationContext, keyOf } from "../evaluation-view/evaluation-context.ts";
import { boundAbove, keepButton } from "../evaluation-view/keep-test.ts";
import { rowExplanationStyles } from "./row-explanation.styles.ts";

/** Contributions that are shown, largest first, and changes, smallest first. */
const MOST_SHOWN = 25;
const MOST_CHANGES = 8;

@customElement("row-explanation")
export class RowExplanation extends LitElement {
  static override styles = rowExplanationStyles;

  @property({ attribute: false }) context!: EvaluationContext;
  /** The row of the CSV, counted from 0; the least sure or farthest off one until another is chosen. */
  @property({ attribute: false }) row: number | undefined;
  /** The class whose probability is explained; the one that is answered until another is chosen. */
  @state() private class: number | undefined;
  /** What is typed and no row yet. */
  @state() private mistake = "";
  readonly #first = new Question<number>(this);
  readonly #explanation = new Question<Explanation>(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { context } = this;
    const { evaluated } = context;
    if (this.row === undefined) {
      this.#first.ask(keyOf(context, "rows", evaluated), async (signal) => {
        const { rows } = await ask(context, "rows", evaluated, signal);
        return rows[0]?.at.row ?? 0;
      });
    }
    const row = this.row ?? this.#first.answer;
    if (row === undefined) return;
    const question = { ...evaluated, row, class: this.class };
    this.#explanation.ask(keyOf(context, "explanation", question), () => ask(context, "explanation", question));
  }

  override render() {
    const { answer, failure, isOpen } = this.#explanation;
    const waiting = isOpen ? html`<p class="secondary late" role="status">${t("Asking the network…")}</p>` : nothing;
    return html`<div class="form">
        <label for="row">${t("Row of the CSV")}</label>
        <input
          id="row"
          type="text"
          class="code"
          inputmode="numeric"
          autocomplete="off"
          aria-invalid=${this.mistake === "" ? "false" : "true"}
          aria-errormessage=${this.mistake === "" ? nothing : "mistake"}
          .value=${String((this.row ?? this.#first.answer ?? 0) + 1)}
          @change=${(event: Event) => this.commit((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => {
            // What is typed here is no part of the document.
            if (isUndoOrRedo(event)) event.stopPropagation();
          }}
        />
        <span class="secondary small">${t("counted from 1, without the header")}</span>
        ${this.mistake === "" ? nothing : html`<p id="mistake" class="problem" role="alert">${this.mistake}</p>`}
      </div>
      ${failure === "" ? (answer === undefined ? waiting : this.explained(answer)) : html`<p role="status">${failure}</p>`}`;
  }

  private commit(text: string): void {
    const row = Number(text.replaceAll(/[\s,.]/g, ""));
    this.mistake = Number.isInteger(row) && row >= 1 ? "" : t("row must be a whole number from 1.");
    if (this.mistake === "") this.context.remember({ row: row - 1 });
  }

  private explained(explanation: Explanation): TemplateResult {
    const { row, line, file, split, answer, actual, explained, value } = explanation;
    const isRight = answer === actual;
    const splits = { train: t("a training row"), validation: t("a validation row"), test: t("a test row") };
    return html`<p role="status">
        ${t("Row {0}, {1}:", formatCount(row + 1), splits[split])} <strong>${word(answer)}</strong> ·
        ${explained === undefined ? nothing : html`<span class="secondary">${t("probability of {0}: {1}", explained, formatShare(value))}</span> ·`}
        ${isRight ? t("that is right") : t("right is {0}", word(actual))} ·
        <button class="link" @click=${() => void this.context.actions.host.openCsv({ file, line })}>
          ${t("Line {0} of {1}", line, file)}
        </button>
        ${this.keep(explanation)}
      </p>
      <div class="parts">
        <section class="shares">${this.shares(explanation)}</section>
        ${explained === undefined ? nothing : html`<section class="changes">${this.changes(explanation)}</section>`}
      </div>`;
  }

  /** What is right for this row; of a number, as near as it is answered. */
  private keep({ row, answer, actual }: Explanation): TemplateResult | typeof nothing {
    const number = formatCount(row + 1);
    if (typeof actual !== "number" || typeof answer !== "number")
      return keepButton(this.context, { type: "row", row: row + 1, is: actual }, t("row {0} is {1}", number, word(actual)));
    const within = boundAbove(Math.abs(answer - actual));
    const test = { type: "row", row: row + 1, is: actual, within };
    return keepButton(this.context, test, t("row {0} is {1}", number, `${word(actual)} ± ${formatTick(within)}`));
  }

  private shares({ contributions, base, value, background, explained, orders }: Explanation): TemplateResult {
    const shown = contributions.slice(0, MOST_SHOWN);
    const text = explained === undefined ? formatTick : formatShare;
    const most = Math.max(...shown.map(({ share }) => Math.abs(share)), Number.EPSILON);
    return html`<h3>${t("What each feature contributed")}</h3>
      <p class="secondary small">
        ${t("From {0}, the mean answer for {1} training rows, to {2} (Shapley values).", text(base), formatCount(background), text(value))}
        ${orders === undefined ? nothing : t("Estimated from {0} orders of the features.", orders)}
        ${shown.length < contributions.length ? t("The {0} largest of {1}.", shown.length, formatCount(contributions.length)) : nothing}
      </p>
      ${explained === undefined || this.context.isBinary ? nothing : this.classChoice(explained)}
      <ol>
        ${shown.map((contribution) => bar(contribution, most, explained === undefined ? signed : signedShare))}
      </ol>`;
  }

  private classChoice(explained: string): TemplateResult {
    const { classes = [] } = this.context;
    return choiceField({
      label: t("Probability of the class"),
      value: String(classes.indexOf(explained)),
      options: classes.map((text, index) => ({ value: String(index), text })),
      commit: (value) => (this.class = Number(value)),
    });
  }

  private changes({ changes, answer }: Explanation): TemplateResult {
    if (changes.length === 0) {
      return html`<h3>${t("Smallest changes")}</h3>
        <p class="secondary">${t("No single feature, changed within the range of the training rows, changes the answer {0}.", answer)}</p>`;
    }
    return html`<h3>${t("Smallest changes")}</h3>
      <p class="secondary small">${t("Each change alone changes the answer. The smallest comes first.")}</p>
      <ol>
        ${changes.slice(0, MOST_CHANGES).map((change) => html`<li class="change">${changeText(change)}</li>`)}
      </ol>`;
  }
}

function bar({ column, text, share }: Contribution, most: number, format: (value: number) => string): TemplateResult {
  const width = (50 * Math.abs(share)) / most;
  const name = `${column} = ${text ?? t("(missing)")}`;
  return html`<li class="bar-line">
    <span class="truncated" title=${name}>${name}</span>
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect class=${share < 0 ? "bar less" : "bar"} x=${share < 0 ? 50 - width : 50} y="1" width=${width} height="8" />
        <line class="zero" x1="50" x2="50" y1="0" y2="10" />`}
    </svg>
    <span class="code number">${format(share)}</span>
  </li>`;
}

function changeText({ column, from, to, answer, size }: Change): TemplateResult {
  const isNumber = typeof to === "number";
  const [before, after] = [from, to].map((value) => (isNumber ? String(value).replace(/^-/, "−") : value));
  return html`<span class="code">${column}: ${before} → ${after}</span>
    <span>${t("gives {0}", answer)}</span>
    ${isNumber ? html`<span class="secondary small">${t("{0} of its range", formatShare(size))}</span>` : nothing}`;
}

function word(said: number | string): string {
  return typeof said === "number" ? formatTick(said) : said;
}

function signed(value: number): string {
  return value > 0 ? `+${formatTick(value)}` : formatTick(value);
}

function signedShare(value: number): string {
  return (value > 0 ? `+${formatShare(value)}` : formatShare(value)).replace("-", "−");
}

declare global {
  interface HTMLElementTagNameMap {
    "row-explanation": RowExplanation;
  }
}
