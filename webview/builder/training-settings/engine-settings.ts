// Who computes the next run: a setting of the person's, not of the document. If a run is measured to be long
// and its network large, PyTorch is proposed; it is never chosen by itself.

import "../../shared/commit-field/commit-field.ts";
import "../../shared/parameter-field/parameter-field.ts";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { JsonValue } from "../../../src/model/json.ts";
import { message } from "../../../src/model/message.ts";
import { integerWithDefault } from "../../../src/model/parameters.ts";
import {
  type EngineChoice,
  type EngineHost,
  type EngineName,
  engineNames,
  joiningLine,
  machinesProblem,
  mayOutgrow,
} from "../../../src/protocol/engine-host.ts";
import { endOf, type RunStatus } from "../../../src/protocol/run.ts";
import type { Rendezvous } from "../../../src/protocol/worker.ts";
import type { EngineTimes, RunStarted } from "../../../src/training/types.ts";
import type { Actions } from "../../actions.ts";
import { formatCount, formatMeasure } from "../../shared/numbers.ts";
import { settingsStyles } from "../../shared/styles/settings.ts";
import { say, t } from "../../shared/text.ts";

const processesParameter = integerWithDefault(message("They share each batch, by torchrun. The losses are those of one process."), 1, {
  min: 1,
  max: 64,
});

const MOST_MACHINES = 64;

const machinesParameter = integerWithDefault(message("They share each batch, too. Each needs the document, its CSV and PyTorch."), 1, {
  min: 1,
  max: MOST_MACHINES,
});

const rankParameter = integerWithDefault(message("Of this machine; each has its own. They meet at the one of rank 0."), 0, {
  min: 0,
  max: MOST_MACHINES - 1,
});

/** Below this share of the built-in engine's time PyTorch is proposed. */
const CLEARLY = 0.9;

/** Machines whose lines are shown; the others' differ by their rank. */
const SHOWN = 3;

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
      .line {
        display: block;
        margin-top: 6px;
        overflow-wrap: anywhere;
        user-select: all;
      }
    `,
  ];

  @property({ attribute: false }) actions!: Actions<EngineHost>;
  @property({ attribute: false }) engine!: EngineChoice;
  /** The run, which may have measured how long an epoch takes. */
  @property({ attribute: false }) run!: RunStatus;
  /** The document's name. */
  @property() file = "";

  override render() {
    const { name } = this.engine;
    return html`
      <div class="row wide" data-target="setting:engine">
        <h3 aria-hidden="true">${t("Engine")}</h3>
        <select
          aria-label=${t("Engine")}
          .value=${live(name)}
          @change=${(event: Event) => this.choose({ name: (event.target as HTMLSelectElement).value as EngineName })}
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
      ${name === "builtin" ? this.proposal() : this.distributed()}
    `;
  }

  /** Several processes here, and several machines. */
  private distributed(): TemplateResult {
    const { processes, machines } = this.engine;
    return html`<parameter-field
        data-target="setting:processes"
        .name=${t("Processes")}
        .parameter=${processesParameter}
        .value=${processes}
        .commit=${(value: JsonValue | undefined) => this.choose({ processes: Number(value ?? 1) })}
      ></parameter-field>
      <parameter-field
        data-target="setting:machines"
        .name=${t("Machines")}
        .parameter=${machinesParameter}
        .value=${machines?.nodes ?? 1}
        .commit=${(value: JsonValue | undefined) => this.meet({ nodes: Number(value ?? 1) })}
      ></parameter-field>
      ${machines === undefined ? nothing : this.meeting(machines)}`;
  }

  private meeting(machines: Rendezvous): TemplateResult {
    const wrong = machinesProblem(machines);
    const others = Array.from({ length: machines.nodes }, (_, rank) => rank).filter((rank) => rank !== machines.nodeRank);
    return html`<parameter-field
        .name=${t("Rank")}
        .parameter=${rankParameter}
        .value=${machines.nodeRank}
        .commit=${(value: JsonValue | undefined) => this.meet({ nodeRank: Number(value ?? 0) })}
      ></parameter-field>
      <div class="row wide">
        <h3 aria-hidden="true">${t("They meet at")}</h3>
        <commit-field
          code
          .text=${machines.endpoint}
          .label=${t("They meet at")}
          .description=${t("The address of the machine of rank 0, and a port that is free there.")}
          .hint=${"10.0.0.1:29400"}
          .problems=${wrong ? [say(wrong)] : []}
          .parse=${(text: string) => ({ value: text.trim() })}
          .commit=${(value: JsonValue | undefined) => this.meet({ endpoint: typeof value === "string" ? value : "" })}
        ></commit-field>
      </div>
      ${
        wrong
          ? nothing
          : html`<div class="small" role="note">
              <p>${t("Press Train here, and run this on the other machines, in the folder of the same document:")}</p>
              ${others.slice(0, SHOWN).map((rank) => html`<code class="line">${joiningLine(this.file, this.engine, rank)}</code>`)}
              ${others.length > SHOWN ? html`<p>${t("And so on, each with its own --node-rank.")}</p>` : nothing}
            </div>`
      }`;
  }

  /** Changes something about the machines; one alone meets nobody. */
  private meet(change: Partial<Rendezvous>): void {
    const machines = { nodes: 1, nodeRank: 0, endpoint: "", ...this.engine.machines, ...change };
    this.choose({ machines: machines.nodes > 1 ? machines : undefined });
  }

  private choose(change: Partial<EngineChoice>): void {
    void this.actions.host.setEngine({ ...this.engine, ...change });
  }

  private proposal(): TemplateResult | typeof nothing {
    const { started, secondsPerEpoch = 0 } = "started" in this.run ? this.run : {};
    if (started === undefined || !mayOutgrow(started, secondsPerEpoch)) return nothing;
    const times = endOf(this.run)?.engines;
    return html`<p class="small" role="note">
      ${
        times === undefined
          ? t(
              "This network has {0} weights, and an epoch took {1} s here. PyTorch may be faster with several processes or on a GPU; the run stays the same.",
              formatCount(started.parameters),
              formatMeasure(secondsPerEpoch),
            )
          : measured(started, times)
      }
    </p>`;
  }
}

/** What was measured of both, for an epoch of the run, and what follows from it. */
function measured({ parameters, batchesPerEpoch }: RunStarted, { builtin, pytorch, device, processes }: EngineTimes): string {
  const name = names[engineNames.find((one) => one.endsWith(`-${device}`)) ?? "pytorch"]();
  const facts = t(
    "This network has {0} weights. Measured here after the run, an epoch takes {1} s with the built-in engine and {2} s with {3}.",
    formatCount(parameters),
    formatMeasure(builtin * batchesPerEpoch),
    formatMeasure(pytorch * batchesPerEpoch),
    processes > 1 ? t("{0} ({1} processes)", name, processes) : name,
  );
  const isClear = pytorch < CLEARLY * builtin;
  const advice = isClear ? t("PyTorch is the better choice; the run stays the same.") : t("The built-in engine is the better choice here.");
  return `${facts} ${advice}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "engine-settings": EngineSettings;
  }
}
