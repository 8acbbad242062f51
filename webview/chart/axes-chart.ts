// Axes over the epochs on a canvas in the theme's colours, and what is drawn in them. Axes and grid are
// Chart.js's. Lines are not: its own keep an object for each of their points, which is most of what a frame
// of a long run would cost. If epochs have come for which the axes have room, only the strip that changed
// is drawn again.

import { Chart, LinearScale, LogarithmicScale } from "chart.js";
import { type Axes, chartOptions, endOf, noAxes } from "./axes.ts";
import { DASHES_WIDTH } from "./lines.ts";
import { type Plot, toPixel } from "./plot.ts";
import type { Range } from "./zoom.ts";

Chart.register(LinearScale, LogarithmicScale);

/** What is drawn over the grid: curves, cut off at the axes, and marks upon them. */
export interface Layers {
  curves(plot: Plot): void;
  marks(plot: Plot): void;
}

/**
 * Pixels before the last epoch that was drawn which those after it change: a column of the thinned line, and
 * half of its width.
 */
const MARGIN = 6;

/** Pixels of an axis' length that its title does not have. */
const TICKS = 40;
/**
 * The share of the axis that growing curves must fill, so that it is not laid out anew for each of their
 * values.
 */
const FILLED = 0.7;

export class AxesChart {
  readonly canvas: HTMLCanvasElement;
  readonly #chart: Chart<"line">;
  readonly #layers: Layers;
  readonly #colours = new Map<string, string>();
  #axes: Axes = noAxes;
  /** What they were laid out for; undefined until something is shown. */
  #laid: Axes | undefined;
  /** Whether that was for another size. */
  #isStale = false;
  /** Those of the axes that have room. */
  #titles: Axes["titles"] = noAxes.titles;
  /** Pixels of the canvas from which on it is drawn. */
  #left = 0;

  constructor(canvas: HTMLCanvasElement, layers: Layers) {
    this.canvas = canvas;
    this.#layers = layers;
    this.#chart = new Chart<"line">(canvas, {
      type: "line",
      data: { datasets: [] },
      options: chartOptions(noAxes, getComputedStyle(canvas)),
      plugins: [
        {
          id: "layers",
          resize: () => (this.#isStale = true),
          beforeDatasetsDraw: () => {
            if (this.#laid) this.#drawLayers(this.plot);
          },
        },
      ],
    });
  }

