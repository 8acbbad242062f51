// Several runs as bands on a canvas: a line in the middle of each split and a surface from its lower to its upper bound, in the colours of the loss.

import { Chart, Filler, LinearScale, LineController, LineElement, LogarithmicScale, type Plugin, PointElement } from "chart.js";
import type { Band } from "../../../src/model/sweep/band.ts";
import type { Bands } from "../../../src/protocol/sweep.ts";
import { initialView } from "../../view-state.ts";
import { type Axes, chartOptions } from "../loss-view/chart-options.ts";
import type { Place } from "../loss-view/series.ts";

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement, Filler);

/** Datasets of a band: its lower bound, its upper bound filled down to it, its middle. */
const PER_BAND = 3;

export class BandChart {
  readonly canvas: HTMLCanvasElement;
  readonly #chart: Chart<"line", Place[]>;
  readonly #hover: (index: number | undefined) => void;
  #bands: Bands = { train: { epochs: [], low: [], middle: [], high: [], runs: [] } };
  #axes: Axes = { view: initialView.chart, titles: { x: "", y: "" }, range: [1, 1] };
  /** Index of the place under the cross-hair. */
  #index: number | undefined;

  /** @param hover told the index, in the training band, of what is under the cross-hair, or that there is none */
  constructor(canvas: HTMLCanvasElement, hover: (index: number | undefined) => void) {
    this.canvas = canvas;
    this.#hover = hover;
    this.#chart = new Chart<"line", Place[]>(canvas, {
      type: "line",
      // Both lines are drawn over both surfaces.
      data: { datasets: [...bandLines(), ...bandLines()] },
      options: chartOptions(this.#axes, getComputedStyle(canvas)),
      plugins: [this.#crossHair()],
    });
  }

  /** @param isLogarithmic whether values lie by their logarithm; bounds that have none are drawn at the lowest value that has one */
  show(bands: Bands, titles: Axes["titles"], isLogarithmic: boolean): void {
    const { epochs } = bands.train;
    if (epochs.length < this.#bands.train.epochs.length) this.leave();
    this.#bands = bands;
    this.#axes = { view: { ...initialView.chart, logY: isLogarithmic }, titles, range: [epochs[0] ?? 1, epochs.at(-1) ?? 1] };
    const least = isLogarithmic ? leastOf([bands.train, bands.validation]) : -Infinity;
    const lines = [bands.train, bands.validation].flatMap((band) =>
      (["low", "high", "middle"] as const).map((name) => placesOf(band, name, least)),
    );
    for (const [index, line] of this.#chart.data.datasets.entries()) line.data = lines[index]!;
    this.recolour();
  }

  /** Draws again, with the colours and fonts that the theme has now. */
  recolour(): void {
    const theme = getComputedStyle(this.canvas);
    for (const [index, line] of this.#chart.data.datasets.entries()) {
      const colour = theme.getPropertyValue(index < PER_BAND ? "--train" : "--validation");
      line.borderColor = colour;
      line.backgroundColor = `color-mix(in srgb, ${colour} 22%, transparent)`;
      line.borderDash = index < PER_BAND ? [] : [6, 3];
    }
    this.#chart.options = chartOptions(this.#axes, theme);
    this.#chart.update("none");
  }

  /** Moves the cross-hair to the epoch nearest to a horizontal place on the canvas, in CSS pixels. */
  pointAt(offset: number): void {
    const value = this.#chart.scales["x"]?.getValueForPixel(offset);
    const { epochs } = this.#bands.train;
    if (value === undefined || epochs.length === 0) return;
    const next = epochs.findIndex((epoch) => epoch >= value);
    const index = next < 0 ? epochs.length - 1 : next > 0 && value - epochs[next - 1]! < epochs[next]! - value ? next - 1 : next;
    this.#at(index);
  }

  /** Moves the cross-hair by keys; it starts at the last epoch. */
  step(by: number): void {
    const last = this.#bands.train.epochs.length - 1;
    this.#at(Math.max(0, Math.min((this.#index ?? last) + by, last)));
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
    this.#index = index;
    this.#hover(index);
    this.#chart.draw();
  }

  #crossHair(): Plugin<"line"> {
    return {
      id: "crossHair",
      afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
        const epoch = this.#index === undefined ? undefined : this.#bands.train.epochs[this.#index];
        if (epoch === undefined || !scales["x"]) return;
        const left = scales["x"].getPixelForValue(epoch);
        ctx.save();
        ctx.strokeStyle = getComputedStyle(this.canvas).color;
        ctx.globalAlpha = 0.5;
        ctx.beginPath();
        ctx.moveTo(left, chartArea.top);
        ctx.lineTo(left, chartArea.bottom);
        ctx.stroke();
        ctx.restore();
      },
    };
  }
}

function bandLines() {
  const bound = { data: [], borderWidth: 0, pointRadius: 0, pointHitRadius: 0, order: 1 };
  return [bound, { ...bound, fill: "-1" }, { ...bound, borderWidth: 1.5, order: 0 }];
}

function placesOf(band: Band | undefined, name: "low" | "middle" | "high", least: number): Place[] {
  return (band?.epochs ?? []).map((x, index) => ({ x, y: Math.max(least, band![name][index]!) }));
}

/** The lowest value above 0. */
function leastOf(bands: readonly (Band | undefined)[]): number {
  let least = Infinity;
  for (const band of bands) {
    for (const values of [band?.low, band?.middle]) for (const value of values ?? []) if (value > 0 && value < least) least = value;
  }
  return least === Infinity ? 1 : least;
}
