// The trained network evaluated: how good it is on a split, what it goes by, and why it answers as it does
// for one row. Test rows stay unseen until the person asks for them. While a first run goes on the scores
// follow its weights; the pages that take their time stay with those they began with.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "../class-evaluation/class-evaluation.ts";
import "../importance-view/importance-view.ts";
import "../number-evaluation/number-evaluation.ts";
import "../row-explanation/row-explanation.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import { endOf, isActive } from "../../../../src/protocol/run.ts";
import type { EvaluationProgress } from "../../../../src/training/evaluation/evaluate.ts";
import type { ClassReport, SplitReport } from "../../../../src/training/evaluation/report.ts";
import { isPlain } from "../../../shared/controllers/keys.ts";
import { LiveQuestion } from "../../../shared/controllers/live-question.ts";
import { valueAt } from "../../../builder/network.ts";
import { noteLine } from "../../../shared/note-line.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { momentNote, ofEdited } from "../../space/moment-note.ts";
import { epochOf, type SpaceMemory, spaceMemory } from "../../space/space-view/memory.ts";
import { evaluationViewStyles } from "./evaluation-view.styles.ts";
import { type EvaluationContext, findReport, type Found, type WeightsOf } from "./evaluation-context.ts";
import { type EvaluationMemory, evaluationMemory, type EvaluationPage } from "./memory.ts";

type SplitName = SplitReport["split"];

const pages: readonly EvaluationPage[] = ["quality", "features", "row"];

function pageTitle(page: EvaluationPage): string {
  return { quality: t("Scores"), features: t("Feature importance"), row: t("Explain a row") }[page];
}

function splitTitle(split: SplitName): string {
  return { train: t("Training rows"), validation: t("Validation rows"), test: t("Test rows") }[split];
}

@customElement("evaluation-view")
export class EvaluationView extends LitElement {
  static override styles = evaluationViewStyles;

