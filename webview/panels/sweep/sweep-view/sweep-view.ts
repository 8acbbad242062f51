// The document's training, repeated: with several seeds, or with other settings. A form, how far it is, what
// came out; and the settings of a trial go into the document with one button.

import { firstError } from "../../../../src/model/problem.ts";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../../../shared/commit-field/commit-field.ts";
import "../parallel-axes/parallel-axes.ts";
import "../seeds-result/seeds-result.ts";
import "../sweep-axes/sweep-axes.ts";
import "../trial-table/trial-table.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import {
  FEWEST_SEEDS,
  MOST_SEEDS,
  MOST_TRIALS,
  type Settings,
  type Sweep,
  sweepProblem,
  trialCount,
} from "../../../../src/model/sweep/sweep.ts";
import { hasSettings, settingsOf, variantEdit, type Varied } from "../../../../src/model/sweep/variant.ts";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import type { SweepStatus, TrialStatus, SweepHost } from "../../../../src/protocol/sweep.ts";
import type { Actions } from "../../../actions.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { usualClassText } from "../../data/shared/usual.ts";
import { parseNumber } from "../../../shared/field-values.ts";
import { layersOf, valueAt } from "../../../builder/network.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { trialsHeard } from "../parallel-axes/trials-heard.ts";
import { type SweepForm, sweepMemory, sweepOf } from "../sweep-form.ts";
import { isInRanges, type Ranges } from "../sweep-ranges.ts";
import { lossText, settingsText } from "../sweep-words.ts";
import { say, t } from "../../../shared/text.ts";
import type { TrialTable } from "../trial-table/trial-table.ts";
import { ranked } from "../trial-table/trial-columns.ts";
import { sweepNotes, sweepProgress } from "./sweep-parts.ts";
import { SweepController } from "./sweep-controller.ts";
import { sweepViewStyles } from "./sweep-view.styles.ts";

@customElement("sweep-view")
export class SweepView extends LitElement {
  static override styles = sweepViewStyles;

