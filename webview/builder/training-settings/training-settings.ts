// How the network is trained, when no layer is selected. What people change first comes first: epochs, batch
// size, learning rate; all else opens with "More". Everything is drawn from the registries.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "../../shared/parameter-field/parameter-field.ts";
import "./engine-settings.ts";
import "./split-fields.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { JsonValue, JsonPath } from "../../../src/model/json.ts";
import { type LossRecord, losses } from "../../../src/model/losses.ts";
import type { Message } from "../../../src/model/message.ts";
import { learnsByRow, optimizers } from "../../../src/model/optimizers.ts";
import type { Parameter, Parameters } from "../../../src/model/parameters.ts";
import type { Fix, Problem } from "../../../src/model/problem.ts";
import { schedulers } from "../../../src/model/schedulers.ts";
import type { DataState } from "../../../src/protocol/builder.ts";
import type { EngineChoice, EngineHost } from "../../../src/protocol/engine-host.ts";
import type { RunStatus } from "../../../src/protocol/run.ts";
import type { Actions } from "../../actions.ts";
import { valueAt } from "../network.ts";
import { settingsStyles } from "../../shared/styles/settings.ts";
import { say, t } from "../../shared/text.ts";
import { binaryParameters, stabilityParameters, trainingParameters } from "../training-parameters.ts";

/** What stands above "More". */
const commonPaths: readonly JsonPath[] = [
  ["training", "epochs"],
  ["training", "batch_size"],
  ["training", "optimizer", "lr"],
];

/** Whether a problem's setting is hidden while "More" is closed. */
export function isUnderMore({ path }: Problem): boolean {
  const isSetting = path[0] === "training" || (path[0] === "data" && path[1] === "split");
  return isSetting && !commonPaths.some((common) => common.every((step, index) => path[index] === step));
}

type Field = "loss" | "optimizer" | "scheduler";

/** What a required parameter starts with: a learning rate, a factor, or a number of epochs. */
function startOf({ control }: Parameter): JsonValue {
  if (control.kind === "numbers") return [10, 20];
  if (control.kind === "integer") return 10;
  return control.kind === "number" && (control.slider?.[0] ?? 0) >= 0.5 ? 0.95 : 0.01;
}

type Choices = Readonly<
  Record<
    string,
    { readonly type: string; readonly parameters: Parameters; readonly formula: string; readonly about: Message; readonly pitfall: Message }
  >
>;

function recordIn<R>(records: Readonly<Record<string, R>>, type: unknown): R | undefined {
  return typeof type === "string" && Object.hasOwn(records, type) ? records[type] : undefined;
}

@customElement("training-settings")
export class TrainingSettings extends LitElement {
  static override styles = settingsStyles;

