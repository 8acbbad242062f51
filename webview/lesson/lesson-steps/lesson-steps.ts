// The lesson's steps as a slim bar of parts, the summary last: which are done, which is shown, and a way to
// each. Nothing is locked.

import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { baseStyles } from "../../shared/styles/base.ts";
import { t } from "../../shared/text.ts";

/** A part of the bar. */
export interface StepMark {
  readonly title: string;
  readonly isDone: boolean;
}

@customElement("lesson-steps")
export class LessonSteps extends LitElement {
  static override styles = [
    baseStyles,
    css`
      ol {
        display: flex;
        gap: 2px;
      }
      li {
        flex: 1;
        min-width: 0;
      }
      button {
        align-items: center;
        border-radius: 2px;
        display: flex;
        height: 24px;
        width: 100%;
      }
      button::before {
        background: var(--vscode-scrollbarSlider-background);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 2px;
        content: "";
        height: 6px;
        width: 100%;
      }
      button.done::before {
        background: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
      }
      button[aria-current="step"]::before {
        border-color: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder));
        height: 12px;
      }
      button:not(.done)[aria-current="step"]::before {
        background: var(--vscode-progressBar-background);
      }
      button:hover::before {
        border-color: var(--vscode-focusBorder);
      }
    `,
  ];

  @property({ attribute: false }) marks: readonly StepMark[] = [];
  @property({ type: Number }) shown = 0;
  @property({ attribute: false }) go!: (step: number) => void;

  override render() {
    return html`<nav aria-label=${t("Parts of the lesson")}>
      <ol>
        ${this.marks.map(
          ({ title, isDone }, index) =>
            html`<li>
              <button
                class=${isDone ? "done" : ""}
                aria-current=${index === this.shown ? "step" : "false"}
                aria-label=${isDone ? t("{0}, done", title) : title}
                title=${isDone ? t("{0}, done", title) : title}
                @click=${() => this.go(index)}
              ></button>
            </li>`,
        )}
      </ol>
    </nav>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lesson-steps": LessonSteps;
  }
}
