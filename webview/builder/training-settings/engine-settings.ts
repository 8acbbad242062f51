// Who computes the next run: a setting of the person's, not of the document. If a run is measured to be long
// and its network large, PyTorch is proposed; it is never chosen by itself.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { type EngineChoice, type EngineHost, engineNames, type EngineName } from "../../../src/protocol/engine-host.ts";
import type { RunStatus } from "../../../src/protocol/run.ts";
import type { Actions } from "../../actions.ts";
import { formatCount, formatMeasure } from "../../shared/numbers.ts";
import { settingsStyles } from "../../shared/styles/settings.ts";
import { t } from "../../shared/text.ts";

/** Weights from which PyTorch's larger kernels, or a GPU, can win; and seconds an epoch that are felt. */
const LARGE = 2_000_000;
const LONG = 5;
const MOST_PROCESSES = 64;

const names: Readonly<Record<EngineName, () => string>> = {
  builtin: () => t("Built in"),
  pytorch: () => t("PyTorch, processor"),
  "pytorch-cuda": () => t("PyTorch, GPU (CUDA)"),
  "pytorch-mps": () => t("PyTorch, GPU (Mac)"),
};

@customElement("engine-settings")
export class EngineSettings extends LitElement {
  static override styles = settingsStyles;

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
      <p class="secondary small">
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
    return html`<div class="row wide" data-target="setting:processes">
        <h3 aria-hidden="true">${t("Processes")}</h3>
        <input
          type="number"
          min="1"
          max=${MOST_PROCESSES}
          aria-label=${t("Processes")}
          .value=${live(String(processes))}
          @change=${(event: Event) => this.takeCount(event.target as HTMLInputElement)}
        />
      </div>
      <p class="secondary small">
        ${t("They share each batch, by torchrun. With one, a run is the same to the last bit on one machine.")}
      </p>`;
  }

  /** What is no count is put back. */
  private takeCount(input: HTMLInputElement): void {
    const processes = Number(input.value);
    const isCount = Number.isInteger(processes) && processes >= 1 && processes <= MOST_PROCESSES;
    if (isCount) this.choose({ name: this.engine.name, processes });
    else input.value = String(this.engine.processes);
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
