// Parallel coordinates of a sweep's trials: one axis for each setting and one for the best loss, one line for
// each trial, the better the stronger. The pointer and the arrow keys walk along the trials as the table
// ranks them; whoever shows both is told which one is chosen, and which ranges are looked at.

import { html, LitElement, nothing, type PropertyValues, svg, type SVGTemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { TrialStatus } from "../../../../src/protocol/sweep.ts";
import { steppedIndex } from "../../../shared/controllers/keys.ts";
import { formatTick, formatTicks } from "../../../shared/numbers.ts";
import { isInRanges, type RangeName, type Ranges, valueOn, withRange } from "../sweep-ranges.ts";
import { axisTitle, namesOf, settingsText } from "../sweep-words.ts";
import { t } from "../../../shared/text.ts";
import { AxisRanges, type PositionedAxis } from "./axis-ranges.ts";
import { trialAxis } from "./parallel-layout.ts";
import { parallelAxesStyles } from "./parallel-axes.styles.ts";

/** Room around the axes, in pixels: titles above, ticks beside. */
const MARGIN = { top: 28, bottom: 16, left: 56, right: 64 };

/** How strong the lines of the best and of the worst trial are. */
const [STRONG, WEAK] = [0.95, 0.35];

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
  @property({ attribute: false }) ranges: Ranges = {};
  /** `isDone` is false while a range is still dragged. */
  @property({ attribute: false }) setRanges!: (ranges: Ranges, isDone: boolean) => void;
  @state() private size = { width: 0, height: 0 };
  @query(".stage") private stage!: HTMLElement;
  readonly #sizes = new ResizeObserver(([entry]) => {
    if (entry) this.size = { width: entry.contentRect.width, height: entry.contentRect.height };
  });

  readonly #ranges = new AxisRanges({
    ranges: () => this.ranges,
    y: (position) => this.y(position),
    positionAt: (y) => Math.max(0, Math.min((this.y(0) - y) / Math.max(1, this.y(0) - this.y(1)), 1)),
    change: (name, range, isDone) => this.setRanges(withRange(this.ranges, name, range), isDone),
    requestUpdate: () => this.requestUpdate(),
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
    const isEmpty = width === 0 || this.trials.length === 0;
    const axes = isEmpty ? [] : this.axes();
    const box = `0 0 ${Math.max(1, width)} ${Math.max(1, height)}`;
    return html`<div class="stage">
      <svg
        role="application"
        aria-roledescription=${t("chart")}
        aria-label=${this.description}
        tabindex="0"
        @keydown=${(event: KeyboardEvent) => this.key(event)}
        viewBox=${box}
      >
        <g aria-hidden="true">${isEmpty ? nothing : this.drawing(axes)}</g>
      </svg>
      <svg
        class="ranges"
        role="group"
        aria-label=${t("Ranges: up and down change one, left and right go to the next, Delete removes it.")}
        viewBox=${box}
      >
        ${this.#ranges.render(axes)}
      </svg>
    </div>`;
  }

  private drawing(axes: readonly PositionedAxis[]): SVGTemplateResult {
    const { width } = this.size;
    const { kept } = this;
    const others = this.trials.filter((trial) => !kept.includes(trial));
    const pathOf = (trial: TrialStatus): string =>
      axes
        .map(({ axis, name, x }, index) => `${index === 0 ? "M" : "L"}${x} ${this.y(axis.positionOf(valueOn(trial, name) ?? ""))}`)
        .join("");
    const shown = this.hovered?.best === undefined ? this.chosen : this.hovered;
    const strength = (rank: number): number => WEAK + (STRONG - WEAK) * (1 - rank / Math.max(1, kept.length - 1)) ** 2;
    // The best one is painted last.
    const lines = kept.map((trial, rank) => ({ trial, strength: strength(rank) })).toReversed();
    return svg`
      ${axes.map(({ x }) => svg`<line class="axis" x1=${x} x2=${x} y1=${this.y(0)} y2=${this.y(1)}></line>`)}
      ${others.map((trial) => svg`<path class="other" d=${pathOf(trial)}></path>`)}
      ${lines.map((line) =>
        line.trial === shown
          ? nothing
          : svg`<path class=${classOf(line.trial)} stroke-opacity=${line.strength.toFixed(3)} d=${pathOf(line.trial)}></path>`,
      )}
      ${shown ? svg`<path class=${`${classOf(shown)} chosen`} d=${pathOf(shown)}></path>` : nothing}
      ${
        shown
          ? axes.map(
              ({ axis, name, x }) =>
                svg`<circle class="dot" cx=${x} cy=${this.y(axis.positionOf(valueOn(shown, name) ?? ""))} r="3.5"></circle>`,
            )
          : nothing
      }
      ${axes.map(({ title, axis, textOf, x }, index) => {
        const isLast = index === axes.length - 1;
        const anchor = isLast ? "start" : "end";
        const titleAnchor = index === 0 ? "start" : isLast ? "end" : "middle";
        const numbers = axis.ticks.flatMap(({ value }) => (typeof value === "number" ? [value] : []));
        const texts = new Map(formatTicks(numbers).map((text, at) => [numbers[at], text]));
        const tickOf = (value: number | string): string => (typeof value === "number" ? texts.get(value)! : textOf(value));
        const titleAt = index === 0 ? 4 : isLast ? width - 4 : x;
        return svg`<g>
          <text class="title" x=${titleAt} y="12" text-anchor=${titleAnchor}>${title}</text>
          ${axis.ticks.map(
            ({ value, at }) =>
              svg`<text class="tick" x=${x + (isLast ? 10 : -10)} y=${this.y(at) + 4} text-anchor=${anchor}>${tickOf(value)}</text>`,
          )}
        </g>`;
      })}
      ${kept.map(
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

  /** The trials that are looked at, the best first. */
  private get kept(): readonly TrialStatus[] {
    return this.trials.filter((trial) => isInRanges(trial, this.ranges));
  }

  private axes(): PositionedAxis[] {
    const names: readonly RangeName[] = [...namesOf(this.trials[0]!.settings), "best"];
    const room = Math.max(0, this.size.width - MARGIN.left - MARGIN.right);
    return names.map((name, index) => ({
      name,
      title: name === "best" ? t("Best loss") : axisTitle(name),
      axis: trialAxis(this.trials, name),
      textOf: (value) => (typeof value === "number" ? formatTick(value) : value),
      x: MARGIN.left + (index / (names.length - 1)) * room,
    }));
  }

  /** The pixels of a place. */
  private y(position: number): number {
    const { height } = this.size;
    return height - MARGIN.bottom - position * Math.max(0, height - MARGIN.top - MARGIN.bottom);
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
    const { kept } = this;
    const present = this.chosen ? kept.indexOf(this.chosen) : -1;
    const next = steppedIndex(event, present, kept.length);
    if (next === undefined) return;
    event.preventDefault();
    this.choose(kept[next]!);
  }
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
