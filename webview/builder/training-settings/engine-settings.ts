// Who computes the next run: a setting of the person's, not of the document. If a run is measured to be long
// and its network large, PyTorch is proposed; it is never chosen by itself.

import "../../shared/parameter-field/parameter-field.ts";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { JsonValue } from "../../../src/model/json.ts";
import { message } from "../../../src/model/message.ts";
import { integerWithDefault } from "../../../src/model/parameters.ts";
import { type EngineChoice, type EngineHost, engineNames, type EngineName } from "../../../src/protocol/engine-host.ts";
import type { RunStatus } from "../../../src/protocol/run.ts";
import type { Actions } from "../../actions.ts";
import { formatCount, formatMeasure } from "../../shared/numbers.ts";
import { settingsStyles } from "../../shared/styles/settings.ts";
import { t } from "../../shared/text.ts";

/** Weights from which PyTorch's larger kernels, or a GPU, can win; and seconds an epoch that are felt. */
const LARGE = 2_000_000;
const LONG = 5;

const processesParameter = integerWithDefault(message("They share each batch, by torchrun. The losses are those of one process."), 1, {
  min: 1,
  max: 64,
});

const names: Readonly<Record<EngineName, () => string>> = {
  builtin: () => t("Built in"),
  pytorch: () => t("PyTorch, processor"),
  "pytorch-cuda": () => t("PyTorch, GPU (CUDA)"),
  "pytorch-mps": () => t("PyTorch, GPU (Mac)"),
};

@customElement("engine-settings")
export class EngineSettings extends LitElement {
  static override styles = [
    settingsStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 12px;
      }
      .about {
        margin-top: -8px;
      }
    `,
  ];

  @property({ attribute: false }) actions!: Actions<EngineHost>;
  @property({ attribute: false }) engine!: EngineChoice;
  /** The run, which may have measured how long an epoch takes. */
  @property({ attribute: false }) run!: RunStatus;

  override render() {
    const { name, processes } = this.engine;
    return html`
      <div class="row wide" data-target="setting:engine">
        <h3 aria-hidden="true">${t("Engine")}</h3>
        <select
          aria-label=${t("Engine")}
          .value=${live(name)}
          @change=${(event: Event) => this.choose({ name: (event.target as HTMLSelectElement).value as EngineName, processes })}
        >
          ${engineNames.map((one) => html`<option value=${one} ?selected=${one === name}>${names[one]()}</option>`)}
        </select>
      </div>
      <p class="secondary small about">
        ${
          name === "builtin"
            ? t("Trains in VS Code itself, and is the fastest for small networks.")
            : t("The same run, computed by PyTorch in a Python that has it. This is a setting, not part of the document.")
        }
      </p>
      ${name === "builtin" ? this.proposal() : this.count(processes)}
    `;
  }

  private count(processes: number): TemplateResult {
    return html`<parameter-field
      data-target="setting:processes"
      .name=${t("Processes")}
      .parameter=${processesParameter}
      .value=${processes}
      .commit=${(value: JsonValue | undefined) => this.choose({ name: this.engine.name, processes: typeof value === "number" ? value : 1 })}
    ></parameter-field>`;
  }

  private choose(choice: EngineChoice): void {
    void this.actions.host.setEngine(choice);
  }

  private proposal(): TemplateResult | typeof nothing {
    const facts = "started" in this.run ? this.run : undefined;
    const [parameters, seconds] = [facts?.started?.parameters ?? 0, facts?.secondsPerEpoch ?? 0];
    if (parameters < LARGE || seconds < LONG) return nothing;
    return html`<p class="small" role="note">
      ${t(
        "This network has {0} weights, and an epoch took {1} s here. PyTorch may be faster with several processes or on a GPU; the run stays the same.",
        formatCount(parameters),
        formatMeasure(seconds),
      )}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "engine-settings": EngineSettings;
  }
}
