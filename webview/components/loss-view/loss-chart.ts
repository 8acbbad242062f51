// A curve over the epochs on a canvas in the theme's colours, with a cross-hair and without animation. Axes and grid are Chart.js's; the lines are drawn
// here, because its own keep an object for each of their points, which is most of what a frame of a long run would cost.

import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, type Plugin, PointElement } from "chart.js";
import type { EpochResult } from "../../../src/training/types.ts";
import { type ChartView, initialView } from "../../view-state.ts";
import { bytesOf } from "../network-view/network-picture.ts";
import { type Axes, chartOptions } from "./chart-options.ts";
import { type DrawnChart, type DrawnLine, type LegendEntry, pictureOf, strokeLine } from "./chart-picture.ts";
import { drawnChart, toPixels } from "./drawn-chart.ts";
import { GrowingLine } from "./growing-line.ts";
import { isOfRun, valuesOf } from "./measures.ts";
import type { Place } from "./series.ts";
import type { ZoomedChart } from "./zoom-controller.ts";
import type { Range } from "./zoom.ts";

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement);

/** Pixels of a saved picture per pixel of the screen. */
const PICTURE_DENSITY = 2;

export class LossChart implements ZoomedChart {
  readonly canvas: HTMLCanvasElement;
  readonly #chart: Chart<"line", Place[]>;
  readonly #hover: (point: EpochResult | undefined) => void;
  /** The measured values behind, which are seen where they are smoothed, and in front what the legend names. */
  readonly #growing = [new GrowingLine(0, false), new GrowingLine(1, false), new GrowingLine(0, true), new GrowingLine(1, true)];
  #lines: DrawnLine[] = [];
  #points: readonly EpochResult[] = [];
  #axes: Axes = { view: initialView.chart, titles: { x: "", y: "" }, range: [1, 1] };
  /** Index of the point under the cross-hair. */
  #index: number | undefined;
  #selected: Range | undefined;

  /** @param hover told the point under the cross-hair, or that there is none */
  constructor(canvas: HTMLCanvasElement, hover: (point: EpochResult | undefined) => void) {
    this.canvas = canvas;
    this.#hover = hover;
    this.#chart = new Chart<"line", Place[]>(canvas, {
      type: "line",
      // Two places that are not seen: the corners of what is, from which the axis of the values follows.
      data: { datasets: [{ data: [], showLine: false, pointRadius: 0 }] },
      options: chartOptions(this.#axes, getComputedStyle(canvas)),
      plugins: [this.#curves(), this.#crossHair()],
    });
  }

