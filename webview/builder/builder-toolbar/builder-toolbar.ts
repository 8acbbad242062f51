// The toolbar: the run's buttons, the facts of data and training, where the run stands, and what leads out of
// the builder.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../run-controls/run-controls.ts";
import "../run-rate/run-rate.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import {
  type BegunStatus,
  endOf,
  type PausedStatus,
  type Preparing,
  type RunFacts,
  type RunStatus,
  type WatchedStatus,
} from "../../../src/protocol/run.ts";
import type { Verdict } from "../../../src/training/types.ts";
import type { Actions } from "../../actions.ts";
import { isCostly, rowsText } from "../../panels/data/shared/rows-used.ts";
import { inputCount, valueAt } from "../network.ts";
import { formatCount } from "../../shared/numbers.ts";
import { boundCodeSentence } from "../../../src/model/bound-code.ts";
import { clockText } from "../../../src/model/clock-text.ts";
import { say, t } from "../../shared/text.ts";
import { isNoBetter, shortVerdict, verdictText } from "../../shared/verdict-words.ts";
import { toolbarStyles } from "./builder-toolbar.styles.ts";
import type { CodeHost } from "../../../src/protocol/code-host.ts";
import type { DocumentHost } from "../../../src/protocol/document-host.ts";

@customElement("builder-toolbar")
export class BuilderToolbar extends LitElement {
  static override styles = toolbarStyles;

  @property({ attribute: false }) actions!: Actions<CodeHost & DocumentHost>;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  /** Values per row that the network gives. */
  @property({ type: Number }) outputs: number | undefined;
  /** The learning rate of the newest epoch. */
  @property({ type: Number }) rate: number | undefined;
  /** Whether the document can be trained and edited at all. */
  @property({ type: Boolean }) isReadable = true;

  override render() {
    const { actions, state } = this;
    const isActive = state.run.state === "running" || state.run.state === "paused";
    const isWide = html`<span class="wide">${t("Export code…")}</span>`;
    return html`
      <h1 class="unseen">${state.fileName}</h1>
      <run-controls
        .actions=${actions}
        .run=${state.run}
        .isEdited=${state.isEdited === true}
        .isReadable=${this.isReadable}
      ></run-controls>
      <div class="facts">
        <button
          class="fact data"
          aria-label=${this.dataWords()}
          title=${t("Show the data")}
          @click=${() => actions.view({ tab: "data", isDockOpen: true })}
        >
          ${this.dataFacts()}
        </button>
        ${isActive ? nothing : this.settingsButton(endOf(state.run)?.verdict !== undefined)} ${this.boundCode()}
        <run-rate .actions=${actions} .run=${state.run} .json=${this.json} .rate=${this.rate}></run-rate>
      </div>
      ${runPosition(state.run)}
      <div class="buttons">
        ${
          this.isReadable
            ? html`<vscode-toolbar-button
                icon="notebook-template"
                label=${t("Templates…")}
                title=${t("Start from a template")}
                @click=${() => actions.chooseTemplate()}
                ><span class="wide">${t("Templates…")}</span></vscode-toolbar-button
              >`
            : nothing
        }
        <vscode-toolbar-button
          data-target="show-code"
          icon="code"
          label=${t("Show code beside")}
          title=${t("Show the PyTorch code beside, as the network changes")}
          @click=${() => void actions.host.showCode()}
        ></vscode-toolbar-button>
        <vscode-toolbar-button
          data-target="export"
          icon="export"
          label=${t("Export code…")}
          title=${t("Export this network as PyTorch code")}
          @click=${() => void actions.host.exportCode()}
          >${isWide}</vscode-toolbar-button
        >
        <vscode-toolbar-button
          icon="json"
          label=${t("Open as text")}
          title=${t("Open the document as text")}
          @click=${() => void actions.host.openAsText()}
        ></vscode-toolbar-button>
      </div>
    `;
  }

  /** @param yields whether there are words of more weight in the same line */
  private settingsButton(yields: boolean): TemplateResult {
    return html`<button
        class=${yields ? "fact truncated yields" : "fact truncated"}
        title=${t("Show the training settings")}
        @click=${this.showSettings}
      >
        ${this.trainingFacts()}</button
      >${yields ? this.settingsIcon() : nothing}`;
  }

  /** In the place of the words if these have no room. */
  private settingsIcon(): TemplateResult {
    const label = t("Show the training settings");
    return html`<vscode-toolbar-button
      class="instead"
      icon="settings"
      label=${label}
      title=${label}
      @click=${this.showSettings}
    ></vscode-toolbar-button>`;
  }

  private readonly showSettings = (): void => {
    this.actions.select(undefined);
    this.actions.openInspector();
  };

  /** The Python file that is kept in step with the document. */
  private boundCode(): TemplateResult | typeof nothing {
    const { actions, state } = this;
    if (state.code === undefined) return nothing;
    const sentence = say(boundCodeSentence(state.code));
    const isAgreed = state.code.state === "agreed";
    return html`<button class="fact bound" aria-label=${sentence} title=${sentence} @click=${() => void actions.host.openBoundCode()}>
      <vscode-icon class=${isAgreed ? "" : "severity warning"} name=${isAgreed ? "link" : "warning"}></vscode-icon>
      <span class="truncated">${state.code.file}</span>
    </button>`;
  }

