// The loss curve on a canvas: Chart.js in the theme's colours, thinned to its pixels, with a cross-hair and without animation.

import { Chart, Decimation, LinearScale, LineController, LineElement, type Plugin, PointElement } from "chart.js";
import type { EpochResult } from "../../../src/training/types.ts";
import { formatCount, formatMeasure } from "../../numbers.ts";

Chart.register(Decimation, LineController, LineElement, LinearScale, PointElement);

export class LossChart {
  readonly canvas: HTMLCanvasElement;
  readonly #chart: Chart<"line", { x: number; y: number }[]>;
  readonly #hover: (point: EpochResult | undefined) => void;
  #points: readonly EpochResult[] = [];
  /** Index of the point under the cross-hair. */
  #index: number | undefined;

  /** @param hover told the point under the cross-hair, or that there is none */
  constructor(canvas: HTMLCanvasElement, hover: (point: EpochResult | undefined) => void) {
    this.canvas = canvas;
    this.#hover = hover;
    this.#chart = new Chart<"line", { x: number; y: number }[]>(canvas, {
      type: "line",
      data: { datasets: [dataset(), { ...dataset(), borderDash: [6, 3] }] },
      options: {
        animation: false,
        events: [],
        maintainAspectRatio: false,
        normalized: true,
        parsing: false,
        layout: { padding: { top: 4, right: 4 } },
        plugins: { decimation: { enabled: true, algorithm: "min-max" } },
        scales: {
          x: {
            type: "linear",
            border: { display: false },
            grid: { display: false },
            ticks: { includeBounds: false, maxRotation: 0, precision: 0 },
            title: { display: true },
          },
          y: { type: "linear", border: { display: false }, ticks: { maxTicksLimit: 6 }, title: { display: true } },
        },
      },
      plugins: [this.#crossHair()],
    });
    this.recolour();
  }

  show(points: readonly EpochResult[], titles: { readonly x: string; readonly y: string }): void {
    const [train, validation] = this.#chart.data.datasets;
    const { scales } = this.#chart.options;
    if (train === undefined || validation === undefined || !scales?.["x"] || !scales["y"]) return;
    if (points.length < this.#points.length) this.leave();
    this.#points = points;
    train.data = points.filter(({ trainLoss }) => Number.isFinite(trainLoss)).map(({ epoch, trainLoss }) => ({ x: epoch, y: trainLoss }));
    validation.data = points.flatMap(({ epoch, validationLoss }) =>
      validationLoss !== undefined && Number.isFinite(validationLoss) ? [{ x: epoch, y: validationLoss }] : [],
    );
    // A single point has no line to be seen by.
    train.pointRadius = validation.pointRadius = points.length === 1 ? 3 : 0;
    const [first, last] = [points[0], points.at(-1)];
    Object.assign(scales["x"], { min: first?.epoch, max: last?.epoch });
    Object.assign(scales["x"], { title: { ...scales["x"].title, display: true, text: titles.x } });
    Object.assign(scales["y"], { title: { ...scales["y"].title, display: true, text: titles.y } });
    this.#chart.update("none");
  }

  /** Takes the colours and fonts of the theme again. */
  recolour(): void {
    const theme = getComputedStyle(this.canvas);
    const token = (name: string): string => theme.getPropertyValue(`--vscode-${name}`).trim();
    const [train, validation] = this.#chart.data.datasets;
    const { scales } = this.#chart.options;
    if (train === undefined || validation === undefined || !scales?.["x"] || !scales["y"]) return;
    train.borderColor = train.backgroundColor = token("charts-blue");
    validation.borderColor = validation.backgroundColor = theme.getPropertyValue("--validation");
    const font = { family: token("editor-font-family") || "monospace", size: 11 };
    const colour = token("descriptionForeground") || theme.color;
    for (const scale of [scales["x"], scales["y"]]) {
      Object.assign(scale.ticks ?? {}, { color: colour, font, callback: (value: number) => tick(value, scale === scales["x"]) });
      Object.assign(scale, {
        title: { ...(scale as { title?: object }).title, color: colour, font: { family: token("font-family"), size: 11 } },
      });
    }
    Object.assign(scales["y"].grid ?? (scales["y"].grid = {}), { color: `color-mix(in srgb, ${theme.color} 10%, transparent)` });
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
        for (const [index, value] of [point.trainLoss, point.validationLoss].entries()) {
          if (value === undefined || !Number.isFinite(value)) continue;
          ctx.fillStyle = data.datasets[index]?.borderColor as string;
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

function tick(value: number, isEpoch: boolean): string {
  if (isEpoch) return Number.isInteger(value) ? formatCount(value) : "";
  const text = formatMeasure(value);
  return text.includes("e") ? text : text.replace(/\.?0+$/, "");
}
