// What every live figure of a lesson is: an element that asks the host for the engine's numbers and tells
// which number it stands at.

import { html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { FigureOptions, FigureType } from "../../../src/lessons/figures.ts";
import type { JsonValue } from "../../../src/model/json.ts";
import type { FigureAnswers, FigureHost, FigureQuestions } from "../../../src/protocol/figure-host.ts";
import { Question } from "../../shared/controllers/question.ts";
import { t } from "../../shared/text.ts";
import { figureStyles } from "./figure.styles.ts";

/** Of one figure, or of two documents side by side. */
export type Answered<T extends FigureType> = readonly FigureAnswers[T][];

/** @fires figure-change the number that it stands at, after a person has moved it */
export abstract class FigureElement<T extends FigureType> extends LitElement {
  static override styles = figureStyles;

  @property({ attribute: false }) options!: FigureOptions[T];
  /** The number that it stands at; until one is known, its own first one. */
  @property({ attribute: false }) value: number | undefined;
  @property({ attribute: false }) ask!: FigureHost["askFigure"];
  /** Counts up when the document or its run has changed: then it asks again. */
  @property({ type: Number }) version = 0;
  protected readonly question = new Question<Answered<T> | undefined>(this);

  /**
   * Asks, unless that was asked before.
   * @param patch of the document that stands beside it
   */
  protected follow(kind: T, question: FigureQuestions[T], patch?: JsonValue): void {
    const key = JSON.stringify([this.version, kind, question, patch]);
    this.question.ask(key, async () => {
      const asked = patch === undefined ? [undefined] : [undefined, patch];
      const answers = await Promise.all(asked.map((own) => this.ask(kind, question, own)));
      const known = answers.filter((answer) => answer !== undefined);
      return known.length === answers.length ? known : undefined;
    });
  }

  override render(): TemplateResult {
    const { answer, failure, isOpen } = this.question;
    if (failure !== "") return html`<p class="failure" role="status">${failure}</p>`;
    if (answer) return this.drawn(answer);
    return isOpen
      ? html`<p class="secondary late" role="status">${t("Asking the engine…")}</p>`
      : html`<p class="secondary" role="status">${t("This needs data and a network that fits it.")}</p>`;
  }

  protected abstract drawn(answers: Answered<T>): TemplateResult;

  /** A person has moved it. */
  protected report(value: number): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent<number>("figure-change", { detail: value, bubbles: true, composed: true }));
  }
}
