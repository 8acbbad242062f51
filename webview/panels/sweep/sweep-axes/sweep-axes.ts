// The settings of a document that a sweep varies, each with its values: a list, a range in even steps or in
// powers, or names to choose from.

import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import "../../../shared/commit-field/commit-field.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { optimizers } from "../../../../src/model/optimizers.ts";
import { type AxisName, axisNames, isNumberAxis, type NumberAxis, type Settings, type Value } from "../../../../src/model/sweep/sweep.ts";
import { fieldText, type Parsed, parseNumber, parseNumbers } from "../../../shared/field-values.ts";
import { type AxisForm, axisForm, type SweepForm } from "../sweep-form.ts";
import { axisTitle } from "../sweep-words.ts";
import { t } from "../../../shared/text.ts";
import { sweepAxesStyles } from "./sweep-axes.styles.ts";

/** The activations that people try, beside the document's own. */
const activations = ["ReLU", "LeakyReLU", "ELU", "SELU", "GELU", "SiLU", "Tanh", "Sigmoid"];

/** Schedulers that begin with a rate of their own. */
const ownRates: ReadonlySet<string> = new Set(["OneCycleLR", "CyclicLR"]);

@customElement("sweep-axes")
export class SweepAxes extends LitElement {
  static override styles = sweepAxesStyles;

  @property({ attribute: false }) form!: SweepForm;
  /** What the document has now. */
  @property({ attribute: false }) settings!: Settings;
  /** The document's scheduler, which may decide the learning rate whatever the optimizer has. */
  @property() scheduler = "";
  @property({ attribute: false }) change!: (axes: SweepForm["axes"]) => void;

  override render() {
    return axisNames.map((name) => this.axis(name, axisForm(name, this.form, this.settings)));
  }

  private axis(name: AxisName, axis: AxisForm | undefined): TemplateResult {
    const title = axisTitle(name);
    if (axis === undefined) {
      const reason = name === "width" ? t("There is no hidden Linear.") : t("There is no hidden activation.");
      return html`<div class="row">
        <vscode-checkbox label=${title} disabled></vscode-checkbox><span class="secondary small">${reason}</span>
      </div>`;
    }
    return html`<div class="axis" role="group" aria-label=${title}>
      <div class="row">
        <vscode-checkbox
          label=${title}
          ?checked=${axis.isOn}
          @change=${(event: Event) => this.set(name, { isOn: (event.target as HTMLInputElement).checked })}
        ></vscode-checkbox>
        ${axis.isOn && isNumberAxis(name) ? this.how(name, axis) : nothing}
      </div>
      ${
        axis.isOn && name === "lr" && ownRates.has(this.scheduler)
          ? html`<p class="problem warning">
              ${t("{0} decides the learning rate itself. Vary it without this scheduler.", this.scheduler)}
            </p>`
          : nothing
      }
      ${axis.isOn ? html`<div class="values">${isNumberAxis(name) ? this.numbers(name, axis) : this.names(name, axis)}</div>` : nothing}
    </div>`;
  }

  private how(name: AxisName, { how }: AxisForm): TemplateResult {
    const options: readonly (readonly [AxisForm["how"], string])[] = [
      ["list", t("List")],
      ["linear", t("Even steps")],
      ["log", t("Even factors")],
    ];
    return html`<select
      aria-label=${t("How values are given")}
      @change=${(event: Event) => this.set(name, { how: (event.target as HTMLSelectElement).value as AxisForm["how"] })}
    >
      ${options.map(([value, text]) => html`<option value=${value} .selected=${value === how}>${text}</option>`)}
    </select>`;
  }

  private numbers(name: NumberAxis, axis: AxisForm): TemplateResult {
    if (axis.how === "list") {
      return html`<commit-field
        code
        label=${t("Values")}
        .text=${fieldText(axis.list)}
        .parse=${(text: string) => parseValues(name, text)}
        .commit=${(list: readonly number[]) => this.set(name, { list })}
      ></commit-field>`;
    }
    const kind = name === "lr" ? "number" : "integer";
    const least = name === "lr" ? 1e-12 : 1;
    return html`<div class="range">
      ${this.number(name, t("From"), "from", axis, { kind, min: least })} ${this.number(name, t("To"), "to", axis, { kind, min: least })}
      ${this.number(name, t("Values"), "count", axis, { kind: "integer", min: 2, max: 50 })}
    </div>`;
  }

  private number(
    name: AxisName,
    label: string,
    field: "from" | "to" | "count",
    axis: AxisForm,
    control: Parameters<typeof parseNumber>[2],
  ): TemplateResult {
    return html`<div>
      <span class="label secondary" aria-hidden="true">${label}</span>
      <commit-field
        code
        label=${label}
        .text=${fieldText(axis[field])}
        .parse=${(text: string) => parseNumber(label, text, control, false)}
        .commit=${(value: number) => this.set(name, { [field]: value })}
      ></commit-field>
    </div>`;
  }

  private names(name: AxisName, { list }: AxisForm): TemplateResult {
    const present = this.settings[name]!;
    const offered: readonly Value[] =
      name === "optimizer" ? Object.keys(optimizers).filter((type) => type !== "Perceptron") : [...new Set([present, ...activations])];
    return html`<div class="names">
      ${offered.map(
        (value) =>
          html`<vscode-checkbox
            label=${value}
            ?checked=${list.includes(value)}
            @change=${(event: Event) => {
              const isOn = (event.target as HTMLInputElement).checked;
              this.set(name, { list: offered.filter((other) => (other === value ? isOn : list.includes(other))) });
            }}
          ></vscode-checkbox>`,
      )}
    </div>`;
  }

  private set(name: AxisName, change: Partial<AxisForm>): void {
    this.change({ ...this.form.axes, [name]: { ...this.form.axes[name], ...change } });
  }
}

/** Numbers above 0; of sizes whole ones. */
function parseValues(name: NumberAxis, text: string): Parsed {
  const title = axisTitle(name);
  const parsed = parseNumbers(title, text, undefined);
  if ("error" in parsed) return parsed;
  const values = (parsed.value ?? []) as readonly number[];
  if (values.length === 0) return { error: t("{0} needs a number.", title) };
  const wrong = values.find((value) => value <= 0 || (name !== "lr" && !Number.isInteger(value)));
  if (wrong === undefined) return { value: values };
  return { error: name === "lr" ? t("{0} must be above 0.", title) : t("{0} must be a whole number from 1.", title) };
}

declare global {
  interface HTMLElementTagNameMap {
    "sweep-axes": SweepAxes;
  }
}