  /** @param since the last epoch that was drawn, if nothing but later ones is to be drawn beside it */
  show(axes: Axes, since?: number): void {
    this.#axes = axes;
    if (!this.#hasRoom) this.#layOut();
    else if (since === undefined) this.draw();
    else this.#drawSince(since);
  }

  /** Draws again what lies in the axes. */
  draw(): void {
    this.#chart.draw();
  }

  /** Draws again, with the colours, the fonts and the size that it has now. */
  recolour(): void {
    this.#colours.clear();
    this.#layOut();
  }

  /** The pixels of the canvas between which values are drawn. */
  get span(): Range {
    const { left, right } = this.#chart.chartArea;
    return [left, right];
  }

  /** The epoch, with its fraction, at a pixel of the canvas; undefined before there are axes. */
  epochAt(offset: number): number | undefined {
    return this.#chart.scales["x"]?.getValueForPixel(offset);
  }

  get plot(): Plot {
    const { ctx: context, chartArea: area, scales } = this.#chart;
    const [x, y] = [scales["x"]!, scales["y"]!];
    const from = this.#left - MARGIN;
    const extent = this.#axes.logX ? Math.log(x.max / x.min) : x.max - x.min;
    return {
      context,
      area,
      x: toPixel(x),
      y: toPixel(y),
      epochs: [this.#left === 0 ? x.min : x.getValueForPixel(from - (from % DASHES_WIDTH))!, x.max],
      values: [y.min, y.max],
      density: Math.max(1, area.width) / Math.max(extent, Number.EPSILON),
      colour: (name) => this.#colour(name),
    };
  }

  /** Chart.js's own, for those who read its ticks. */
  get chart(): Chart<"line"> {
    return this.#chart;
  }

  /** The titles that are seen. */
  get titles(): Axes["titles"] {
    return this.#titles;
  }

  /**
   * What `act` makes of the canvas while it has so many pixels to one of the screen. It must be done with the
   * canvas when it returns.
   */
  atDensity<T>(density: number, act: () => T): T {
    this.#layOut(density);
    this.#chart.resize();
    try {
      return act();
    } finally {
      this.#layOut();
      this.#chart.resize();
    }
  }

  destroy(): void {
    this.#chart.destroy();
  }

  /** Whether the axes, as they are laid out, are right for what is shown. */
  get #hasRoom(): boolean {
    const [axes, laid] = [this.#axes, this.#laid];
    if (this.#isStale || laid === undefined || axes.values === undefined || laid.values === undefined) return false;
    const { min, max } = this.#chart.scales["y"]!;
    const [low, high] = axes.values;
    return (
      axes.isGrowing === laid.isGrowing &&
      axes.logX === laid.logX &&
      axes.logY === laid.logY &&
      axes.titles.x === laid.titles.x &&
      axes.titles.y === laid.titles.y &&
      axes.epochs[0] === laid.epochs[0] &&
      endOf(axes) === endOf(laid) &&
      (axes.isGrowing ? low >= min && high <= max && fills(axes.values, laid.values, axes.logY) : isSameRange(axes.values, laid.values))
    );
  }

  #layOut(density?: number): void {
    this.#laid = this.#axes;
    this.#isStale = false;
    this.#titles = this.#fittingTitles();
    this.#chart.options = chartOptions({ ...this.#axes, titles: this.#titles }, getComputedStyle(this.canvas), density);
    this.#chart.update("none");
  }

  /** A title that has no room is left out: half of it would say nothing. */
  #fittingTitles(): Axes["titles"] {
    const { ctx: context, width, height } = this.#chart;
    const { x, y } = this.#axes.titles;
    context.save();
    context.font = `11px ${getComputedStyle(this.canvas).fontFamily}`;
    const fits = (text: string, room: number): string => (context.measureText(text).width <= room - TICKS ? text : "");
    const titles = { x: fits(x, width), y: fits(y, height) };
    context.restore();
    return titles;
  }

  #drawSince(epoch: number): void {
    const { ctx, width, height, currentDevicePixelRatio: ratio } = this.#chart;
    const start = this.#chart.scales["x"]!.getPixelForValue(epoch) - MARGIN;
    // Whole pixels of the canvas, for an edge that cannot be seen.
    this.#left = Math.max(0, Math.floor(start * ratio) / ratio);
    ctx.save();
    ctx.beginPath();
    ctx.rect(this.#left, 0, width - this.#left, height);
    ctx.clip();
    this.#chart.draw();
    ctx.restore();
    this.#left = 0;
  }

  #drawLayers(plot: Plot): void {
    const { context, area } = plot;
    context.save();
    context.beginPath();
    // Half of a line's width at the top and bottom of the values.
    context.rect(area.left, area.top - 1, area.width, area.height + 2);
    context.clip();
    this.#layers.curves(plot);
    context.restore();
    this.#layers.marks(plot);
  }

  /** A colour of the theme or of the canvas, by the name of its property. */
  #colour(name: string): string {
    let colour = this.#colours.get(name);
    if (colour === undefined) {
      const theme = getComputedStyle(this.canvas);
      colour = name === "color" ? theme.color : theme.getPropertyValue(name).trim();
      this.#colours.set(name, colour);
    }
    return colour;
  }
}

function isSameRange([low, high]: Range, [from, to]: Range): boolean {
  return low === from && high === to;
}

/** Whether a range is not much smaller than the one that the axis was laid out for. */
function fills([low, high]: Range, [from, to]: Range, isLog: boolean): boolean {
  return isLog ? Math.log(high / low) >= FILLED * Math.log(to / from) : high - low >= FILLED * (to - from);
}
