// A lesson beside the builder: its title and how far one is, one step at a time, and ways back and on. What
// is right and what is done the host decides; the page shows it and asks.

import "../lesson-menu/lesson-menu.ts";
import "../lesson-step/lesson-step.ts";
import "../lesson-steps/lesson-steps.ts";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { ProblemError } from "../../../src/model/problem.ts";
import type { LessonContent, LessonState } from "../../../src/protocol/lesson.ts";
import { say, t } from "../../shared/text.ts";
import type { LessonClient } from "../lesson-client.ts";
import { drawLine, drawText } from "../lesson-text/draw-markdown.ts";
import { plainText } from "../lesson-text/markdown.ts";
import { pageStyles } from "./lesson-page.styles.ts";

@customElement("lesson-page")
export class LessonPage extends LitElement {
  static override styles = pageStyles;

  /** What went wrong with something that was asked of the host. */
  @state() private notice = "";
  @query(".title-of-step") private shownPart!: HTMLElement | null;
  @query("main") private main!: HTMLElement | null;
  #client!: LessonClient;
  /** The step whose title takes the focus once it is drawn. */
  #wanted: number | undefined;

  /** Connects the page; to be called once. */
  async start(client: LessonClient): Promise<void> {
    this.#client = client;
    client.changed = () => {
      this.notice = "";
      this.requestUpdate();
    };
    window.addEventListener("unhandledrejection", ({ reason }) => {
      this.notice = reason instanceof ProblemError ? say(reason.problem.message) : String(reason);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void client.refresh();
    });
    await client.refresh();
    await this.updateComplete;
  }

  override render() {
    const { content, state: stands } = this.#client ?? {};
    if (content === undefined || stands === undefined) return nothing;
    const { text } = content;
    const shown = Math.min(stands.step, text.steps.length);
    const marks = text.steps.map(({ id, title }) => ({ title: plainText(title), isDone: stands.done.includes(id) }));
    return html`
      <header>
        <div class="head">
          <h1 class="truncated" title=${plainText(text.title)}>${drawLine(text.title, this.open)}</h1>
          <lesson-menu .entries=${this.entries()}></lesson-menu>
        </div>
        <p class="secondary small">${this.facts(content, stands, shown)}</p>
        <lesson-steps
          .marks=${[...marks, { title: plainText(text.summary.title), isDone: stands.isDone }]}
          .shown=${shown}
          .go=${(step: number) => this.go(step)}
        ></lesson-steps>
      </header>
      <main tabindex="-1">
        ${keyed(shown, shown < text.steps.length ? this.step(content, stands, shown) : this.summary(content, stands))}
        ${this.trouble(stands)}
      </main>
      <footer>
        ${
          shown === 0
            ? html`<span></span>`
            : html`<vscode-button secondary icon="arrow-left" @click=${() => this.go(shown - 1)}>${t("Back")}</vscode-button>`
        }
        ${this.onward(content, stands, shown)}
      </footer>
    `;
  }

  private readonly open = (href: string): void => void this.#client.host.open(href);

  private entries() {
    const { host } = this.#client;
    return [
      { title: t("Open the builder"), act: () => void host.openBuilder() },
      { title: t("Start again"), act: () => void host.startAgain() },
    ];
  }

  private facts({ minutes, text }: LessonContent, { done, isDone }: LessonState, shown: number): string {
    const { length } = text.steps;
    const parts = [
      t("{0} minutes", minutes),
      shown < length ? t("part {0} of {1}", shown + 1, length) : "",
      isDone ? t("all done") : t("{0} done", text.steps.filter(({ id }) => done.includes(id)).length),
    ];
    return parts.filter(Boolean).join(" · ");
  }

  private step({ text, steps }: LessonContent, stands: LessonState, index: number): TemplateResult {
    const words = text.steps[index]!;
    const facts = steps[index] ?? { id: words.id, isChecked: false, canDo: false, ask: [] };
    return html`${index === 0 ? html`<div class="goal text">${drawText(text.goal, this.open)}</div>` : nothing}
      <lesson-step class="title-of-step" .client=${this.#client} .text=${words} .facts=${facts} .state=${stands}></lesson-step>`;
  }

  private summary({ text, next }: LessonContent, { isDone, done }: LessonState): TemplateResult {
    const left = text.steps.flatMap(({ id, title }, index) => (done.includes(id) ? [] : [{ title, index }]));
    return html`<section class="summary">
      <h2 class="title-of-step" tabindex="-1">${drawLine(text.summary.title, this.open)}</h2>
      <div class="text">${drawText(text.summary.text, this.open)}</div>
      ${
        isDone
          ? html`<p class="all"><vscode-icon name="pass-filled"></vscode-icon>${t("All steps of this lesson are done.")}</p>`
          : html`<div>
              <p>${t("Not done yet:")}</p>
              <ul class="left">
                ${left.map(
                  ({ title, index }) =>
                    html`<li><button class="link" @click=${() => this.go(index)}>${drawLine(title, this.open)}</button></li>`,
                )}
              </ul>
            </div>`
      }
      ${next === undefined ? nothing : html`<p class="secondary">${t("Next lesson: {0}", next.title)}</p>`}
    </section>`;
  }

  /** What did not work, until something else is asked for. */
  private trouble({ note }: LessonState): TemplateResult {
    const sentence = note ? say(note) : this.notice;
    return html`<div role="alert">
      ${
        sentence === ""
          ? nothing
          : html`<p class="trouble"><vscode-icon class="severity warning" name="warning"></vscode-icon><span>${sentence}</span></p>`
      }
    </div>`;
  }

  /** Ahead is always open; it is the button to press once the step is done. */
  private onward({ text, next }: LessonContent, { done }: LessonState, shown: number): TemplateResult | typeof nothing {
    const { length } = text.steps;
    if (shown >= length) {
      if (next === undefined) return nothing;
      return html`<vscode-button icon-after="arrow-right" @click=${() => void this.#client.host.open(`lesson:${next.id}`)}
        >${t("Next lesson")}</vscode-button
      >`;
    }
    const isDone = done.includes(text.steps[shown]!.id);
    return html`<vscode-button ?secondary=${!isDone} icon-after="arrow-right" @click=${() => this.go(shown + 1)}
      >${shown + 1 < length ? t("Next") : t("Summary")}</vscode-button
    >`;
  }

  private go(step: number): void {
    this.#wanted = step;
    void this.#client.host.goTo(step);
  }

  protected override updated(_changed: PropertyValues): void {
    const { state: stands } = this.#client ?? {};
    if (stands === undefined || stands.step !== this.#wanted) return;
    this.#wanted = undefined;
    this.main?.scrollTo({ top: 0 });
    const part = this.shownPart;
    if (part instanceof LitElement) void part.updateComplete.then(() => part.focus());
    else part?.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lesson-page": LessonPage;
  }
}
