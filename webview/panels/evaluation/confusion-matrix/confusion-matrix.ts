// Which class was taken for which: a cell for each pair with its rows and their share, of what the person
// chooses. Arrow keys walk, Enter or a click opens the rows.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { commonMistakes, shares, type ShareOf } from "../../../../src/training/metrics/confusion.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { isPlain } from "../../../shared/controllers/keys.ts";
import { formatCount, formatRows, formatShare } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { confusionMatrixStyles } from "./confusion-matrix.styles.ts";
import { matrixHeard } from "./matrix-heard.ts";

export interface MatrixCell {
  readonly truth: number;
  readonly answer: number;
}

/** Classes that a picture can show, and up to how many there is room for shares. */
const MOST_CLASSES = 30;
const MOST_SHARES = 8;
/** Pairs of classes that are named below a matrix too large to be seen at a glance. */
const MOST_MISTAKES = 8;
/** Steps of the shading. */
const SHADES = 8;

@customElement("confusion-matrix")
export class ConfusionMatrixView extends LitElement {
  static override styles = confusionMatrixStyles;

  @property({ attribute: false }) classes: readonly string[] = [];
  /** `[classes, classes]`, true class by row. */
  @property({ attribute: false }) counts!: Float64Array;
  /** The cell whose rows are open. */
  @property({ attribute: false }) opened: MatrixCell | undefined;
  @property({ attribute: false }) open!: (cell: MatrixCell) => void;
  /** The cell that the keys move. */
  @state() private active: MatrixCell = { truth: 0, answer: 0 };
  /** What shares are of. */
  @state() private of: ShareOf = "true";
  readonly #sound = new SoundController(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("opened")) this.active = this.opened ?? this.active;
  }

  override render() {
    const shown = this.shownClasses();
    const hidden = this.classes.length - shown.length;
    const counts = { classes: this.classes.length, counts: this.counts };
    const parts = shares(counts, this.of);
    const heard = () => matrixHeard(parts, this.classes.length, shown);
    return html`<div class="head">${this.head()} ${soundButton(this.#sound, heard, { about: t("Confusion matrix") })}</div>
      <div class="scroll">
        <table class=${shown.length > MOST_SHARES ? "compact" : ""}>
          <caption class="unseen">
            ${t("Confusion matrix")}
          </caption>
          <thead>
            <tr>
              <td></td>
              ${shown.map((index) => html`<th scope="col" title=${this.classes[index]!}>${this.classes[index]}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              (truth) =>
                html`<tr>
                  <th scope="row" title=${this.classes[truth]!}>${this.classes[truth]}</th>
                  ${shown.map((answer) => html`<td>${this.cell({ truth, answer }, parts, shown)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${
        hidden > 0
          ? html`<p class="secondary small">
              ${t("The {0} of {1} classes with the most mistakes.", shown.length, formatCount(this.classes.length))}
            </p>`
          : nothing
      }
      ${shown.length > MOST_SHARES ? this.mistakes() : nothing}`;
  }

  private mistakes(): TemplateResult {
    const cells = commonMistakes({ classes: this.classes.length, counts: this.counts }, MOST_MISTAKES);
    return html`<p class="secondary small">
        ${cells.length === 0 ? t("There is no mistake.") : t("Most frequent mistakes, right and answered:")}
      </p>
      <ul>
        ${cells.map(
          (cell) =>
            html`<li>
              <button class="link" @click=${() => this.open(cell)}>
                ${this.classes[cell.truth]} → ${this.classes[cell.answer]} · ${formatRows(this.countOf(cell))}
              </button>
            </li>`,
        )}
      </ul>`;
  }

  private head(): TemplateResult {
    const wholes: readonly (readonly [ShareOf, string])[] = [
      ["true", t("the right class")],
      ["predicted", t("the answer")],
      ["all", t("all rows")],
    ];
    return html`<p class="secondary small">${t("Rows: the right class. Columns: the network's answer.")}</p>
      <label class="secondary small">
        ${t("Shares of")}
        <select @change=${(event: Event) => (this.of = (event.target as HTMLSelectElement).value as ShareOf)}>
          ${wholes.map(([value, text]) => html`<option value=${value} .selected=${value === this.of}>${text}</option>`)}
        </select></label
      >`;
  }

  private cell(cell: MatrixCell, parts: Float64Array, shown: readonly number[]): TemplateResult {
    const { truth, answer } = cell;
    const count = this.countOf(cell);
    const share = parts[truth * this.classes.length + answer]!;
    const isActive = same(cell, this.active) || (!shown.includes(this.active.truth) && same(cell, { truth: shown[0]!, answer: shown[0]! }));
    const label = t("{0} answered {1}: {2}, {3}", this.classes[truth]!, this.classes[answer]!, formatRows(count), formatShare(share));
    return html`<button
      id=${`c${truth}-${answer}`}
      class=${count === 0 ? "none" : `${truth === answer ? "right" : "wrong"} s${Math.ceil(share * SHADES)}`}
      aria-label=${label}
      title=${label}
      aria-pressed=${this.opened && same(cell, this.opened) ? "true" : "false"}
      tabindex=${isActive ? 0 : -1}
      @click=${() => this.open(cell)}
      @keydown=${(event: KeyboardEvent) => this.walk(event, cell, shown)}
    >
      <span class="count">${formatCount(count)}</span>
      ${count > 0 && shown.length <= MOST_SHARES ? html`<span class="share">${formatShare(share)}</span>` : nothing}
    </button>`;
  }

  /** All classes, or those that are mistaken most if they are very many. */
  private shownClasses(): readonly number[] {
    const all = [...this.classes.keys()];
    if (all.length <= MOST_CLASSES) return all;
    const mistakes = all.map((index) =>
      all.reduce(
        (sum, other) =>
          other === index ? sum : sum + this.countOf({ truth: index, answer: other }) + this.countOf({ truth: other, answer: index }),
        0,
      ),
    );
    return all
      .toSorted((one, other) => mistakes[other]! - mistakes[one]!)
      .slice(0, MOST_CLASSES)
      .toSorted((one, other) => one - other);
  }

  private countOf({ truth, answer }: MatrixCell): number {
    return this.counts[truth * this.classes.length + answer] ?? 0;
  }

  /** Puts the focus on the cell that was chosen last. */
  focusCell(): void {
    this.renderRoot.querySelector<HTMLElement>("td button[tabindex='0']")?.focus();
  }

  private walk(event: KeyboardEvent, { truth, answer }: MatrixCell, shown: readonly number[]): void {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (step === undefined || !isPlain(event)) return;
    const next = { truth: shown[shown.indexOf(truth) + step[0]!], answer: shown[shown.indexOf(answer) + step[1]!] };
    if (next.truth === undefined || next.answer === undefined) return;
    event.preventDefault();
    this.active = { truth: next.truth, answer: next.answer };
    this.renderRoot.querySelector<HTMLElement>(`#c${next.truth}-${next.answer}`)?.focus();
  }
}

function same(one: MatrixCell, other: MatrixCell): boolean {
  return one.truth === other.truth && one.answer === other.answer;
}

declare global {
  interface HTMLElementTagNameMap {
    "confusion-matrix": ConfusionMatrixView;
  }
}
