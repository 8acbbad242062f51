// A small chart of numbers over numbers, drawn as SVG: lines and points, a mark, exact values under the
// pointer and by arrow keys, and the same numbers as a table and as sound. While nothing is pointed at, what
// is in the slot `reading` stands below.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { isPlain } from "../../shared/controllers/keys.ts";
import type { Heard } from "../curve-sound.ts";
import { formatCount, formatRows, formatTick, formatTicks } from "../../shared/numbers.ts";
import { t } from "../../shared/text.ts";
import { heardOf } from "../heard.ts";
import { soundButton } from "../sound-button.ts";
import { SoundController } from "../sound-controller.ts";
import { type Cursor, HEIGHT, nearest, pathOf, type Plot, plotOf, type Range, type Series, WIDTH } from "./plot.ts";
import { xyChartStyles } from "./xy-chart.styles.ts";

/** So few points are drawn larger. */
const FEW = 40;
/** How near to a point, in the picture's units, the pointer is on it. */
const NEAR = 12;
/** Rows of the table, per series. */
const MOST_ROWS = 100;

@customElement("xy-chart")
export class XyChart extends LitElement {
  static override styles = xyChartStyles;

  @property() label = "";
  @property() xTitle = "";
  @property() yTitle = "";
  @property({ attribute: false }) series: readonly Series[] = [];
  @property({ attribute: false }) xRange: Range | undefined;
  @property({ attribute: false }) yRange: Range | undefined;
  /** What the numbers of the horizontal axis are indices of, if it has names. */
  @property({ attribute: false }) names: readonly string[] | undefined;
  /** Places at the horizontal axis that are marked. */
  @property({ attribute: false }) ticks: ArrayLike<number> | undefined;
  /** A point that is spoken of; in the colour of its line, or orange. */
  @property({ attribute: false }) mark: { readonly x: number; readonly y: number; readonly tone?: Series["tone"] } | undefined;
  /** What the curve comes to, beside its name. */
  @property() figure = "";
  /** A sentence below. */
  @property() note = "";
  /**
   * What a click or Enter on a point of the first series does, and what that is called; absent if it does
   * nothing.
   */
  @property({ attribute: false }) choose: { readonly label: string; readonly run: (index: number) => void } | undefined;
  @state() private isTable = false;
  @state() private cursor: Cursor | undefined;
  #plot: Plot = plotOf([]);
  readonly #sound = new SoundController(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("series") || changed.has("xRange") || changed.has("yRange")) {
      this.#plot = plotOf(this.series, this.xRange, this.yRange);
      this.cursor = undefined;
    }
  }

  override render() {
    const toggle = this.isTable ? t("Show the curve") : t("Show the numbers");
    return html`<div class="head">
        <h3>${this.label}</h3>
        ${this.figure === "" ? nothing : html`<span class="figure secondary small">${this.figure}</span>`}
        <span class="buttons">
          ${soundButton(this.#sound, () => [this.heard], { about: this.label })}<vscode-toolbar-button
            icon=${this.isTable ? "graph-line" : "table"}
            label=${`${this.label}: ${toggle}`}
            title=${toggle}
            @click=${() => (this.isTable = !this.isTable)}
          ></vscode-toolbar-button
        ></span>
      </div>
      ${this.isTable ? this.table() : this.picture()} ${this.note === "" ? nothing : html`<p class="secondary small">${this.note}</p>`}`;
  }

  private get heard(): Heard {
    const { series, xRange, yRange } = this;
    return heardOf(
      series.map(({ kind, x, y }) => ({ x, y, isScattered: kind === "points" })),
      xRange,
      yRange,
    );
  }

  private picture(): TemplateResult {
    const plot = this.#plot;
    const reading = this.cursor ? this.reading : html`<slot name="reading">${this.reading}</slot>`;
    return html`<svg
        viewBox=${`0 0 ${WIDTH} ${HEIGHT}`}
        role="application"
        aria-roledescription=${t("chart")}
        aria-label=${[this.label, this.figure, this.reading].filter(Boolean).join(", ")}
        aria-description=${[keysText(this.series.length), this.choose?.label].filter(Boolean).join(" ")}
        class=${this.isOnPoint ? "chosen" : ""}
        tabindex="0"
        @click=${(event: MouseEvent) => this.choosePoint(event)}
        @pointermove=${(event: PointerEvent) => this.point(event)}
        @pointerleave=${() => (this.cursor = undefined)}
        @blur=${() => (this.cursor = undefined)}
        @keydown=${(event: KeyboardEvent) => this.key(event)}
      >
        <g aria-hidden="true">
          ${this.axes(plot)}
          ${
            this.ticks
              ? Array.from(
                  this.ticks,
                  (at) => svg`<line class="tick" x1=${plot.x(at)} x2=${plot.x(at)} y1=${plot.bottom - 6} y2=${plot.bottom} />`,
                )
              : nothing
          }
          ${this.series.map((one) => this.drawn(one, plot))}
          ${this.mark ? svg`<circle class=${`mark ${this.mark.tone ?? "orange"}`} cx=${plot.x(this.mark.x)} cy=${plot.y(this.mark.y)} r="4.5" />` : nothing}
          ${this.cross(plot)}
        </g>
      </svg>
      <p class="reading code small" aria-live=${this.cursor ? "polite" : "off"}>${reading}</p>`;
  }

  private drawn(series: Series, plot: Plot): TemplateResult {
    const { kind, tone, x, y } = series;
    const size = x.length <= FEW ? "few" : "";
    return svg`<path class=${`${kind} ${tone} ${size}`} d=${pathOf(series, plot)} />
      ${kind === "dots" ? svg`<path class=${`points ${tone} ${size}`} d=${pathOf({ kind: "points", x, y }, plot)} />` : nothing}`;
  }

  private axes(plot: Plot): TemplateResult {
    const { left, right, top, bottom, x, y } = plot;
    const names = this.names;
    const ticks = names ? [...names.keys()] : plot.xTicks;
    // Names that would overlap are left out; all of them stand in the table.
    const every = names ? Math.ceil((names.length * 56) / (right - left)) : 1;
    const [xTexts, yTexts] = [formatTicks(plot.xTicks), formatTicks(plot.yTicks)];
    return svg`
      ${plot.yTicks.map(
        (tick, index) => svg`<line class="grid" x1=${left} x2=${right} y1=${y(tick)} y2=${y(tick)} />
          <text class="end" x=${left - 6} y=${y(tick) + 3.5}>${yTexts[index]}</text>`,
      )}
      ${ticks
        .filter((_, index) => index % every === 0)
        .map(
          (tick, index) => svg`<text class="middle" x=${x(tick)} y=${bottom + 14}>${names ? this.xText(tick, 9) : xTexts[index]}</text>`,
        )}
      <text class="middle" x=${(left + right) / 2} y=${HEIGHT - 4}>${this.xTitle}</text>
      <text class="middle" transform=${`translate(10 ${(top + bottom) / 2}) rotate(-90)`}>${this.yTitle}</text>`;
  }

  private cross({ x, y, top, bottom }: Plot): TemplateResult | typeof nothing {
    const { cursor } = this;
    const series = cursor && this.series[cursor.series];
    if (!cursor || !series) return nothing;
    const [left, height] = [x(series.x[cursor.index]!), y(series.y[cursor.index]!)];
    return svg`<line class="cross" x1=${left} x2=${left} y1=${top} y2=${bottom} /><circle class="cursor" cx=${left} cy=${height} r="3" />`;
  }

  /** What stands under the cross-hair, or at the mark. */
  private get reading(): string {
    const series = this.cursor && this.series[this.cursor.series];
    if (this.cursor && series) {
      const { index } = this.cursor;
      const name = this.series.length > 1 ? `${series.name}: ` : "";
      const rows = series.rows ? ` · ${formatRows(series.rows[index]!)}` : "";
      const deed = this.choose && this.cursor.series === 0 ? ` · ${this.choose.label}` : "";
      return name + this.pair(series.x[index]!, series.y[index]!) + rows + deed;
    }
    return this.mark ? this.pair(this.mark.x, this.mark.y) : "";
  }

  private pair(x: number, y: number): string {
    return `${this.xTitle} ${this.xText(x)} · ${this.yTitle} ${formatTick(y)}`;
  }

  private xText(value: number, most = Infinity): string {
    const name = this.names?.[Math.round(value)];
    if (name === undefined) return formatTick(value);
    return name.length > most ? `${name.slice(0, most - 1)}…` : name;
  }

  private table(): TemplateResult {
    const several = this.series.length > 1;
    const hasRows = this.series.some(({ rows }) => rows !== undefined);
    const kind = this.names ? "" : "number";
    return html`<div class="table" tabindex="0" role="region" aria-label=${this.label}>
      <table>
        <thead>
          <tr>
            ${several ? html`<th scope="col">${t("curve")}</th>` : nothing}
            <th scope="col" class=${kind}>${this.xTitle}</th>
            <th scope="col" class="number">${this.yTitle}</th>
            ${hasRows ? html`<th scope="col" class="number">${t("rows")}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${this.series.map(({ name, x, y, rows }) =>
            chosen(x.length).map(
              (at) =>
                html`<tr>
                  ${several ? html`<td>${name}</td>` : nothing}
                  <td class=${kind}>${this.xText(x[at]!)}</td>
                  <td class="number">${formatTick(y[at]!)}</td>
                  ${hasRows ? html`<td class="number">${rows ? formatCount(rows[at]!) : ""}</td>` : nothing}
                </tr>`,
            ),
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** Whether a click chooses what is under the cross-hair. */
  private get isOnPoint(): boolean {
    return this.choose !== undefined && this.cursor?.series === 0;
  }

  private point(event: MouseEvent): void {
    const found = this.found(event);
    // If points can be chosen, what is far from all of them is none.
    this.cursor = this.choose && found && found.distance > NEAR ? undefined : found;
  }

  private choosePoint(event: MouseEvent): void {
    this.point(event);
    if (this.cursor?.series === 0) this.choose?.run(this.cursor.index);
  }

  private found({ currentTarget, clientX, clientY }: MouseEvent): ReturnType<typeof nearest> {
    const { left, top, width, height } = (currentTarget as Element).getBoundingClientRect();
    const [x, y] = [((clientX - left) / width) * WIDTH, ((clientY - top) / height) * HEIGHT];
    return nearest(this.choose ? this.series.slice(0, 1) : this.series, this.#plot, x, y);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Enter" && this.isOnPoint && isPlain(event)) this.choose?.run(this.cursor!.index);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const other = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if ((step === undefined && other === undefined) || !isPlain(event) || this.series.length === 0) return;
    event.preventDefault();
    const { series: at, index } = this.cursor ?? { series: 0, index: -1 };
    const series = (at + (other ?? 0) + this.series.length) % this.series.length;
    const count = this.series[series]!.x.length;
    const width = Math.max(1, Math.round(count / 100));
    this.cursor = { series, index: Math.max(0, Math.min(count - 1, index < 0 ? 0 : index + (step ?? 0) * width)) };
  }
}

function keysText(series: number): string {
  const along = t("Left and right walk along the points.");
  return series > 1 ? `${along} ${t("Up and down change to another curve.")}` : along;
}

/** At most so many places of a list, evenly spread, the first and the last among them. */
function chosen(count: number): number[] {
  const rows = Math.min(count, MOST_ROWS);
  return Array.from({ length: rows }, (_, index) => (rows === 1 ? 0 : Math.round((index * (count - 1)) / (rows - 1))));
}

declare global {
  interface HTMLElementTagNameMap {
    "xy-chart": XyChart;
  }
}
