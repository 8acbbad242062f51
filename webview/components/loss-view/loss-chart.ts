// A curve over the epochs on a canvas: Chart.js in the theme's colours, thinned to its pixels, with a cross-hair and without animation.

import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, type Plugin, PointElement } from "chart.js";
import type { EpochResult } from "../../../src/training/types.ts";
import { type ChartView, initialView } from "../../view-state.ts";
import { type Axes, chartOptions } from "./chart-options.ts";
import { valuesOf } from "./measures.ts";
import { type Place, smoothed, thinned } from "./series.ts";

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement);

/** Pixels of a saved picture per pixel of the screen. */
const PICTURE_DENSITY = 2;
const LEGEND_HEIGHT = 24;

/** Words of a picture's legend; those of a series name it: the first split or the second. */
export interface LegendEntry {
  readonly text: string;
  readonly line?: 0 | 1;
}

export class LossChart {
  readonly canvas: HTMLCanvasElement;
  readonly #chart: Chart<"line", Place[]>;
  readonly #hover: (point: EpochResult | undefined) => void;
  #points: readonly EpochResult[] = [];
  #axes: Axes = { view: initialView.chart, titles: { x: "", y: "" }, range: [1, 1] };
  /** Index of the point under the cross-hair. */
  #index: number | undefined;

  /** @param hover told the point under the cross-hair, or that there is none */
  constructor(canvas: HTMLCanvasElement, hover: (point: EpochResult | undefined) => void) {
    this.canvas = canvas;
    this.#hover = hover;
    this.#chart = new Chart<"line", Place[]>(canvas, {
      type: "line",
      // The measured values behind, which are seen where they are smoothed, and in front what the legend names.
      data: { datasets: [dataset(), dataset(), dataset(), { ...dataset(), borderDash: [6, 3] }] },
      options: chartOptions(this.#axes, getComputedStyle(canvas)),
      plugins: [this.#crossHair()],
    });
  }

