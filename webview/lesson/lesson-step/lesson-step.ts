// One step of a lesson: its text, what to do set off from it, questions, and below them the hint that fits
// what was tried, or what was seen once the step is done.

import "../lesson-ask/lesson-ask.ts";
import "../lesson-figure/lesson-figure.ts";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { StepText, TextPart } from "../../../src/lessons/lesson-text.ts";
import type { LessonHost, LessonState, LessonStep as StepFacts } from "../../../src/protocol/lesson.ts";
import { t } from "../../shared/text.ts";
import type { LessonClient } from "../lesson-client.ts";
import { drawLine, drawText } from "../lesson-text/draw-markdown.ts";
import { stepStyles } from "./lesson-step.styles.ts";

@customElement("lesson-step")
export class LessonStep extends LitElement {
  static override styles = stepStyles;

  @property({ attribute: false }) client!: LessonClient;
  @property({ attribute: false }) text!: StepText;
  @property({ attribute: false }) facts!: StepFacts;
  @property({ attribute: false }) state!: LessonState;
  @query(".note") private note!: HTMLElement | null;
  /** What was said last; undefined before the step is drawn. */
  #said: string | undefined;
  @query("h2") private heading!: HTMLElement | null;

  override render() {
    const { text, facts, state } = this;
    return html`
      <h2 tabindex="-1">${drawLine(text.title, this.open)}</h2>
      ${text.parts.length === 0 ? nothing : html`<div class="text">${text.parts.map((part) => this.partOf(part))}</div>`}
      ${text.task === "" ? nothing : this.task()}
      ${facts.ask.map((ask) => {
        const words = text.asks.find(({ id }) => id === ask.id) ?? { id: ask.id, text: ask.id, options: [] };
        return keyed(
          ask.id,
          html`<lesson-ask
            class="box"
            .ask=${ask}
            .text=${words}
            .given=${state.answers[ask.id]}
            .answer=${(value: number | undefined) => void this.host.answer(ask.id, value)}
            .open=${this.open}
          ></lesson-ask>`,
        );
      })}
      <div role="status">${this.said()}</div>
    `;
  }

  private get host(): LessonHost {
    return this.client.host;
  }

  private readonly open = (href: string): void => void this.host.open(href);
  private readonly askFigure: LessonHost["askFigure"] = (...question) => this.host.askFigure(...question);
  private readonly tellFigure = (id: string, value: number): void => void this.host.figure(id, value);

  private partOf(part: TextPart): unknown {
    if (part.kind === "markdown") return drawText(part.text, this.open);
    const { figure } = part;
    return html`<lesson-figure
      .figure=${figure}
      .value=${this.state.figures[figure.id]}
      .ask=${this.askFigure}
      .tell=${this.tellFigure}
      .version=${this.state.version}
    ></lesson-figure>`;
  }

  private task(): TemplateResult {
    const { facts, state, text } = this;
    const { where } = facts;
    return html`<section class="task" aria-label=${t("To do")}>
      <div class="text">${drawText(text.task, this.open)}</div>
      ${
        facts.canDo || where !== undefined
          ? html`<div class="ways">
              ${
                where === undefined
                  ? nothing
                  : html`<vscode-button secondary icon="target" @click=${() => void this.host.showWhere(where)}
                      >${t("Show me where")}</vscode-button
                    >`
              }
              ${facts.canDo ? this.doIt(state.waits) : nothing}
            </div>`
          : nothing
      }
    </section>`;
  }

  /** While it works it keeps the focus, so it is not disabled. */
  private doIt(waits: LessonState["waits"]): TemplateResult {
    const words = {
      action: t("Working…"),
      training: t("Training in the builder…"),
      seeds: t("Training with several seeds…"),
    };
    return html`<vscode-button
      secondary
      icon="wand"
      class=${waits ? "waiting" : ""}
      aria-disabled=${waits ? "true" : nothing}
      @click=${() => (waits ? undefined : void this.host.doIt())}
      >${waits ? words[waits] : t("Do it for me")}</vscode-button
    >`;
  }

  /** What a screen reader hears when it comes. */
  private said(): TemplateResult | typeof nothing {
    const { state, text } = this;
    if (state.done.includes(text.id))
      return html`<div class="note done">
        <vscode-icon name="pass-filled"></vscode-icon>
        <div class="text">
          <strong>${t("Done")}</strong>
          ${text.done === undefined ? nothing : drawText(text.done, this.open)}
        </div>
      </div>`;
    const hint = text.hints.find(({ id }) => id === state.hint);
    if (hint === undefined) return nothing;
    return html`<div class="note hint">
      <vscode-icon name="lightbulb"></vscode-icon>
      <div class="text">${drawText(hint.text, this.open)}</div>
    </div>`;
  }

  /** What is said when something was tried comes into sight, also while the person works in the builder. */
  protected override updated(): void {
    const { state, text } = this;
    const said = state.done.includes(text.id) ? "done" : (state.hint ?? "");
    if (said !== "" && this.#said !== undefined && said !== this.#said) this.note?.scrollIntoView({ block: "nearest" });
    this.#said = said;
  }

  /** Puts the focus on the title, so that reading goes on there. */
  override focus(): void {
    this.heading?.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lesson-step": LessonStep;
  }
}