  @property({ attribute: false }) actions!: EvaluationContext["actions"];
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) memory!: EvaluationMemory;
  /** What the Boundary tab looks at: the weights of its moment are evaluated. */
  @property({ attribute: false }) space: SpaceMemory = spaceMemory.initial;
  /** Index of the target's column. */
  @state() private target = 0;
  /** Counts the wishes for newer weights of the run. */
  @state() private wished = 0;
  /** Counts the reports of the run's present weights: each is of other ones. */
  #reports = 0;
  readonly #report = new LiveQuestion<Found<SplitReport>>(this);
  readonly #progress = new LiveQuestion<EvaluationProgress>(this);

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { threshold, actions, epoch, isRunning } = this;
    const { split, page } = this.memory;
    const { run } = this.state;
    const question = { threshold, ...(split === undefined ? {} : { split }) };
    // Thresholds at thousandths are told of in every report.
    const own = Math.round(threshold * 1000) / 1000 === threshold ? 0 : threshold;
    const paused = run.state === "paused" ? [run.epoch, run.batch] : [];
    const isLive = this.#report.answer?.of === "live" && run.state === "running" && page === "quality";
    const key = JSON.stringify([this.run, isRunning, paused, this.wished, epoch, split, own]);
    this.#report.follow(key, isLive, async (signal) => {
      const found = await findReport(actions.host, epoch, isRunning, question, signal);
      if (found?.of === "live") this.#reports++;
      return found;
    });
    if (this.#report.isOpen && !isLive) this.#progress.follow(key, true, () => actions.host.evaluationProgress());
    else {
      this.#progress.rest();
      this.#progress.answer = undefined;
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    const { answer } = this.#report;
    if (answer !== undefined && answer.of !== "file") void this.actions.host.closeSpace();
  }

  override render() {
    const { answer: found, failure, isOpen } = this.#report;
    if (failure !== "") return html`<p class="empty" role="status">${failure}</p>`;
    if (found === undefined) return isOpen ? html`<div class="empty secondary late">${this.progress()}</div>` : this.empty();
    const { answer } = found;
    const context = this.context(found);
    return html`${this.lines(found)}
      <div class="bar">
        <div role="tablist" aria-label=${t("Evaluate")} @keydown=${(event: KeyboardEvent) => this.walk(event)}>
          ${pages.map((page) => this.tab(page))}
        </div>
        ${this.targets(answer)} ${this.splits(answer)}
        ${isOpen && found.of !== "live" ? html`<span class="progress secondary small late">${this.progress()}</span>` : nothing}
      </div>
      <div class="page" id="page" role="tabpanel" aria-labelledby=${`evaluation-${this.memory.page}`}>
        ${this.opened(answer, context)}
      </div>`;
  }

  private opened({ targets }: SplitReport, context: EvaluationContext): TemplateResult {
    switch (this.memory.page) {
      case "quality": {
        const report = targets[context.evaluated.target]!;
        if (context.rows === 0) return html`<p class="secondary">${t("There are no rows in this split.")}</p>`;
        return report.kind === "classes"
          ? html`<class-evaluation .context=${context} .report=${report}></class-evaluation>`
          : html`<number-evaluation .context=${context} .report=${report}></number-evaluation>`;
      }
      case "features":
        return html`<importance-view .context=${context}></importance-view>`;
      case "row":
        return html`<row-explanation .context=${context} .row=${this.memory.row}></row-explanation>`;
    }
  }

  private context(found: Found<SplitReport>): EvaluationContext {
    const { split, rows, loss, targets, features } = found.answer;
    const target = Math.min(this.target, targets.length - 1);
    const report = targets[target]!;
    return {
      actions: this.actions,
      weights: [this.run, found.of === "live" ? this.#reports : (found.epoch ?? "")].join(" "),
      of: weightsOf(found),
      evaluated: { split, target, threshold: this.threshold },
      rows: rows[split],
      loss: { name: this.lossName, value: loss },
      features,
      target: report.target,
      targets: targets.length,
      ...(report.kind === "classes" ? { classes: report.classes } : {}),
      isBinary: report.kind === "classes" && report.thresholds !== undefined,
      class: report.kind === "classes" ? classOf(report, this.memory.class) : 0,
      tests: this.tests,
      memory: this.memory,
      remember: (change) => this.remember(change),
      explain: (row) => {
        this.remember({ row, page: "row" });
        // The button goes with its page.
        this.renderRoot.querySelector<HTMLElement>("#evaluation-row")?.focus();
      },
    };
  }

  private empty(): TemplateResult {
    const isTraining = isActive(this.state.run);
    return html`<div class="empty">
      <p class="secondary">
        ${isTraining ? t("How good the network is stands here once its training begins.") : t("Train the network first, then evaluate it here.")}
      </p>
      ${isTraining ? nothing : html`<vscode-button @click=${() => this.actions.train()}>${t("Train")}</vscode-button>`}
    </div>`;
  }

  /** That it goes on; and how far it is, once it lasts. */
  private progress(): TemplateResult {
    const { answer } = this.#progress;
    const rows =
      answer === undefined ? nothing : html`<span>${t("{0} of {1} rows", formatCount(answer.rows), formatCount(answer.total))}</span>`;
    return html`<span role="status">${t("Evaluating the network…")}</span>${rows}`;
  }

  /** What the person has to know about all of these numbers. */
  private lines({ of, answer: { isOtherData }, epoch = 0 }: Found<SplitReport>): TemplateResult | typeof nothing {
    const { isEdited, isOutdated } = this.state;
    if (of === "live") return this.ofRun(epoch);
    if (of === "moment") {
      const sentence = t("Evaluated with the weights of epoch {0}, chosen in the tab Boundary", formatCount(epoch));
      return momentNote(sentence, isEdited === true, this.actions);
    }
    const sentence = isOtherData
      ? t("The CSV changed since the network was trained, so these numbers are not exact. Train again.")
      : isOutdated
        ? t("This is the network before your changes. Train again to evaluate them.")
        : undefined;
    if (sentence === undefined) return nothing;
    return noteLine(sentence, html`<vscode-button secondary @click=${() => this.actions.train()}>${t("Train")}</vscode-button>`);
  }

  /** Which weights of the run these are. Where they stay while it goes on, newer ones are a button away. */
  private ofRun(epoch: number): TemplateResult {
    const { run, isEdited } = this.state;
    const sentence =
      run.state === "paused" && run.batch > 0
        ? t("Evaluated with the live weights, epoch {0} and batch {1} after it", formatCount(run.epoch), formatCount(run.batch))
        : t("Evaluated with the live weights, epoch {0}", formatCount(epoch));
    const newer = html`<vscode-button secondary @click=${() => this.wished++}>${t("Take the newest weights")}</vscode-button>`;
    const stays = run.state === "running" && this.memory.page !== "quality";
    return noteLine(ofEdited(sentence, isEdited === true), stays ? newer : nothing);
  }

  private tab(page: EvaluationPage): TemplateResult {
    const isActive = page === this.memory.page;
    return html`<button
      role="tab"
      id=${`evaluation-${page}`}
      aria-selected=${isActive ? "true" : "false"}
      aria-controls=${isActive ? "page" : nothing}
      tabindex=${isActive ? 0 : -1}
      @click=${() => this.remember({ page })}
    >
      ${pageTitle(page)}
    </button>`;
  }

  private splits({ split, rows }: SplitReport): TemplateResult {
    const names = (["train", "validation", "test"] as const).filter((name) => rows[name] > 0 && (name !== "test" || split === "test"));
    const reason = t("Look at the test rows last: once you choose by them, they no longer measure fairly.");
    return html`<select
        aria-label=${t("Rows to evaluate")}
        @change=${(event: Event) => this.remember({ split: (event.target as HTMLSelectElement).value as SplitName })}
      >
        ${names.map(
          (name) => html`<option value=${name} .selected=${name === split}>${splitTitle(name)} (${formatCount(rows[name])})</option>`,
        )}
      </select>
      ${
        split === "test" || rows.test === 0
          ? nothing
          : html`<vscode-button secondary title=${reason} aria-description=${reason} @click=${() => this.remember({ split: "test" })}
                >${t("Show test")}</vscode-button
              ><span class="reason secondary small">${reason}</span>`
      }`;
  }

  private targets({ targets }: SplitReport): TemplateResult | typeof nothing {
    if (targets.length < 2) return nothing;
    return html`<select
      aria-label=${t("Target")}
      @change=${(event: Event) => (this.target = Number((event.target as HTMLSelectElement).value))}
    >
      ${targets.map(({ target }, index) => html`<option value=${index} .selected=${index === this.target}>${target}</option>`)}
    </select>`;
  }

  /** Tells the run, and that its weights are in a file, from others. */
  private get run(): string {
    const { run } = this.state;
    return `${run.run} ${endOf(run)?.weights ?? ""}`;
  }

  /** Whether a run goes on that has weights. */
  private get isRunning(): boolean {
    const { run } = this.state;
    return isActive(run) && run.state !== "preparing";
  }

  /** The remembered epoch that the Boundary tab looks at; undefined for the present weights. */
  private get epoch(): number | undefined {
    return epochOf(this.space, this.state.run);
  }

  private get threshold(): number {
    const value = valueAt(this.json, ["training", "threshold"]);
    return typeof value === "number" ? value : 0.5;
  }

  private get tests(): readonly unknown[] {
    const tests = valueAt(this.json, ["tests"]);
    return Array.isArray(tests) ? tests : [];
  }

  private get lossName(): string {
    const name = valueAt(this.json, ["training", "loss", "type"]);
    return typeof name === "string" ? name : t("Loss");
  }

  private remember(change: Partial<EvaluationMemory>): void {
    this.actions.remember(evaluationMemory, change);
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || !isPlain(event)) return;
    event.preventDefault();
    const page = pages[(pages.indexOf(this.memory.page) + step + pages.length) % pages.length]!;
    this.remember({ page });
    this.renderRoot.querySelector<HTMLElement>(`#evaluation-${page}`)?.focus();
  }
}

function weightsOf({ of, epoch }: Found<SplitReport>): WeightsOf {
  return of === "moment" ? { of, epoch: epoch ?? 0 } : { of };
}

/** The class to look at: yes, or the chosen one, or that of most rows. */
function classOf({ thresholds, classes, counts }: ClassReport, chosen: number | undefined): number {
  if (thresholds) return 1;
  if (chosen !== undefined && chosen < classes.length) return chosen;
  const rows = classes.map((_, index) =>
    counts.subarray(index * classes.length, (index + 1) * classes.length).reduce((sum, count) => sum + count, 0),
  );
  return rows.indexOf(Math.max(...rows));
}

declare global {
  interface HTMLElementTagNameMap {
    "evaluation-view": EvaluationView;
  }
}