  /**
   * Draws a measure of the points; values that no axis can show are left out.
   * @param window the epochs that are shown, where not all are
   */
  show(points: readonly EpochResult[], view: ChartView, titles: Axes["titles"], window?: Range): void {
    if (points.length < this.#points.length) this.leave();
    this.#points = points;
    this.#axes = { view, titles, range: window ?? [points[0]?.epoch ?? 1, points.at(-1)?.epoch ?? 1] };
    for (const [index, line] of this.#growing.entries()) if (index > 1 || view.smoothing > 0) line.follow(points, view);
    this.recolour();
  }

  /** Draws again, with the colours, the fonts and the size that it has now. */
  recolour(): void {
    const theme = getComputedStyle(this.canvas);
    const { view } = this.#axes;
    const colours = [isOfRun(view.measure) ? "--rate" : "--train", "--validation"].map((name) => theme.getPropertyValue(name).trim());
    const width = this.#chart.chartArea?.width ?? this.#chart.width;
    this.#lines = this.#growing.flatMap((line, index) => {
      if (index < 2 && view.smoothing === 0) return [];
      const places = line.within(this.#axes.range, width);
      const [colour, opacity] = [colours[index % 2]!, index < 2 ? 0.3 : 1];
      return [{ places, colour, opacity, isDashed: index === 3 }];
    });
    this.#chart.data.datasets[0]!.data = cornersOf(this.#lines, this.#axes.range);
    this.#chart.options = chartOptions(this.#axes, theme);
    this.#chart.update("none");
  }

  get plot(): Range {
    const { left, right } = this.#chart.chartArea;
    return [left, right];
  }

  epochAt(offset: number): number {
    return this.#chart.scales["x"]?.getValueForPixel(offset) ?? 1;
  }

  select(range: Range | undefined): void {
    if (range === this.#selected) return;
    this.#selected = range;
    this.#chart.draw();
  }

  /** Moves the cross-hair to the epoch nearest to a horizontal place on the canvas, in CSS pixels. */
  pointAt(offset: number): void {
    const first = this.#points[0]?.epoch;
    const [left, right] = this.plot;
    if (first !== undefined) this.#at(Math.round(this.epochAt(Math.max(left, Math.min(offset, right)))) - first);
  }

  /** Moves the cross-hair by keys, a two-hundredth of what is shown; it starts at the last epoch of that. @returns the point it is at */
  step(by: number): EpochResult | undefined {
    const [from, to] = this.#axes.range;
    const width = Math.max(1, Math.round((to - from) / 200));
    const first = this.#points[0]?.epoch ?? 1;
    this.#at((this.#index ?? Math.floor(to) - first) + by * width);
    return this.#points[this.#index ?? 0];
  }

  leave(): void {
    if (this.#index === undefined) return;
    this.#index = undefined;
    this.#hover(undefined);
    this.#chart.draw();
  }

  /**
   * The chart as it stands, twice as fine as the screen, as a PNG.
   * @param legend what stands in a line above it: words, and for a series the mark of its line
   */
  png(legend: readonly LegendEntry[]): Promise<Uint8Array> {
    this.#resize(PICTURE_DENSITY);
    try {
      // It is copied at once: the chart must not stay this fine while the bytes are made.
      return bytesOf(pictureOf(this.canvas, legend, this.#front(), PICTURE_DENSITY));
    } finally {
      this.#resize(undefined);
    }
  }

  /** The chart as numbers and colours, for whoever draws it in another way. */
  drawn(): DrawnChart {
    return drawnChart(this.#chart, this.#lines, this.#axes, this.#points.length === 1);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  /** What the legend names. */
  #front(): readonly DrawnLine[] {
    return this.#lines.slice(-2);
  }

  #resize(density: number | undefined): void {
    this.#chart.options = chartOptions(this.#axes, getComputedStyle(this.canvas), density);
    this.#chart.update("none");
    this.#chart.resize();
  }

  #at(index: number): void {
    this.#index = Math.max(0, Math.min(index, this.#points.length - 1));
    this.#hover(this.#points[this.#index]);
    this.#chart.draw();
  }

  #curves(): Plugin<"line"> {
    return {
      id: "curves",
      beforeDatasetsDraw: ({ ctx, chartArea: { left, top, width, height }, scales }) => {
        const pixels = toPixels({ scales });
        ctx.save();
        ctx.beginPath();
        // Half of a line's width at the top and bottom of the values.
        ctx.rect(left, top - 1, width, height + 2);
        ctx.clip();
        // A single point has no line to be seen by.
        const radius = this.#points.length === 1 ? 3 : 0;
        for (const line of this.#lines) strokeLine(ctx, line, pixels, radius);
        ctx.restore();
      },
    };
  }

  #crossHair(): Plugin<"line"> {
    return {
      id: "crossHair",
      afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
        const [x, y] = [scales["x"], scales["y"]];
        if (!x || !y) return;
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = getComputedStyle(this.canvas).color;
        if (this.#selected) {
          const [start, end] = this.#selected;
          ctx.globalAlpha = 0.15;
          ctx.fillRect(start, chartArea.top, end - start, chartArea.height);
        }
        const point = this.#index === undefined ? undefined : this.#points[this.#index];
        const left = point === undefined ? -1 : x.getPixelForValue(point.epoch);
        if (point !== undefined && left >= chartArea.left - 0.5 && left <= chartArea.right + 0.5) {
          ctx.globalAlpha = 0.5;
          ctx.beginPath();
          ctx.moveTo(left, chartArea.top);
          ctx.lineTo(left, chartArea.bottom);
          ctx.stroke();
          ctx.globalAlpha = 1;
          for (const [split, value] of valuesOf(point, this.#axes.view.measure).entries()) {
            if (value === undefined || !Number.isFinite(value)) continue;
            ctx.fillStyle = this.#front()[split]!.colour;
            ctx.beginPath();
            ctx.arc(left, y.getPixelForValue(value), 3, 0, 2 * Math.PI);
            ctx.fill();
          }
        }
        ctx.restore();
      },
    };
  }
}

/** The lowest and the highest value of all lines. */
function cornersOf(lines: readonly DrawnLine[], [from, to]: Range): Place[] {
  let [low, high] = [Infinity, -Infinity];
  for (const { places } of lines) {
    for (const { y } of places) {
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  return low > high
    ? []
    : [
        { x: from, y: low },
        { x: to, y: high },
      ];
}
