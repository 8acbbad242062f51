// Parallel coordinates of a sweep's trials: one axis for each setting and one for the best loss, one line for each trial. The pointer and the arrow
// keys walk along the trials as the table ranks them; whoever shows both is told which one is chosen.

import { html, LitElement, nothing, type PropertyValues, svg, type SVGTemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { TrialStatus } from "../../../src/protocol/sweep.ts";
import { steppedIndex } from "../../controllers/keys.ts";
import { formatExact } from "../../numbers.ts";
import { axisTitle, namesOf, settingsText, valueText } from "../../sweep-words.ts";
import { t } from "../../text.ts";
import { parallelAxis, type ParallelAxis } from "./parallel-layout.ts";
import { parallelAxesStyles } from "./parallel-axes.styles.ts";

/** Room around the axes, in pixels: titles above, ticks beside. */
const MARGIN = { top: 28, bottom: 12, left: 56, right: 64 };

interface Column {
  readonly title: string;
  readonly axis: ParallelAxis;
  readonly valueOf: (trial: TrialStatus) => number | string;
  readonly textOf: (value: number | string) => string;
}

@customElement("parallel-axes")
export class ParallelAxes extends LitElement {
  static override styles = parallelAxesStyles;

  /** Trials with a loss, the best first. */
  @property({ attribute: false }) trials: readonly TrialStatus[] = [];
  @property({ attribute: false }) chosen: TrialStatus | undefined;
  /** The one under the pointer, here or elsewhere. */
  @property({ attribute: false }) hovered: TrialStatus | undefined;
  @property({ attribute: false }) choose!: (trial: TrialStatus) => void;
  @property({ attribute: false }) hover!: (trial: TrialStatus | undefined) => void;
  @state() private size = { width: 0, height: 0 };
  @query(".stage") private stage!: HTMLElement;
  readonly #sizes = new ResizeObserver(([entry]) => {
    if (entry) this.size = { width: entry.contentRect.width, height: entry.contentRect.height };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#sizes.observe(this.stage);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  protected override firstUpdated(_changed: PropertyValues<this>): void {
    this.#sizes.observe(this.stage);
  }

  override render() {
    const { width, height } = this.size;
    return html`<div class="stage">
      <svg
        role="img"
        aria-label=${this.description}
        tabindex="0"
        @keydown=${(event: KeyboardEvent) => this.key(event)}
        viewBox=${`0 0 ${Math.max(1, width)} ${Math.max(1, height)}`}
      >
        ${width > 0 && this.trials.length > 0 ? this.drawing() : nothing}
      </svg>
    </div>`;
  }

  private drawing(): SVGTemplateResult {
    const columns = this.columns();
    const { width, height } = this.size;
    const x = (index: number): number =>
      MARGIN.left + (index / Math.max(1, columns.length - 1)) * Math.max(0, width - MARGIN.left - MARGIN.right);
    const y = (place: number): number => height - MARGIN.bottom - place * Math.max(0, height - MARGIN.top - MARGIN.bottom);
    const pathOf = (trial: TrialStatus): string =>
      columns.map(({ axis, valueOf }, index) => `${index === 0 ? "M" : "L"}${x(index)} ${y(axis.placeOf(valueOf(trial)))}`).join("");
    const shown = this.hovered?.best === undefined ? this.chosen : this.hovered;
    return svg`
      ${columns.map((_, index) => svg`<line class="axis" x1=${x(index)} x2=${x(index)} y1=${y(0)} y2=${y(1)}></line>`)}
      ${this.trials.map((trial) => (trial === shown ? nothing : svg`<path class=${classOf(trial)} d=${pathOf(trial)}></path>`))}
      ${shown ? svg`<path class=${`${classOf(shown)} chosen`} d=${pathOf(shown)}></path>` : nothing}
      ${
        shown
          ? columns.map(
              ({ axis, valueOf }, index) => svg`<circle class="dot" cx=${x(index)} cy=${y(axis.placeOf(valueOf(shown)))} r="3.5"></circle>`,
            )
          : nothing
      }
      ${columns.map(({ title, axis, textOf }, index) => {
        const isLast = index === columns.length - 1;
        const anchor = isLast ? "start" : "end";
        const titleAnchor = index === 0 ? "start" : isLast ? "end" : "middle";
        const titleAt = index === 0 ? 4 : isLast ? width - 4 : x(index);
        return svg`<g aria-hidden="true">
          <text class="title" x=${titleAt} y="12" text-anchor=${titleAnchor}>${title}</text>
          ${axis.ticks.map(
            ({ value, at }) =>
              svg`<text class="tick" x=${x(index) + (isLast ? 6 : -6)} y=${y(at) + 4} text-anchor=${anchor}>${textOf(value)}</text>`,
          )}
        </g>`;
      })}
      ${this.trials.map(
        (trial) => svg`<path
          class="hit"
          d=${pathOf(trial)}
          @pointerenter=${() => this.hover(trial)}
          @pointerleave=${() => this.hover(undefined)}
          @click=${() => this.choose(trial)}
        ></path>`,
      )}
    `;
  }

  private columns(): Column[] {
    const { trials } = this;
    const settings = namesOf(trials[0]!.settings).map((name): Column => {
      const valueOf = (trial: TrialStatus): number | string => trial.settings[name] ?? "";
      return { title: axisTitle(name), axis: parallelAxis(trials.map(valueOf)), valueOf, textOf: valueText };
    });
    const loss: Column = {
      title: t("Best loss"),
      axis: parallelAxis(trials.map(lossOf)),
      valueOf: lossOf,
      textOf: (value) => formatExact(Number(Number(value).toPrecision(3))),
    };
    return [...settings, loss];
  }

  private get description(): string {
    const [best] = this.trials;
    if (best === undefined) return t("Parallel coordinates of the trials.");
    return t(
      "Parallel coordinates of {0} trials, from {1} to the best loss. The best: {2}. Arrow keys walk along the ranks.",
      this.trials.length,
      axisTitle(namesOf(best.settings)[0] ?? "lr"),
      settingsText(best.settings),
    );
  }

  private key(event: KeyboardEvent): void {
    const present = this.chosen ? this.trials.indexOf(this.chosen) : -1;
    const next = steppedIndex(event, present, this.trials.length);
    if (next === undefined) return;
    event.preventDefault();
    this.choose(this.trials[next]!);
  }
}

function lossOf({ best }: TrialStatus): number {
  return best ?? 0;
}

/** One that did not train to its end is dashed. */
function classOf({ stopped }: TrialStatus): string {
  return stopped === "hopeless" || stopped === "diverged" || stopped === "interrupted" ? "trial cut" : "trial";
}

declare global {
  interface HTMLElementTagNameMap {
    "parallel-axes": ParallelAxes;
  }
}