  private dataFacts(): TemplateResult {
    const { data } = this.state;
    const name = this.dataName();
    const parts: string[] = [];
    if (data.state === "ready") {
      const inputs = inputCount(data);
      parts.push(`${inputs === undefined ? "?" : formatCount(inputs)} → ${this.outputs === undefined ? "?" : formatCount(this.outputs)}`);
      parts.push(rowsText(data.summary));
    }
    if (data.state === "reading") parts.push(t("reading…"));
    const isDoubtful =
      data.state === "ready" && (isCostly(data.summary) || data.summary.problems.some(({ severity }) => severity !== "information"));
    const mark = data.state === "failed" ? "error" : isDoubtful ? "warning" : "";
    // If there is little room, the name gives way: counts are never cut.
    return html`${mark ? html`<vscode-icon class=${`severity ${mark}`} name=${mark}></vscode-icon>` : nothing}
      <span class="truncated name">${name}</span><span class="counts">${parts.map((part) => ` · ${part}`).join("")}</span>`;
  }

  /** The same to be heard. */
  private dataWords(): string {
    const { data } = this.state;
    if (data.state !== "ready") return data.state === "none" ? t("Data: none") : t("Data: {0}", this.dataName());
    const inputs = inputCount(data);
    return [
      t("Data: {0}", this.dataName()),
      ...(inputs === undefined ? [] : [t("{0} inputs", formatCount(inputs))]),
      ...(this.outputs === undefined ? [] : [t("{0} outputs", formatCount(this.outputs))]),
      rowsText(data.summary),
    ].join(", ");
  }

  private dataName(): string {
    const file = valueAt(this.json, ["data", "file"]);
    const files = [file].flat().filter((one) => typeof one === "string");
    return this.state.data.state !== "none" && files.length > 0 ? files.join(", ") : t("no data");
  }

  private trainingFacts(): string {
    const at = (...path: readonly string[]): string => {
      const value = valueAt(this.json, ["training", ...path]);
      return typeof value === "string" || typeof value === "number" ? String(value) : "";
    };
    return [`${at("optimizer", "type")} ${at("optimizer", "lr")}`.trim(), at("loss", "type")].filter(Boolean).join(" · ");
  }
}

/** Where the run stands, always with a number: "epoch 4,120 / 10,000 · 0:42 left". */
function runPosition(run: RunStatus): TemplateResult | typeof nothing {
  switch (run.state) {
    case "idle":
    case "failed":
      return nothing;
    case "preparing":
      return preparation(run.preparing);
    case "watched":
      return html`${position(run, epochOf(run))}
        <progress aria-label=${t("Training in another window")} max=${Math.max(run.epochs, 1)} .value=${run.epoch}></progress>`;
    case "running":
    case "stopping":
    case "paused":
      return html`${run.state === "paused" ? position(run, pausedAt(run)) : position(run, epochOf(run), run.secondsLeft, timeLeft)}
        <progress aria-label=${t("Training")} max=${Math.max(run.epochs, 1)} .value=${run.epoch}></progress>`;
    case "ended":
      return run.verdict === undefined ? position(run, epochOf(run), run.seconds) : result(run.verdict);
  }
}

/** What is done before the first batch, with a bar if it takes long. */
function preparation(preparing: Preparing | undefined): TemplateResult {
  if (preparing === undefined) return html`<span class="position secondary">${t("reading the data…")}</span>`;
  const { what, share } = preparing;
  const percent = Math.floor(100 * share);
  const words = what === "reading" ? t("reading the data, {0} %", percent) : t("writing the rows to the disk, {0} %", percent);
  return html`<span class="position secondary"><span class="long">${words}</span><span class="short">${percent} %</span></span>
    <progress aria-label=${words} max="1" .value=${share}></progress>`;
}

function epochOf({ epoch, epochs }: RunFacts): string {
  return t("epoch {0} / {1}", formatCount(epoch), formatCount(epochs));
}

/** Between two epochs the batches that are trained of the next. */
function pausedAt({ epoch, epochs, batch, started }: PausedStatus): string {
  const where = t("paused at epoch {0} / {1}", formatCount(epoch), formatCount(epochs));
  return batch > 0 ? `${where} · ${t("batch {0} / {1}", formatCount(batch), formatCount(started.batchesPerEpoch))}` : where;
}

function timeLeft(clock: string): string {
  return t("{0} left", clock);
}

/**
 * The position in words, and for a narrow window its numbers alone.
 * @param words of the clock, if there is room for them
 */
function position(run: BegunStatus | WatchedStatus, where: string, seconds?: number, words = (clock: string) => clock): TemplateResult {
  const isActive = run.state === "running" || run.state === "paused";
  const clock = seconds === undefined ? "" : clockText(seconds);
  const long = [where, clock === "" ? "" : words(clock)];
  const short = [`${formatCount(run.epoch)} / ${formatCount(run.epochs)}`, clock];
  return html`<span class=${`position code ${isActive ? "active" : ""}`}
    ><span class="long">${joined(long)}</span><span class="short">${joined(short)}</span></span
  >`;
}

/** How good the network is; in a narrow window the number alone. */
function result(verdict: Verdict): TemplateResult {
  const text = verdictText(verdict);
  return html`<span class=${`position result ${isNoBetter(verdict) ? "poor" : ""}`} title=${text}
    ><span class="long truncated">${text}</span><span class="short code">${shortVerdict(verdict)}</span></span
  >`;
}

function joined(parts: readonly string[]): string {
  return parts.filter(Boolean).join(" · ");
}

declare global {
  interface HTMLElementTagNameMap {
    "builder-toolbar": BuilderToolbar;
  }
}
