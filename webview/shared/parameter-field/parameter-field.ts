// One parameter: PyTorch's name, its control, what it does, PyTorch's default and the way back to it. The
// control follows from the registry's record, so a new parameter needs nothing here.

import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../commit-field/commit-field.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { JsonValue } from "../../../src/model/json.ts";
import type { Parameter } from "../../../src/model/parameters.ts";
import type { Fix, Problem } from "../../../src/model/problem.ts";
import { pythonValue } from "../../builder/cards.ts";
import { fieldText, isNumberControl, type Parsed, parseNumber, parseNumbers, sliderPosition, sliderValue } from "../field-values.ts";
import { fixLinks } from "../fix-links.ts";
import { say, t } from "../text.ts";
import { parameterFieldStyles } from "./parameter-field.styles.ts";

@customElement("parameter-field")
export class ParameterField extends LitElement {
  static override styles = parameterFieldStyles;
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property() name = "";
  @property({ attribute: false }) parameter!: Parameter;
  /** What the document says; undefined if it says nothing. */
  @property({ attribute: false }) value: unknown;
  /** The value that follows from elsewhere while the document says nothing. */
  @property({ attribute: false }) derived: number | undefined;
  @property({ attribute: false }) problems: readonly Problem[] = [];
  @property({ attribute: false }) commit!: (value: JsonValue | undefined) => void;
  @property({ attribute: false }) mend!: (fix: Fix) => void;
  @property({ attribute: false }) preview!: (value: JsonValue) => void;

  override render() {
    const { parameter, value } = this;
    const isSwitch = parameter.control.kind === "switch";
    return html`
      <div class="head">
        ${isSwitch ? nothing : html`<span class="name code" aria-hidden="true">${this.name}</span>`}
        ${isSwitch ? this.checkbox() : html`<div class="control">${this.control()}</div>`}
        ${
          this.isChanged
            ? html`<vscode-toolbar-button
                class="restore"
                icon="discard"
                label=${t("Restore the default of {0}", this.name)}
                title=${this.restoreTitle}
                @click=${() => this.commit(undefined)}
              ></vscode-toolbar-button>`
            : nothing
        }
      </div>
      ${this.slider(value ?? parameter.default)}
      ${
        isNumberControl(parameter.control) || parameter.control.kind === "numbers"
          ? nothing
          : this.problems.map((problem) => html`<p class=${`problem ${problem.severity}`}>${say(problem.message)}</p>`)
      }
      ${this.problems.some(({ fixes }) => fixes) ? html`<div class="small">${this.problems.map((problem) => fixLinks(problem, this.mend))}</div>` : nothing}
      <p class="about secondary small">${say(parameter.about)} ${this.defaultText}</p>
    `;
  }

  private control(): TemplateResult | typeof nothing {
    const { control } = this.parameter;
    switch (control.kind) {
      case "integer":
      case "number":
        return this.text((text) => parseNumber(this.name, text, control, this.isOptional));
      case "numbers":
        return this.text((text) => parseNumbers(this.name, text, control.length));
      case "choice":
      case "initialiser":
        return this.choice(control.options);
      case "switch":
        return nothing;
    }
  }

  private text(parse: (text: string) => Parsed): TemplateResult {
    const hint = this.derived ?? this.parameter.default;
    return html`<commit-field
      code
      .text=${fieldText(this.value)}
      .label=${this.name}
      .description=${say(this.parameter.about)}
      .hint=${hint === undefined ? "" : fieldText(hint)}
      .problems=${this.problems.map(({ message }) => say(message))}
      .isMild=${this.problems.every(({ severity }) => severity !== "error")}
      .parse=${parse}
      .commit=${this.commit}
    ></commit-field>`;
  }

  private choice(options: readonly string[]): TemplateResult {
    const value = this.value ?? this.parameter.default;
    const isNamed = typeof value === "string" && options.includes(value);
    return html`<select
      class="code"
      aria-label=${this.name}
      aria-description=${say(this.parameter.about)}
      @change=${(event: Event) => this.commit((event.target as HTMLSelectElement).value)}
    >
      ${isNamed ? nothing : html`<option selected disabled>${typeof value === "object" ? t("set by hand") : fieldText(value)}</option>`}
      ${options.map((option) => html`<option value=${option} ?selected=${option === value}>${option}</option>`)}
    </select>`;
  }

  private checkbox(): TemplateResult {
    const isOn = (this.value ?? this.parameter.default) === true;
    return html`<vscode-checkbox
      class="control"
      .checked=${live(isOn)}
      @change=${(event: Event) => this.commit((event.target as HTMLInputElement).checked)}
      ><span class="code">${this.name}</span></vscode-checkbox
    >`;
  }

  /** Shows the value while it is dragged and commits it once, on release: one step of undo. */
  private slider(value: unknown): TemplateResult | typeof nothing {
    const { control } = this.parameter;
    if (!isNumberControl(control) || control.slider === undefined) return nothing;
    const { min, max, position } = sliderPosition(typeof value === "number" ? value : 0, control);
    const valueOf = (event: Event): number => sliderValue((event.target as HTMLInputElement).valueAsNumber, control);
    return html`<input
      type="range"
      aria-label=${t("{0}, slider", this.name)}
      aria-valuetext=${fieldText(value)}
      min=${min}
      max=${max}
      step="1"
      .value=${live(String(position))}
      @input=${(event: Event) => this.preview(valueOf(event))}
      @change=${(event: Event) => this.commit(valueOf(event))}
    />`;
  }

  private get isOptional(): boolean {
    return this.parameter.presence !== "required";
  }

  /** Whether there is something to restore: the document says it, and it may be left out. */
  private get isChanged(): boolean {
    return this.value !== undefined && this.isOptional && JSON.stringify(this.value) !== JSON.stringify(this.parameter.default);
  }

  private get restoreTitle(): string {
    const value = this.parameter.default;
    return value === undefined ? t("Clear") : t("Restore PyTorch's default: {0}", pythonValue(value));
  }

  private get defaultText(): string {
    const value = this.parameter.default;
    return value === undefined || value === "default" ? "" : t("Default: {0}.", pythonValue(value));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "parameter-field": ParameterField;
  }
}
