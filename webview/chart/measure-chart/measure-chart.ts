// One measure of a run as a live curve: gestures and keys on it, and what a screen reader hears of it. Where
// the cross-hair is and which epochs are shown belongs to whoever shows it, beside others or alone.

import { html, LitElement } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { EpochResult } from "../../../src/training/types.ts";
import { ChartController } from "../chart-controller.ts";
import type { ValueRange } from "../robust-range.ts";
import type { Range } from "../zoom.ts";
import type { ZoomController } from "../zoom-controller.ts";
import { isPlain } from "../../shared/controllers/keys.ts";
import { t } from "../../shared/text.ts";
import type { ChartView } from "../chart-view.ts";
import { describe, zoomHint } from "../../panels/loss/loss-view/loss-words.ts";
import type { CurveChart } from "./curve-chart.ts";
import { measureChartStyles } from "./measure-chart.styles.ts";

@customElement("measure-chart")
export class MeasureChart extends LitElement {
  static override styles = measureChartStyles;

  @property({ attribute: false }) points: readonly EpochResult[] = [];
  /** The run before, behind this one. */
  @property({ attribute: false }) ghost: readonly EpochResult[] | undefined;
  /** The epochs in which something was found to be sick. */
  @property({ attribute: false }) sickAt: readonly number[] | undefined;
  /** Of its measure. */
  @property({ attribute: false }) view!: ChartView;
  /** Beside the axis of the values. */
  @property() yTitle = "";
  @property({ attribute: false }) zoom!: ZoomController;
  /** The epochs that are shown; undefined if all are. */
  @property({ attribute: false }) window: Range | undefined;
  @property({ type: Boolean }) isGrowing = false;
  /** Its place among those beside it, from 0. */
  @property({ type: Number }) place = 0;
  /** The point under the cross-hair. */
  @property({ attribute: false }) at: EpochResult | undefined;
  /** The pointer is over a point, or has left. */
  @property({ attribute: false }) point!: (point: EpochResult | undefined) => void;
  /** Keys went to a point. */
  @property({ attribute: false }) arrive!: (point: EpochResult) => void;
  /** Told what the values of the chart come to, whenever it was drawn. */
  @property({ attribute: false }) ranged: ((range: ValueRange | undefined) => void) | undefined;
  @query("canvas") private canvas!: HTMLCanvasElement;
  readonly #drawn = new ChartController<CurveChart>(this, {
    canvas: () => this.canvas,
    load: async () => {
      const { CurveChart } = await import("./curve-chart.ts");
      return (canvas) => new CurveChart(canvas);
    },
    show: (chart) => {
      const range = chart.show(this.points, {
        view: this.view,
        titles: { x: t("epoch"), y: this.yTitle },
        window: this.window,
        isGrowing: this.isGrowing,
        place: this.place,
        at: this.at,
        ghost: this.ghost,
        sickAt: this.sickAt,
      });
      this.ranged?.(range);
    },
    dropped: () => this.point(undefined),
  });

  /** Undefined until the library is there. */
  get chart(): CurveChart | undefined {
    return this.#drawn.chart;
  }

  override focus(): void {
    this.canvas.focus();
  }

  override render() {
    return html`<canvas
      role="application"
      aria-roledescription=${t("chart")}
      aria-label=${describe(this.points.at(-1)!, this.view.measure, this.window)}
      aria-description=${zoomHint()}
      tabindex="0"
      @wheel=${(event: WheelEvent) => this.chart && this.zoom.wheel(event, this.chart)}
      @pointerdown=${(event: PointerEvent) => this.chart && this.zoom.grab(event, this.chart)}
      @dblclick=${() => this.zoom.reset()}
      @pointermove=${(event: PointerEvent) => this.point(this.chart?.pointAt(event.offsetX))}
      @pointerleave=${() => this.point(undefined)}
      @keydown=${(event: KeyboardEvent) => this.key(event)}
      @blur=${() => this.point(undefined)}
    ></canvas>`;
  }

  private key(event: KeyboardEvent): void {
    if (!isPlain(event)) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (this.zoom.key(event)) event.preventDefault();
    else if (step !== undefined) {
      event.preventDefault();
      const point = this.chart?.pointBeside(step);
      if (point) this.arrive(point);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "measure-chart": MeasureChart;
  }
}
