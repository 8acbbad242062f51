// Every problem of the document and its data as a list; a click leads to the layer or the setting it belongs
// to.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { fixAll } from "../../../../src/model/fix-all.ts";
import { pathInWords } from "../../../../src/model/path-words.ts";
import { layerOf, type Problem } from "../../../../src/model/problem.ts";
import type { Actions } from "../../../actions.ts";
import { layersOf } from "../../../builder/network.ts";
import { fixButtons, fixStyles } from "../../data/shared/fixes.ts";
import { baseStyles, severityStyles } from "../../../shared/styles/base.ts";
import { say, t } from "../../../shared/text.ts";

@customElement("problems-view")
export class ProblemsView extends LitElement {
  static override styles = [
    baseStyles,
    severityStyles,
    fixStyles,
    css`
      :host {
        display: block;
      }
      button {
        align-items: start;
        display: flex;
        gap: 8px;
        min-height: 24px;
        padding: 3px 12px;
        width: 100%;
      }
      button:hover {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      .severity {
        margin-top: 1px;
      }
      .fixes {
        padding: 2px 12px 6px 36px;
      }
      .place {
        flex: none;
        margin-left: auto;
      }
      .empty {
        padding: 24px 12px;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) actions!: Actions<unknown>;
  @property({ attribute: false }) problems: readonly Problem[] = [];
  @property({ attribute: false }) json: unknown;

  override render() {
    if (this.problems.length === 0) return html`<p class="empty secondary">${t("No problems were found.")}</p>`;
    return html`<ul>
      ${this.problems.map((problem) => html`<li>${this.entry(problem)}</li>`)}
    </ul>`;
  }

  private entry(problem: Problem): TemplateResult {
    const { severity } = problem;
    const kind = { error: t("Error"), warning: t("Warning"), information: t("Note") }[severity];
    return html`<button @click=${() => this.actions.showProblem(problem)}>
        <vscode-icon class=${`severity ${severity}`} name=${severity === "information" ? "info" : severity}></vscode-icon>
        <span class="unseen">${kind}:</span>
        <span>${say(problem.message)}</span>
        <span class="place secondary small">${this.place(problem)}</span>
      </button>
      ${problem.fixes?.length ? html`<div class="fixes">${this.allButton(problem)} ${fixButtons(problem, this.actions)}</div>` : nothing}`;
  }

  /** At the first of several problems of a kind: mends them all. */
  private allButton(problem: Problem): TemplateResult | typeof nothing {
    const isFirst = this.problems.find(({ code }) => code === problem.code) === problem;
    const all = isFirst ? fixAll(this.problems, problem.code) : undefined;
    return all === undefined
      ? nothing
      : html`<vscode-button secondary @click=${() => this.actions.mend(all)}>${say(all.title)}</vscode-button>`;
  }

  private place(problem: Problem): string {
    const layer = layerOf(problem);
    if (layer !== undefined) return `${layersOf(this.json)[layer]?.type ?? ""} ${layer + 1}`;
    if (problem.file !== undefined) return problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
    const place = pathInWords(problem.path, this.json);
    return typeof place === "object" ? say(place) : String(place);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "problems-view": ProblemsView;
  }
}
