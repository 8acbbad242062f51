// The banner: what is wrong with the document, its data or its training settings, in one line with what
// helps. Problems of a layer are on the layer instead.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { targetsOf } from "../../../src/model/change-target.ts";
import { type Message, message } from "../../../src/model/message.ts";
import { layerOf, type Problem } from "../../../src/model/problem.ts";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import { endOf, isActive, type RunStatus, type Unfinished } from "../../../src/protocol/run.ts";
import type { Actions } from "../../actions.ts";
import { formatCount } from "../../shared/numbers.ts";
import { baseStyles, severityStyles } from "../../shared/styles/base.ts";
import { say, t } from "../../shared/text.ts";
import type { DataHost } from "../../../src/protocol/data-host.ts";
import type { DocumentHost } from "../../../src/protocol/document-host.ts";
import type { RunHost } from "../../../src/protocol/run-host.ts";

/** What the banner speaks of: errors that belong to no layer, then what is to know about the run. */
function bannerProblems({ problems, run }: BuilderState, isTyping: boolean): readonly Problem[] {
  const errors = problems.filter(
    (problem) => !isTyping && problem.severity === "error" && layerOf(problem) === undefined && problem.path[0] !== "layers",
  );
  const notes = runNote(run);
  return [...errors, ...(notes.length > 0 ? notes : unfinished(run))];
}

function runNote(run: RunStatus): readonly Problem[] {
  if (run.state === "idle" || run.note === undefined) return [];
  const severity = run.state === "failed" ? "error" : endOf(run)?.stopped === "diverged" ? "warning" : "information";
  return [{ severity, code: "run", message: run.note, path: [] }];
}

function unfinished(run: RunStatus): readonly Problem[] {
  if (run.state === "watched") return [elsewhere(message("This network is being trained in another window. You are watching that run."))];
  if (!isActive(run) && run.isElsewhere) return [elsewhere(message("This network is being trained in another window."))];
  const left = leftBy(run);
  if (left === undefined) return [];
  const sentence = message(
    "The last run was interrupted. Its checkpoint is from epoch {0} of {1}.",
    formatCount(left.epoch),
    formatCount(left.epochs),
  );
  return [{ severity: "information", code: "run", message: sentence, path: [] }];
}

function elsewhere(sentence: Message): Problem {
  return { severity: "information", code: "run", message: sentence, path: [] };
}

function leftBy(run: RunStatus): Unfinished | undefined {
  return isActive(run) || run.state === "watched" ? undefined : run.unfinished;
}

@customElement("builder-banner")
export class BuilderBanner extends LitElement {
  static override styles = [
    baseStyles,
    severityStyles,
    css`
      :host {
        display: block;
      }
      .banner {
        align-items: start;
        background: var(--vscode-inputValidation-infoBackground);
        border-bottom: 1px solid var(--vscode-inputValidation-infoBorder);
        color: var(--vscode-inputValidation-infoForeground, var(--vscode-foreground));
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 8px 12px;
      }
      .banner.error {
        background: var(--vscode-inputValidation-errorBackground);
        border-color: var(--vscode-inputValidation-errorBorder);
        color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
      }
      .banner.warning {
        background: var(--vscode-inputValidation-warningBackground);
        border-color: var(--vscode-inputValidation-warningBorder);
        color: var(--vscode-inputValidation-warningForeground, var(--vscode-foreground));
      }
      .severity {
        margin: 4px 0;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      p {
        flex: 1 1 240px;
        margin: 3px 0;
        min-width: 0;
        overflow-wrap: break-word;
      }
    `,
  ];

  @property({ attribute: false }) actions!: Actions<DataHost & DocumentHost & RunHost>;
  @property({ attribute: false }) state!: BuilderState;
  /** Whether the document is being written, so that its errors wait. */
  @property({ type: Boolean }) isTyping = false;
  /** What went wrong just now; comes before everything else. */
  @property() notice = "";
  /** Takes the notice away. */
  @property({ attribute: false }) letGo!: () => void;

  override render() {
    const [first, ...others] = bannerProblems(this.state, this.isTyping);
    return html`<div role="status">
      ${
        this.notice === ""
          ? nothing
          : html`<div class="banner error">
              <vscode-icon class="severity error" name="error"></vscode-icon>
              <p>${this.notice}</p>
              <vscode-toolbar-button
                icon="close"
                label=${t("Close")}
                title=${t("Close")}
                @click=${() => this.letGo()}
              ></vscode-toolbar-button>
            </div>`
      }
      ${
        first === undefined
          ? nothing
          : html`<div class=${`banner ${first.severity}`}>
              <vscode-icon
                class=${`severity ${first.severity}`}
                name=${first.severity === "information" ? "info" : first.severity}
              ></vscode-icon>
              <p>${say(first.message)}</p>
              <div class="actions">
                ${this.remedy(first)}
                ${
                  others.length > 0
                    ? this.button(t("{0} more", others.length), () => this.actions.view({ tab: "problems", isDockOpen: true }))
                    : nothing
                }
              </div>
            </div>`
      }
    </div>`;
  }

  private remedy(problem: Problem): TemplateResult | typeof nothing {
    const { actions, state } = this;
    const { host } = actions;
    const [room, field] = problem.path;
    if (problem.code === "run") return this.continuation();
    if (!state.editable || problem.path.length === 0) return this.button(t("Open as text"), () => void host.openAsText());
    if (problem.file !== undefined && problem.line !== undefined) {
      const { file, line } = problem;
      return html`${this.button(t("Open CSV"), () => void host.openCsv({ file, line }))}
      ${this.button(t("Read again"), () => void host.readDataAgain())}`;
    }
    const fixes = (problem.fixes ?? []).map((fix) => this.button(say(fix.title), () => actions.mend(fix)));
    if (room === "data" && field === "target") {
      const [column = ""] = targetsOf(state.json);
      return html`${fixes} ${this.button(t("Change target…"), () => actions.openColumn(column))}`;
    }
    if (room === "training" || (room === "data" && field === "split"))
      return html`${fixes} ${this.button(t("Show"), () => actions.showProblem(problem))}`;
    if (fixes.length > 0) return html`${fixes}`;
    if (room === "data" && field === "file") {
      return html`${this.button(t("Choose CSV…"), () => void host.chooseCsv())}
      ${this.button(t("Read again"), () => void host.readDataAgain())}`;
    }
    if (room === "data") return this.button(t("Show"), () => actions.showProblem(problem));
    return this.button(t("Open as text"), () => void host.openAsText());
  }

  /** What a run that did not end well has left. */
  private continuation(): TemplateResult | typeof nothing {
    const { host } = this.actions;
    const { run } = this.state;
    if (run.state !== "watched" && !isActive(run) && run.isElsewhere) return this.button(t("Watch"), () => void host.watch());
    const left = leftBy(run);
    if (left === undefined) return nothing;
    return html`${this.button(t("Continue from epoch {0}", formatCount(left.epoch)), () => void host.continueRun())}
    ${this.button(t("Discard"), () => void host.discardUnfinished())}`;
  }

  private button(label: string, act: () => void): TemplateResult {
    return html`<vscode-button secondary @click=${act}>${label}</vscode-button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "builder-banner": BuilderBanner;
  }
}