  @property({ attribute: false }) actions!: Actions<EngineHost>;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) problems: readonly Problem[] = [];
  @property({ attribute: false }) data: DataState = { state: "none" };
  /** Who computes the next run; undefined if there is no choice. */
  @property({ attribute: false }) engine: EngineChoice | undefined;
  @property({ attribute: false }) run!: RunStatus;
  /** The document's name. */
  @property() file = "";
  /** Whether the person wants to see all settings. */
  @property({ type: Boolean }) hasMore = false;

  override render() {
    const { epochs, batch_size } = trainingParameters;
    const optimizer = recordIn(optimizers, valueAt(this.json, ["training", "optimizer", "type"]));
    const lr = optimizer?.parameters["lr"];
    // What is wrong is never hidden.
    const isOpen = this.hasMore || this.problems.some(isUnderMore);
    return html`
      <div class="title" tabindex="-1"><h2>${t("Training")}</h2></div>
      <section>
        ${this.field(["training", "epochs"], epochs)} ${this.field(["training", "batch_size"], batch_size)}
        ${lr === undefined ? nothing : this.field(["training", "optimizer", "lr"], lr)}
      </section>
      <button class="more" aria-expanded=${isOpen ? "true" : "false"} @click=${() => this.actions.view({ hasMore: !isOpen })}>
        <vscode-icon name=${isOpen ? "chevron-down" : "chevron-right"}></vscode-icon>
        <h3>${t("More")}</h3>
        ${isOpen ? nothing : html`<span class="secondary small truncated">${this.gist()}</span>`}
      </button>
      ${isOpen ? this.more() : nothing}
    `;
  }

  /** What is below "More", in a line. */
  private gist(): string {
    const types = ["loss", "optimizer", "scheduler"].map((field) => valueAt(this.json, ["training", field, "type"]));
    return types.filter((type) => typeof type === "string").join(" · ");
  }

  private more(): TemplateResult {
    const { seed, shuffle, drop_last } = trainingParameters;
    const loss = recordIn<LossRecord>(losses, valueAt(this.json, ["training", "loss", "type"]));
    const others: Parameters = { seed, shuffle, drop_last, ...(loss?.target === "binary" ? binaryParameters : {}) };
    const hasScheduler = this.isOfUse("scheduler");
    const hasClipping = this.isOfUse("clip_grad_norm");
    return html`
      <section>${this.choice("loss", t("Loss"), losses)}</section>
      <section>${this.choice("optimizer", t("Optimizer"), optimizers)}</section>
      ${hasScheduler ? html`<section>${this.choice("scheduler", t("Scheduler"), schedulers, true)}</section>` : nothing}
      <section>
        <h3>${t("Batches and seed")}</h3>
        ${Object.entries(others).map(([name, parameter]) => this.field(["training", name], parameter))}
      </section>
      <section data-target="setting:early_stopping">
        <h3>${hasClipping ? t("Gradient clipping and early stopping") : t("Early stopping")}</h3>
        ${hasClipping ? this.field(["training", "clip_grad_norm"], stabilityParameters.clip_grad_norm) : nothing}
        ${this.field(["training", "early_stopping", "patience"], stabilityParameters.patience)}
        ${
          valueAt(this.json, ["training", "early_stopping"]) === undefined
            ? nothing
            : this.field(["training", "early_stopping", "min_delta"], stabilityParameters.min_delta)
        }
      </section>
      <section>
        <h3>${t("Split")}</h3>
        <split-fields
          data-target="data-split"
          .split=${valueAt(this.json, ["data", "split"])}
          .rows=${this.data.state === "ready" ? this.data.summary.split : undefined}
          .problems=${this.at(["data", "split"])}
          .commit=${(value: JsonValue | undefined) => this.actions.set(["data", "split"], value)}
        ></split-fields>
      </section>
      ${
        this.engine === undefined
          ? nothing
          : html`<section>
              <engine-settings .actions=${this.actions} .engine=${this.engine} .run=${this.run} .file=${this.file}></engine-settings>
            </section>`
      }
    `;
  }

  /** What Rosenblatt's rule has no use for is shown only if it is there, so that it can be removed. */
  private isOfUse(name: string): boolean {
    const isByRow = learnsByRow({ type: valueAt(this.json, ["training", "optimizer", "type"]) });
    return !isByRow || valueAt(this.json, ["training", name]) !== undefined;
  }

  private choice(field: Field, title: string, records: Choices, isOptional = false): TemplateResult {
    const type = valueAt(this.json, ["training", field, "type"]);
    const record = recordIn(records, type);
    const own = this.at(["training", field]).filter(({ path }) => path.length < 3 || path[2] === "type");
    return html`
      <div class="row wide" data-target=${`setting:${field}`}>
        <h3 aria-hidden="true">${title}</h3>
        <select
          class="code"
          aria-label=${title}
          @change=${(event: Event) => this.choose(field, records, (event.target as HTMLSelectElement).value)}
        >
          ${
            record && !isOptional
              ? nothing
              : html`<option value="" ?selected=${!record} ?disabled=${!isOptional}>
                  ${typeof type === "string" && !record ? type : t("none")}
                </option>`
          }
          ${Object.keys(records).map((name) => html`<option value=${name} ?selected=${name === type}>${name}</option>`)}
        </select>
      </div>
      ${own.map((problem) => html`<p class=${`problem ${problem.severity}`}>${say(problem.message)}</p>`)}
      ${
        record
          ? html`<div>
                <p class="code">${record.formula}</p>
                <p class="secondary small">${say(record.about)} ${say(record.pitfall)}</p>
              </div>
              ${Object.entries(record.parameters)
                // It stands above "More".
                .filter(([name]) => field !== "optimizer" || name !== "lr")
                .map(([name, parameter]) => this.field(["training", field, name], parameter))}`
          : nothing
      }
    `;
  }

  /**
   * Another loss or optimizer keeps the parameters that it has too, as `lr`; but the rate of a rule without
   * gradients is none for one with them.
   */
  private choose(field: Field, records: Choices, type: string): void {
    if (type === "") {
      this.actions.set(["training", field], undefined);
      return;
    }
    const present = valueAt(this.json, ["training", field]);
    const parameters = records[type]?.parameters ?? {};
    const isOther = learnsByRow({ type: valueAt(present, ["type"]) }) !== learnsByRow({ type });
    const given = typeof present === "object" && present !== null && !isOther ? present : {};
    const kept = Object.entries(given).filter(([name]) => name in parameters);
    const required = Object.entries(parameters).filter(([, { presence }]) => presence === "required");
    const values = { ...Object.fromEntries(required.map(([name, parameter]) => [name, startOf(parameter)])), ...Object.fromEntries(kept) };
    this.actions.set(["training", field], { type, ...(values as Readonly<Record<string, JsonValue>>) });
  }

  private field(path: JsonPath, parameter: Parameter): TemplateResult {
    return html`<parameter-field
      data-target=${`setting:${String(path.at(-1))}`}
      .name=${String(path.at(-1))}
      .parameter=${parameter}
      .value=${valueAt(this.json, path)}
      .problems=${this.at(path)}
      .commit=${(value: JsonValue | undefined) => this.commit(path, value)}
      .mend=${(fix: Fix) => this.actions.mend(fix, () => this.renderRoot.querySelector<HTMLElement>(".title")?.focus())}
      .preview=${(value: JsonValue) => this.actions.preview(path, value)}
    ></parameter-field>`;
  }

  /** Early stopping without patience is none. */
  private commit(path: JsonPath, value: JsonValue | undefined): void {
    const isOff = value === undefined && path[1] === "early_stopping" && path[2] === "patience";
    this.actions.set(isOff ? path.slice(0, 2) : path, value);
  }

  private at(path: JsonPath): readonly Problem[] {
    return this.problems.filter((problem) => path.every((step, index) => problem.path[index] === step));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "training-settings": TrainingSettings;
  }
}
