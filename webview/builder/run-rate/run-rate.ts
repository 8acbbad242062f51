// The learning rate of the run that goes on, as a field that acts at once. It is of this run only; "Keep"
// writes it into the document.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "../../shared/commit-field/commit-field.ts";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { RunStatus } from "../../../src/protocol/run.ts";
import type { Actions } from "../../actions.ts";
import { parseNumber } from "../../shared/field-values.ts";
import { valueAt } from "../network.ts";
import { formatExact } from "../../shared/numbers.ts";
import { baseStyles } from "../../shared/styles/base.ts";
import { t } from "../../shared/text.ts";
import type { RunHost } from "../../../src/protocol/run-host.ts";

const path = ["training", "optimizer", "lr"];

@customElement("run-rate")
export class RunRate extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        align-items: center;
        display: flex;
        flex: none;
        gap: 8px;
        padding-inline-start: 8px;
      }
      commit-field {
        flex: none;
        position: relative;
        width: 88px;
      }
      /* Below the toolbar, so that nothing moves for it. */
      commit-field::part(sentences) {
        background: var(--vscode-inputValidation-errorBackground, var(--vscode-editorWidget-background));
        border: 1px solid var(--vscode-inputValidation-errorBorder, var(--vscode-editorError-foreground));
        border-radius: 4px;
        inset-block-start: calc(100% + 4px);
        inset-inline-start: 0;
        padding: 0 8px 4px;
        position: absolute;
        width: 240px;
        z-index: 3;
      }
      commit-field::part(sentence) {
        color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
      }
      vscode-button {
        flex: none;
      }
      @media (max-width: 899px) {
        .note {
          display: none;
        }
        /* The field stands near the window's end. */
        commit-field::part(sentences) {
          inset-inline: auto 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) actions!: Actions<RunHost>;
  @property({ attribute: false }) run!: RunStatus;
  @property({ attribute: false }) json: unknown;
  /** Of the newest epoch. */
  @property({ type: Number }) rate: number | undefined;
  /**
   * What the field showed when it got the focus: a rate that a scheduler moves on must not take away what is
   * being typed.
   */
  @state() private held: string | undefined;

  override render() {
    const { run, actions, json } = this;
    const isActive = run.state === "running" || run.state === "paused";
    const own = this.ownRate;
    const canKeep = own !== undefined && own !== valueAt(json, path);
    return html`
      ${
        isActive
          ? html`<span class="secondary" aria-hidden="true" title=${t("Learning rate")}>lr</span>
              <commit-field
                code
                .label=${t("Learning rate of this run")}
                .description=${t("For this run only; the document stays as it is.")}
                title=${t("Learning rate of this run only; the document stays as it is.")}
                .text=${this.held ?? this.text}
                .parse=${(text: string) => parseNumber("lr", text, { kind: "number", min: 0 }, false)}
                .commit=${(value: unknown) => {
                  this.held = undefined;
                  void actions.host.setLearningRate(Number(value));
                }}
                @focusin=${() => (this.held = this.text)}
                @focusout=${() => (this.held = undefined)}
              ></commit-field>`
          : nothing
      }
      ${
        canKeep
          ? html`<vscode-button
                secondary
                aria-label=${t("Keep learning rate {0}", formatExact(own))}
                title=${t("Write this learning rate into the document")}
                @click=${() => actions.set(path, own)}
                >${isActive ? t("Keep") : t("Keep lr {0}", formatExact(own))}</vscode-button
              >${isActive ? html`<span class="note secondary truncated">${t("this run only")}</span>` : nothing}`
          : nothing
      }
    `;
  }

  /** What the person has set for this run. */
  private get ownRate(): number | undefined {
    return this.run.state === "idle" ? undefined : this.run.ownLr;
  }

  /**
   * Without a scheduler what the person has set holds at once; with one, what the newest epoch began with.
   */
  private get text(): string {
    const { ownRate, rate, json } = this;
    const written = valueAt(json, path);
    const isScheduled = valueAt(json, ["training", "scheduler"]) !== undefined;
    const now = (isScheduled ? rate : ownRate) ?? ownRate ?? rate ?? written;
    return typeof now === "number" ? formatExact(Number(now.toPrecision(6))) : "";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "run-rate": RunRate;
  }
}
