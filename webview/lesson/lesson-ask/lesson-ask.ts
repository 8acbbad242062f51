// A question on the page: a number to type or options to choose from, and at once whether it is right.

import "../../shared/commit-field/commit-field.ts";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Ask } from "../../../src/lessons/lesson.ts";
import type { AskText } from "../../../src/lessons/lesson-text.ts";
import type { AnswerState } from "../../../src/protocol/lesson.ts";
import { t } from "../../shared/text.ts";
import { drawLine, drawText, type OpenLink } from "../lesson-text/draw-markdown.ts";
import { plainText } from "../lesson-text/markdown.ts";
import { askStyles } from "./lesson-ask.styles.ts";
import { typedNumber } from "./typed-number.ts";

@customElement("lesson-ask")
export class LessonAsk extends LitElement {
  static override styles = askStyles;

  @property({ attribute: false }) ask!: Ask;
  @property({ attribute: false }) text!: AskText;
  @property({ attribute: false }) given: AnswerState | undefined;
  @property({ attribute: false }) answer!: (value: number | undefined) => void;
  @property({ attribute: false }) open!: OpenLink;

  override render() {
    return html`${this.ask.kind === "number" ? this.number() : this.choice(this.ask.options)}
      <div class="verdict" role="status">${this.verdict()}</div>`;
  }

  private number(): TemplateResult {
    const { given, text } = this;
    return html`<div class="text">${drawText(text.text, this.open)}</div>
      <commit-field
        code
        .label=${plainText(text.text)}
        .text=${given === undefined ? "" : String(Number(given.value.toPrecision(7)))}
        .parse=${typedNumber}
        .commit=${(value: unknown) => this.answer(typeof value === "number" ? value : undefined)}
      ></commit-field>`;
  }

  private choice(count: number): TemplateResult {
    const chosen = this.given?.value;
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    return html`<fieldset>
      <legend class="text">${drawText(this.text.text, this.open)}</legend>
      ${numbers.map(
        (number) =>
          html`<label class=${number === chosen ? "option chosen" : "option"}>
            <input type="radio" name="option" value=${number} .checked=${live(number === chosen)} @change=${() => this.answer(number)} />
            <span>${drawLine(this.text.options[number - 1] ?? "", this.open)}</span>
          </label>`,
      )}
    </fieldset>`;
  }

  private verdict(): TemplateResult | typeof nothing {
    switch (this.given?.verdict) {
      case "right":
        return html`<vscode-icon class="right" name="pass-filled"></vscode-icon>${t("Right")}`;
      case "wrong":
        return html`<vscode-icon class="wrong" name="circle-slash"></vscode-icon>${t("Not yet")}`;
      case "undecided":
      case undefined:
        return nothing;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lesson-ask": LessonAsk;
  }
}
