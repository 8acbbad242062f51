// Curves of several runs on one canvas: each in its colour with its number on it, validation solid, training dashed; options and thinning are those
// of the loss chart.

import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, type Plugin, PointElement } from "chart.js";
import type { EpochResult } from "../../../src/training/types.ts";
import { type ChartView, initialView } from "../../view-state.ts";
import { type Axes, chartOptions } from "../loss-view/chart-options.ts";
import { valuesOf } from "../loss-view/measures.ts";
import { type Place, smoothed, thinned } from "../loss-view/series.ts";
import { runColour } from "./chips.ts";

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement);

/** A run as the chart draws it. */
export interface RunCurve {
  /** Its place among those that are chosen, which decides its colour and its number. */
  readonly place: number;
  readonly points: readonly EpochResult[];
}

interface Line {
  readonly places: Place[];
  /** The run's place. */
  readonly run: number;
  readonly isTrain: boolean;
}

export class RunsChart {
  readonly canvas: HTMLCanvasElement;
  readonly #chart: Chart<"line", Place[]>;
  readonly #hover: (epoch: number | undefined) => void;
  #axes: Axes = { view: initialView.chart, titles: { x: "", y: "" }, range: [1, 1] };
  #lines: readonly Line[] = [];
  /** Under the cross-hair. */
  #epoch: number | undefined;

  /** @param hover told the epoch under the cross-hair, or that there is none */
  constructor(canvas: HTMLCanvasElement, hover: (epoch: number | undefined) => void) {
    this.canvas = canvas;
    this.#hover = hover;
    this.#chart = new Chart<"line", Place[]>(canvas, {
      type: "line",
      data: { datasets: [] },
      options: chartOptions(this.#axes, getComputedStyle(canvas)),
      plugins: [this.#marks()],
    });
  }

  /** Draws a measure of each run's validation rows, and of its training rows where these are wanted or are all it has. */
  show(runs: readonly RunCurve[], view: ChartView, hasTrain: boolean, titles: Axes["titles"]): void {
    const epochs = runs.flatMap(({ points }) => [points[0]?.epoch ?? 1, points.at(-1)?.epoch ?? 1]);
    const range = [Math.min(...epochs), Math.max(...epochs)] as const;
    this.#axes = { view, titles, range };
    const at = (x: number): number => (view.logX ? Math.log(x) : x);
    const scale = Math.max(1, this.#chart.width) / Math.max(at(range[1]) - at(range[0]), Number.EPSILON);
    const column = (x: number): number => Math.floor((at(x) - at(range[0])) * scale);
    this.#lines = runs.flatMap(({ points, place: run }) => {
      const line = (split: 0 | 1): Line => {
        const places = thinned(smoothed(placesOf(points, view, split), view.smoothing), column);
        return { run, isTrain: split === 0, places };
      };
      const validation = line(1);
      if (validation.places.length === 0) return [line(0)];
      return hasTrain ? [line(0), validation] : [validation];
    });
    this.recolour();
  }

  /** Draws again, with the colours and fonts that the theme has now. */
  recolour(): void {
    const theme = getComputedStyle(this.canvas);
    this.#chart.data.datasets = this.#lines.map(({ places, run, isTrain }) => ({
      data: places,
      borderColor: theme.getPropertyValue(runColour(run)),
      borderDash: isTrain ? [4, 3] : [],
      borderWidth: isTrain ? 1 : 1.5,
      // A single point has no line to be seen by.
      pointRadius: places.length === 1 ? 3 : 0,
      pointHitRadius: 0,
    }));
    this.#chart.options = chartOptions(this.#axes, theme);
    this.#chart.update("none");
  }

  /** Moves the cross-hair to a horizontal place on the canvas, in CSS pixels. */
  pointAt(offset: number): void {
    const value = this.#chart.scales["x"]?.getValueForPixel(offset);
    if (value !== undefined) this.#at(Math.round(value));
  }

  /** Moves the cross-hair by keys; it starts at the last epoch. */
  step(by: number): void {
    const [first, last] = this.#axes.range;
    this.#at((this.#epoch ?? last) + by * Math.max(1, Math.round((last - first) / 200)));
  }

  leave(): void {
    if (this.#epoch === undefined) return;
    this.#epoch = undefined;
    this.#hover(undefined);
    this.#chart.draw();
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #at(epoch: number): void {
    const [first, last] = this.#axes.range;
    this.#epoch = Math.max(first, Math.min(epoch, last));
    this.#hover(this.#epoch);
    this.#chart.draw();
  }

  /** The number of each run on its line, each at another height of the way so that they keep apart, and the cross-hair. */
  #marks(): Plugin<"line"> {
    return {
      id: "marks",
      afterDatasetsDraw: ({ ctx, chartArea, scales, data }) => {
        const [x, y] = [scales["x"], scales["y"]];
        if (!x || !y) return;
        const theme = getComputedStyle(this.canvas);
        ctx.save();
        if (this.#epoch !== undefined) {
          ctx.globalAlpha = 0.5;
          ctx.strokeStyle = theme.color;
          ctx.beginPath();
          ctx.moveTo(x.getPixelForValue(this.#epoch), chartArea.top);
          ctx.lineTo(x.getPixelForValue(this.#epoch), chartArea.bottom);
          ctx.stroke();
          ctx.globalAlpha = 1;
        }
        ctx.font = `10px ${theme.getPropertyValue("--vscode-editor-font-family") || "monospace"}`;
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        const count = Math.max(...this.#lines.map(({ run }) => run)) + 2;
        for (const [index, { places, run, isTrain }] of this.#lines.entries()) {
          // A run's validation line has its number already.
          if (isTrain && this.#lines[index + 1]?.run === run) continue;
          const left = chartArea.left + ((run + 1) / count) * chartArea.width;
          const place = nearest(places, x.getValueForPixel(left) ?? 0);
          if (place === undefined) continue;
          const [px, py] = [x.getPixelForValue(place.x), y.getPixelForValue(place.y)];
          ctx.beginPath();
          ctx.arc(px, py, 7, 0, 2 * Math.PI);
          ctx.fillStyle = theme.getPropertyValue("--vscode-panel-background") || theme.backgroundColor;
          ctx.fill();
          ctx.strokeStyle = data.datasets[index]?.borderColor as string;
          ctx.stroke();
          ctx.fillStyle = theme.color;
          ctx.fillText(String(run + 1), px, py + 0.5);
        }
        ctx.restore();
      },
    };
  }
}

/** Values that no axis can show are left out. */
function placesOf(points: readonly EpochResult[], view: ChartView, split: 0 | 1): Place[] {
  return points.flatMap((point) => {
    const y = valuesOf(point, view.measure)[split];
    return y !== undefined && Number.isFinite(y) && (y > 0 || !view.logY) ? [{ x: point.epoch, y }] : [];
  });
}

function nearest(places: readonly Place[], x: number): Place | undefined {
  return places.find((place) => place.x >= x) ?? places.at(-1);
}
