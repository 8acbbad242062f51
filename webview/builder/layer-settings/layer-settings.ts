// A layer in the inspector: its formula, its parameters from the registry's record, what it is for and what
// goes wrong with it.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../../shared/commit-field/commit-field.ts";
import "../duplicate-field/duplicate-field.ts";
import "../layer-curve/layer-curve.ts";
import "../../shared/parameter-field/parameter-field.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { layerLessons } from "../../../src/lessons/layer-lessons.ts";
import { FLOAT } from "../../../src/model/cost.ts";
import type { JsonValue } from "../../../src/model/json.ts";
import type { JsonLayer } from "../../../src/model/edit.ts";
import type { Fix } from "../../../src/model/problem.ts";
import type { LayerType } from "../../../src/model/layers.ts";
import { isCurve, type LayerRecord } from "../../../src/model/layers/record.ts";
import type { Actions } from "../../actions.ts";
import type { Card } from "../cards.ts";
import { fixLinks } from "../../shared/fix-links.ts";
import { layerIcon } from "../../shared/icons.ts";
import { recordOf } from "../network.ts";
import { formatBytes, formatCount } from "../../shared/numbers.ts";
import { say, t } from "../../shared/text.ts";
import { settingsStyles } from "../../shared/styles/settings.ts";
import type { PlaceHost } from "../../../src/protocol/place-host.ts";
import type { DocumentHost } from "../../../src/protocol/document-host.ts";

@customElement("layer-settings")
export class LayerSettings extends LitElement {
  static override styles = settingsStyles;

  @property({ attribute: false }) actions!: Actions<DocumentHost & PlaceHost>;
  @property({ attribute: false }) card!: Card;
  @property({ attribute: false }) layer!: JsonLayer;
  /** How many layers there are. */
  @property({ type: Number }) count = 0;

  override render() {
    const { card, layer } = this;
    const record = recordOf(layer.type);
    return html`
      <div class="title" tabindex="-1">
        ${layerIcon(layer.type)}
        <h2 class="truncated">${layer.type}</h2>
        <span class="secondary small">${t("{0} of {1}", card.index + 1, this.count)}</span>
        ${this.buttons()}
      </div>
      ${this.ownProblems(record)} ${record === undefined ? this.openAsText() : this.known(record)}
    `;
  }

  private buttons(): TemplateResult {
    const { actions, card, count } = this;
    return html`<div class="actions">
      ${card.index > 0 ? button("arrow-up", t("Move up"), "Alt+↑", () => actions.shift(card.index, -1)) : nothing}
      ${card.index < count - 1 ? button("arrow-down", t("Move down"), "Alt+↓", () => actions.shift(card.index, 1)) : nothing}
      ${button("copy", t("Duplicate layer"), "Ctrl+D", () => actions.duplicate(card.index, 1))}
      ${button("trash", t("Remove layer"), "Delete", () => actions.remove(card.index))}
    </div>`;
  }

  private known(record: LayerRecord): TemplateResult {
    const entries = Object.entries(record.parameters);
    return html`
      <div class="formula code">
        <span>${record.formula}</span>
        <span class="secondary">${record.derivative}</span>
      </div>
      ${isCurve(record) ? html`<layer-curve class="curve" .actions=${this.actions} .layer=${this.layer}></layer-curve>` : nothing}
      <section>
        ${entries.map(([name]) => this.field(name, record))} ${this.nameField()} ${this.size()}
        <duplicate-field .duplicate=${(times: number) => this.actions.duplicate(this.card.index, times)}></duplicate-field>
      </section>
      <section>
        <p>${say(record.about)} ${this.lesson(record)}</p>
        ${
          record.pitfall
            ? html`<div class="pitfall">
                <vscode-icon name="lightbulb"></vscode-icon>
                <p>${say(record.pitfall)}</p>
              </div>`
            : nothing
        }
      </section>
    `;
  }

  /** The way to the lesson that explains the layer. */
  private lesson({ type }: LayerRecord): TemplateResult | typeof nothing {
    const id = layerLessons[type as LayerType];
    if (id === undefined) return nothing;
    return html`<button class="fix" @click=${() => void this.actions.host.openLesson(id)}>${t("See it in a lesson")}</button>`;
  }

  private field(name: string, { parameters }: LayerRecord): TemplateResult {
    const { actions, card, layer } = this;
    const path = ["layers", card.index, name];
    return html`<parameter-field
      data-target=${`card-setting:${card.index}:${name}`}
      .name=${name}
      .parameter=${parameters[name]}
      .value=${layer[name]}
      .derived=${name === "in_features" ? card.shape.inFeatures : undefined}
      .problems=${card.problems.filter((problem) => problem.path[2] === name)}
      .commit=${(value: JsonValue | undefined) => actions.set(path, value)}
      .mend=${this.mend}
      .preview=${(value: JsonValue) => actions.preview(path, value)}
    ></parameter-field>`;
  }

  private size(): TemplateResult | typeof nothing {
    const { inFeatures, outFeatures, parameters, multiplyAdds } = this.card.shape;
    if (inFeatures === undefined || outFeatures === undefined) return nothing;
    return html`<dl class="row">
      <dt>${t("Shape")}</dt>
      <dd class="value code">${formatCount(inFeatures)} → ${formatCount(outFeatures)}</dd>
      <dt>${t("Parameters")}</dt>
      <dd class="value code" title=${formatBytes((parameters ?? 0) * FLOAT)}>${formatCount(parameters ?? 0)}</dd>
      <dt>${t("Multiply-adds per row")}</dt>
      <dd class="value code">${formatCount(multiplyAdds ?? 0)}</dd>
    </dl>`;
  }

  private nameField(): TemplateResult {
    const name = this.layer["name"];
    return html`<div class="row">
      <span aria-hidden="true">${t("Label")}</span>
      <commit-field
        .text=${typeof name === "string" ? name : ""}
        .label=${t("Label")}
        .hint=${t("none")}
        .parse=${(text: string) => ({ value: text.trim() === "" ? undefined : text.trim() })}
        .commit=${(value: JsonValue | undefined) => this.actions.set(["layers", this.card.index, "name"], value)}
      ></commit-field>
    </div>`;
  }

  /** What is wrong with the layer itself, or with something that has no field. */
  private ownProblems(record: LayerRecord | undefined): TemplateResult | typeof nothing {
    const own = this.card.problems.filter(({ path }) => record === undefined || !Object.hasOwn(record.parameters, String(path[2])));
    if (own.length === 0) return nothing;
    return html`<section>
      ${own.map(
        (problem) =>
          html`<div class="pitfall">
            <vscode-icon
              class=${`severity ${problem.severity}`}
              name=${problem.severity === "information" ? "info" : problem.severity}
            ></vscode-icon>
            <div><span>${say(problem.message)}</span> ${fixLinks(problem, this.mend)}</div>
          </div>`,
      )}
    </section>`;
  }

  /** The link that was pressed is gone; the title is what all pages of the inspector have. */
  private readonly mend = (fix: Fix): void => this.actions.mend(fix, () => this.renderRoot.querySelector<HTMLElement>(".title")?.focus());

  private openAsText(): TemplateResult {
    return html`<section>
      <div><vscode-button secondary @click=${() => void this.actions.host.openAsText()}>${t("Open as text")}</vscode-button></div>
    </section>`;
  }
}

function button(icon: string, label: string, keys: string, act: () => void): TemplateResult {
  return html`<vscode-toolbar-button icon=${icon} label=${label} title=${`${label} (${keys})`} @click=${act}></vscode-toolbar-button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "layer-settings": LayerSettings;
  }
}