  @property({ attribute: false }) actions!: Actions<SweepHost>;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) form!: SweepForm;
  /** Index of the trial whose settings can be used; the best one's while nobody has chosen. */
  @state() private chosen: number | undefined;
  /** Index of the trial under the pointer. */
  @state() private hovered: number | undefined;
  /** The ranges while one of them is dragged. */
  @state() private dragged: Ranges | undefined;
  private isStarting = false;
  @query("trial-table") private table!: TrialTable | null;
  readonly #sound = new SoundController(this);
  readonly #sweep = new SweepController(this, () => this.actions.host.sweepStatus(this.form.band));

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#sweep.follow(this.state.sweep, this.state.version, this.form.band);
  }

  override render() {
    const { form } = this;
    const document = { layers: layersOf(this.json), training: valueAt(this.json, ["training"]) ?? {} } as Varied;
    const settings = settingsOf(document);
    const sweep = sweepOf(form, settings);
    const { status } = this.#sweep;
    const isShown = status !== undefined && (status.sweep.kind === "seeds") === (form.kind === "seeds");
    return html`
      ${this.bar(sweep, status)} ${isShown ? sweepNotes(status) : nothing}
      <div class=${classMap({ page: true, wide: form.kind === "settings", done: isShown })}>
        ${form.kind === "settings" ? this.axes(settings) : nothing}
        <div class="result">${isShown ? this.result(status, document) : this.empty(sweep)}</div>
      </div>
    `;
  }

  private bar(sweep: Sweep, status: SweepStatus | undefined): TemplateResult {
    const { form } = this;
    return html`<div class="bar">
      <select
        aria-label=${t("What is repeated")}
        @change=${(event: Event) => this.change({ kind: (event.target as HTMLSelectElement).value as SweepForm["kind"] })}
      >
        <option value="seeds" .selected=${form.kind === "seeds"}>${t("Several seeds")}</option>
        <option value="settings" .selected=${form.kind === "settings"}>${t("Sweep settings")}</option>
      </select>
      ${form.kind === "seeds" ? this.seeds() : nothing} ${this.button(sweep, status)}
      ${status?.state === "running" || status?.state === "stopping" ? nothing : this.prospect(sweep)}
      ${status === undefined ? nothing : html`${sweepProgress(status)}${this.usual(status)}${this.player(status)}${this.save()}`}
    </div>`;
  }

  /** One button, which keeps the focus while what it does changes. */
  private button(sweep: Sweep, status: SweepStatus | undefined): TemplateResult {
    const isActive = status !== undefined && status.state !== "ended";
    const isStopping = status?.state === "stopping";
    const isWrong = sweepProblem(sweep) !== undefined || firstError(this.state.problems) !== undefined;
    return html`<vscode-button
      icon=${isActive ? "debug-stop" : "play"}
      ?secondary=${isActive}
      ?disabled=${isActive ? isStopping : isWrong}
      @click=${() => void (isActive ? this.actions.host.stopSweep() : this.start(sweep))}
      >${isStopping ? t("Stopping…") : isActive ? t("Stop") : t("Start")}</vscode-button
    >`;
  }

  /** Beside the button: how much it would start, or why it does not. */
  private prospect(sweep: Sweep): TemplateResult | typeof nothing {
    const problem = sweepProblem(sweep);
    if (problem) return html`<p class="problem" role="alert">${say(problem)}</p>`;
    if (sweep.kind === "seeds") return nothing;
    const epochs = Number(valueAt(this.json, ["training", "epochs"]) ?? 100);
    return html`<span class="secondary small">${t("{0} trials of {1} epochs.", trialCount(sweep), formatCount(epochs))}</span>`;
  }

  /** An accuracy says nothing without what always the same class would come to. */
  private usual({ trials }: SweepStatus): TemplateResult | typeof nothing {
    const usual = trials.some(({ last }) => last?.metrics?.train.accuracy !== undefined) ? usualClassText(this.state.data) : undefined;
    return usual === undefined ? nothing : html`<span class="secondary small">${t("Accuracy of {0}", usual)}</span>`;
  }

  /** In the bar, which keeps its height while a range is dragged. */
  private player({ sweep, trials }: SweepStatus): TemplateResult | typeof nothing {
    if (sweep.kind === "seeds") return nothing;
    const heard = () => trialsHeard(trials.filter((trial) => trial.best !== undefined && isInRanges(trial, this.ranges)));
    return soundButton(this.#sound, heard, { about: t("Best loss over each setting") });
  }

  private save(): TemplateResult {
    const label = t("Save the trials as CSV…");
    return html`<vscode-toolbar-button
      class="save"
      icon="save"
      label=${label}
      title=${label}
      @click=${() => void this.actions.host.saveTrials()}
    ></vscode-toolbar-button>`;
  }

  private seeds(): TemplateResult {
    return html`<label data-target="sweep-seeds"
      ><span aria-hidden="true">${t("Seeds")}</span>
      <commit-field
        code
        label=${t("Seeds")}
        .text=${String(this.form.seeds)}
        .parse=${(text: string) => parseNumber(t("Seeds"), text, { kind: "integer", min: FEWEST_SEEDS, max: MOST_SEEDS }, false)}
        .commit=${(seeds: number) => this.change({ seeds })}
      ></commit-field
    ></label>`;
  }

  private axes(settings: Settings): TemplateResult {
    const { form } = this;
    const scheduler = valueAt(this.json, ["training", "scheduler", "type"]);
    return html`<div class="form" role="group" aria-label=${t("What varies")}>
      <sweep-axes
        .form=${form}
        .settings=${settings}
        .scheduler=${typeof scheduler === "string" ? scheduler : ""}
        .change=${(axes: SweepForm["axes"]) => this.change({ axes })}
      ></sweep-axes>
      <div class="search">
        <select
          aria-label=${t("Which combinations")}
          @change=${(event: Event) => this.change({ search: (event.target as HTMLSelectElement).value as SweepForm["search"] })}
        >
          <option value="grid" .selected=${form.search === "grid"}>${t("Every combination")}</option>
          <option value="random" .selected=${form.search === "random"}>${t("So many by chance")}</option>
        </select>
        ${
          form.search === "random"
            ? html`<commit-field
                code
                label=${t("Trials")}
                .text=${String(form.trials)}
                .parse=${(text: string) => parseNumber(t("Trials"), text, { kind: "integer", min: 1, max: MOST_TRIALS }, false)}
                .commit=${(trials: number) => this.change({ trials })}
              ></commit-field>`
            : nothing
        }
      </div>
      <vscode-checkbox
        label=${t("Stop hopeless trials")}
        title=${t("A trial ends after a tenth of its epochs or later, once its best loss is worse than the median of the others' mean losses.")}
        ?checked=${form.stopsHopeless}
        @change=${(event: Event) => this.change({ stopsHopeless: (event.target as HTMLInputElement).checked })}
      ></vscode-checkbox>
    </div>`;
  }

  private empty(sweep: Sweep): TemplateResult | typeof nothing {
    if (!this.#sweep.isKnown) return nothing;
    const sentence =
      sweep.kind === "seeds"
        ? t(
            "Start trains the same network with {0} seeds side by side. Each has its own split, first weights and order of the rows.",
            sweep.count,
          )
        : t("Start trains each combination side by side and ranks them by their best validation loss.");
    return html`<p class="empty secondary">${sentence}</p>`;
  }

  private result(status: SweepStatus, document: Varied): TemplateResult {
    const { trials, epochs } = status;
    const order = ranked(trials).filter(({ best }) => best !== undefined);
    const own = this.chosen === undefined ? undefined : trials[this.chosen];
    const chosen = own && this.isShown(own) ? own : order.find((trial) => this.isShown(trial));
    const hovered = this.hovered === undefined ? undefined : trials[this.hovered];
    const choose = (trial: TrialStatus): void => void (this.chosen = trials.indexOf(trial));
    const hover = (trial: TrialStatus | undefined): void => void (this.hovered = trial && trials.indexOf(trial));
    if (status.sweep.kind === "seeds") {
      const loss = valueAt(this.json, ["training", "loss", "type"]);
      return html`<seeds-result
        .status=${status}
        .form=${this.form}
        .loss=${typeof loss === "string" ? loss : t("Loss")}
        .chosen=${this.chosen === undefined ? undefined : chosen}
        .hovered=${hovered}
        .choose=${choose}
        .hover=${hover}
        .change=${(change: Partial<SweepForm>) => this.change(change)}
      ></seeds-result>`;
    }
    const { ranges } = this;
    const isNarrowed = Object.keys(ranges).length > 0;
    const shown = isNarrowed ? trials.filter((trial) => isInRanges(trial, ranges)) : trials;
    return html`<div class="chosen">
        ${chosen ? this.chosenTrial(chosen, order.indexOf(chosen), document) : nothing}
        ${order.length > 1 ? this.narrowing(isNarrowed, shown.length, trials.length) : nothing}
      </div>
      <div class="both">
        <parallel-axes
          .trials=${order}
          .chosen=${chosen}
          .hovered=${hovered}
          .choose=${choose}
          .hover=${hover}
          .ranges=${ranges}
          .setRanges=${(next: Ranges, isDone: boolean) => this.setRanges(next, isDone)}
        ></parallel-axes>
        <trial-table
          .trials=${trials}
          .shown=${shown}
          .epochs=${epochs}
          .chosen=${chosen}
          .hovered=${hovered}
          .choose=${choose}
          .hover=${hover}
        ></trial-table>
      </div>`;
  }

  /** How many trials are looked at, and the way back to all of them. */
  private narrowing(isNarrowed: boolean, shown: number, all: number): TemplateResult {
    return html`<span class="narrowing" role="status"
      >${
        isNarrowed
          ? html`${t("{0} of {1} trials in the ranges", shown, all)}
              <vscode-button secondary @click=${() => this.showAll()}>${t("Show all")}</vscode-button>`
          : html`<span class="secondary small">${t("Drag along an axis to see only the trials of a range.")}</span>`
      }</span
    >`;
  }

  /** The chosen trial in words, and the button that puts it into the document. */
  private chosenTrial(trial: TrialStatus, rank: number, document: Varied): TemplateResult {
    const { settings, best } = trial;
    const place = rank < 0 ? t("Trial") : t("Rank {0}", rank + 1);
    return html`<span aria-live="polite"
        >${place}:
        ${settingsText(settings)}${best === undefined ? "" : html` · ${t("best loss")} <span class="code">${lossText(best)}</span>`}</span
      >
      ${
        hasSettings(document, settings)
          ? html`<span class="secondary">${t("As in the document")}</span>`
          : html`<vscode-button
              secondary
              ?disabled=${!this.state.editable || trial.state === "skipped"}
              @click=${() => this.use(document, settings)}
              >${t("Use these settings")}</vscode-button
            >`
      }`;
  }

  /** The button goes, because the document has the settings then: the focus goes to the trial's row. */
  private use(document: Varied, settings: Settings): void {
    this.actions.edit(variantEdit(document, settings));
    this.table?.focusChosen();
  }

  /** Several seeds have no axes, and so no ranges. */
  private isShown(trial: TrialStatus): boolean {
    return this.form.kind === "seeds" || isInRanges(trial, this.ranges);
  }

  private get ranges(): Ranges {
    return this.dragged ?? this.form.ranges;
  }

  private setRanges(ranges: Ranges, isDone: boolean): void {
    this.dragged = isDone ? undefined : ranges;
    if (isDone) this.change({ ranges });
  }

  /** The button goes with the ranges: the focus goes to the trial's row. */
  private showAll(): void {
    this.setRanges({}, true);
    this.table?.focusChosen();
  }

  private change(change: Partial<SweepForm>): void {
    this.actions.remember(sweepMemory, change);
  }

  private async start(sweep: Sweep): Promise<void> {
    if (this.isStarting) return;
    this.isStarting = true;
    try {
      this.chosen = undefined;
      this.setRanges({}, true);
      await this.actions.host.startSweep(sweep);
      await this.#sweep.ask();
    } finally {
      this.isStarting = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "sweep-view": SweepView;
  }
}
