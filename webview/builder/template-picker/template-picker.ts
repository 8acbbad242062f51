// Templates to start from, as a quick pick: what fits the data first, each with its layers and a sentence.
// Enter or a click puts it into the document; what that replaces is said before.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { JsonLayer } from "../../../src/model/edit.ts";
import { isTemplate, layersInWords, targetFacts, type TargetFacts, type Template, templates } from "../../../src/model/templates.ts";
import type { DataState } from "../../../src/protocol/builder.ts";
import type { Actions } from "../../actions.ts";
import { isUndoOrRedo } from "../../shared/controllers/keys.ts";
import { say, t } from "../../shared/text.ts";
import { templatePickerStyles } from "./template-picker.styles.ts";

@customElement("template-picker")
export class TemplatePicker extends LitElement {
  static override styles = templatePickerStyles;

  @property({ attribute: false }) actions!: Actions<unknown>;
  @property({ attribute: false }) data: DataState = { state: "none" };
  /** The layers that a template would replace. */
  @property({ attribute: false }) layers: readonly JsonLayer[] = [];
  /** Takes the picker from the page. */
  @property({ attribute: false }) close!: () => void;
  @state() private words = "";
  @state() private active = 0;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("input") private input!: HTMLInputElement;

  protected override firstUpdated(): void {
    this.dialog.showModal();
    this.input.focus();
  }

  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  override render() {
    const target = targetFacts(this.data.state === "ready" ? this.data.summary : undefined);
    const found = this.found(target);
    const fitting = found.filter(({ fits }) => fits(target));
    const others = found.filter(({ fits }) => !fits(target));
    const ordered = [...fitting, ...others];
    const loses = this.layers.length > 0 && !isTemplate(this.layers, target);
    return html`<dialog
      class="pick"
      aria-label=${t("Templates")}
      @close=${() => this.close()}
      @click=${(event: MouseEvent) => event.target === this.dialog && this.dialog.close()}
    >
      <input
        type="text"
        role="combobox"
        aria-label=${t("Template to start from")}
        aria-expanded="true"
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant=${ordered.length > 0 ? `template-${this.active}` : nothing}
        placeholder=${t("Template to start from")}
        .value=${this.words}
        @input=${() => this.search()}
        @keydown=${(event: KeyboardEvent) => this.key(event, ordered, target)}
      />
      <div role="listbox" id="found" aria-label=${t("Templates")}>
        ${this.group(t("For this data"), fitting, 0, target)} ${this.group(t("For other data"), others, fitting.length, target)}
        ${ordered.length === 0 ? html`<div role="option" aria-disabled="true" aria-selected="false" class="none">${t("No template matches.")}</div>` : nothing}
      </div>
      ${loses ? html`<p class="note secondary small">${t("This replaces the layers and the training settings. Ctrl+Z undoes it.")}</p>` : nothing}
    </dialog>`;
  }

  /** What the words are found in; the starter needs a CSV to start from. */
  private found(target: TargetFacts): readonly Template[] {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    return templates.filter((template) => {
      const text = [say(template.name), say(template.about), layersInWords(template.network(target).layers)].join(" ").toLowerCase();
      return (template.id !== "starter" || this.data.state === "ready") && words.every((word) => text.includes(word));
    });
  }

  private group(title: string, members: readonly Template[], from: number, target: TargetFacts): TemplateResult | typeof nothing {
    if (members.length === 0) return nothing;
    // Without data there is one group, and nothing to say of it.
    const isTitled = this.data.state === "ready";
    return html`<div role="group" aria-label=${isTitled ? title : nothing}>
      ${isTitled ? html`<h3 aria-hidden="true">${title}</h3>` : nothing}
      ${members.map((template, index) => this.option(template, from + index, target))}
    </div>`;
  }

  private option(template: Template, index: number, target: TargetFacts): TemplateResult {
    return html`<div
      role="option"
      id=${`template-${index}`}
      aria-selected=${index === this.active ? "true" : "false"}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.finish(template, target)}
    >
      <div class="head">
        <span class="name">${say(template.name)}</span>
        <span class="layers code secondary">${layersInWords(template.network(target).layers)}</span>
      </div>
      <span class="secondary small">${say(template.about)}</span>
    </div>`;
  }

  private search(): void {
    this.words = this.input.value;
    this.active = 0;
  }

  private key(event: KeyboardEvent, found: readonly Template[], target: TargetFacts): void {
    if (isUndoOrRedo(event) && this.words !== "") event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = found[this.active];
    if (step !== undefined && found.length > 0) this.active = (this.active + step + found.length) % found.length;
    else if (event.key === "Enter" && !event.isComposing && chosen !== undefined) this.finish(chosen, target);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private finish(template: Template, target: TargetFacts): void {
    this.dialog.close();
    this.actions.useTemplate(template, target);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "template-picker": TemplatePicker;
  }
}