  /** Draws a measure of the points; values that no axis can show are left out. */
  show(points: readonly EpochResult[], view: ChartView, titles: Axes["titles"]): void {
    const { datasets } = this.#chart.data;
    if (points.length < this.#points.length) this.leave();
    this.#points = points;
    const range = [points[0]?.epoch ?? 1, points.at(-1)?.epoch ?? 1] as const;
    this.#axes = { view, titles, range };
    const at = (x: number): number => (view.logX ? Math.log(x) : x);
    const first = at(range[0]);
    const scale = Math.max(1, this.#chart.width) / Math.max(at(range[1]) - first, Number.EPSILON);
    const column = (x: number): number => Math.floor((at(x) - first) * scale);
    for (const split of [0, 1] as const) {
      const places: Place[] = [];
      for (const point of points) {
        const y = valuesOf(point, view.measure)[split];
        if (y !== undefined && Number.isFinite(y) && (y > 0 || !view.logY)) places.push({ x: point.epoch, y });
      }
      datasets[split]!.data = view.smoothing > 0 ? thinned(places, column) : [];
      datasets[split + 2]!.data = thinned(smoothed(places, view.smoothing), column);
    }
    // A single point has no line to be seen by.
    for (const line of datasets) line.pointRadius = points.length === 1 ? 3 : 0;
    this.recolour();
  }

  /** Draws again, with the colours and fonts that the theme has now. */
  recolour(): void {
    const theme = getComputedStyle(this.canvas);
    const colours = [this.#axes.view.measure === "lr" ? "--rate" : "--train", "--validation"].map((name) => theme.getPropertyValue(name));
    for (const [index, line] of this.#chart.data.datasets.entries()) {
      const colour = colours[index % 2]!;
      line.borderColor = line.backgroundColor = index < 2 ? `color-mix(in srgb, ${colour} 30%, transparent)` : colour;
    }
    this.#chart.options = chartOptions(this.#axes, theme);
    this.#chart.update("none");
  }

  /** Moves the cross-hair to the epoch nearest to a horizontal place on the canvas, in CSS pixels. */
  pointAt(offset: number): void {
    const value = this.#chart.scales["x"]?.getValueForPixel(offset);
    const first = this.#points[0]?.epoch ?? 1;
    if (value !== undefined && this.#points.length > 0) this.#at(Math.round(value) - first);
  }

  /** Moves the cross-hair by keys; it starts at the last epoch. */
  step(by: number): void {
    const width = Math.max(1, Math.round(this.#points.length / 200));
    this.#at((this.#index ?? this.#points.length - 1) + by * width);
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
  async picture(legend: readonly LegendEntry[]): Promise<Uint8Array> {
    const theme = getComputedStyle(this.canvas);
    const copy = document.createElement("canvas");
    try {
      this.#resize(PICTURE_DENSITY);
      const head = LEGEND_HEIGHT * PICTURE_DENSITY;
      [copy.width, copy.height] = [this.canvas.width, this.canvas.height + head];
      const context = copy.getContext("2d")!;
      context.fillStyle = theme.getPropertyValue("--vscode-editor-background") || "white";
      context.fillRect(0, 0, copy.width, copy.height);
      context.font = `${11 * PICTURE_DENSITY}px ${theme.fontFamily}`;
      context.textBaseline = "middle";
      this.#drawLegend(context, legend, theme.color, head);
      context.drawImage(this.canvas, 0, head);
    } finally {
      this.#resize(undefined);
    }
    const blob = await new Promise<Blob | null>((resolve) => copy.toBlob(resolve, "image/png"));
    if (blob === null) throw new Error("The picture is too large for this window.");
    return new Uint8Array(await blob.arrayBuffer());
  }

  /** All words at the same height, with marks as in the legend of the page. */
  #drawLegend(context: CanvasRenderingContext2D, legend: readonly LegendEntry[], colour: string, head: number): void {
    const [mark, gap] = [head * 0.7, head / 3];
    let left = head / 2;
    for (const { text, line } of legend) {
      if (line !== undefined) {
        context.strokeStyle = this.#chart.data.datasets[line + 2]?.borderColor as string;
        context.lineWidth = 2 * PICTURE_DENSITY;
        context.setLineDash(line === 1 ? [6 * PICTURE_DENSITY, 3 * PICTURE_DENSITY] : []);
        context.beginPath();
        context.moveTo(left, head / 2);
        context.lineTo(left + mark, head / 2);
        context.stroke();
        left += mark + gap;
      }
      context.fillStyle = colour;
      context.fillText(text, left, head / 2);
      left += context.measureText(text).width + 2 * gap;
    }
  }

  #resize(density: number | undefined): void {
    this.#chart.options = chartOptions(this.#axes, getComputedStyle(this.canvas), density);
    this.#chart.update("none");
    this.#chart.resize();
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #at(index: number): void {
    this.#index = Math.max(0, Math.min(index, this.#points.length - 1));
    this.#hover(this.#points[this.#index]);
    this.#chart.draw();
  }

  #crossHair(): Plugin<"line"> {
    return {
      id: "crossHair",
      afterDatasetsDraw: ({ ctx, chartArea, scales, data }) => {
        const point = this.#index === undefined ? undefined : this.#points[this.#index];
        const [x, y] = [scales["x"], scales["y"]];
        if (point === undefined || !x || !y) return;
        const left = x.getPixelForValue(point.epoch);
        ctx.save();
        ctx.strokeStyle = getComputedStyle(this.canvas).color;
        ctx.globalAlpha = 0.5;
        ctx.beginPath();
        ctx.moveTo(left, chartArea.top);
        ctx.lineTo(left, chartArea.bottom);
        ctx.stroke();
        ctx.globalAlpha = 1;
        for (const [index, value] of valuesOf(point, this.#axes.view.measure).entries()) {
          if (value === undefined || !Number.isFinite(value)) continue;
          ctx.fillStyle = data.datasets[index + 2]?.borderColor as string;
          ctx.beginPath();
          ctx.arc(left, y.getPixelForValue(value), 3, 0, 2 * Math.PI);
          ctx.fill();
        }
        ctx.restore();
      },
    };
  }
}

function dataset() {
  return { data: [], borderWidth: 1.5, pointRadius: 0, pointHitRadius: 0 };
}
