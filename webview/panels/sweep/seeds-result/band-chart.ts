// Several runs as bands in a chart: a line in the middle of each split and a surface from its lower to its
// upper bound, in the colours of the loss.

import type { Band } from "../../../../src/model/sweep/band.ts";
import type { Bands } from "../../../../src/protocol/sweep.ts";
import type { Axes } from "../../../chart/axes.ts";
import { AxesChart } from "../../../chart/axes-chart.ts";
import { seenValues } from "../../../chart/growing-line.ts";
import { strokeLine } from "../../../chart/lines.ts";
import { crossHair, type Plot } from "../../../chart/plot.ts";
import { type ValueRange, valueRange } from "../../../chart/robust-range.ts";
import { markRunOffs, nameRunOffs } from "../../../chart/run-offs.ts";
import type { Vertex } from "../../../chart/series.ts";

/** Opacity of the surface between the bounds. */
const SURFACE = 0.22;

/** The places of a band's lines. */
type Lines = Readonly<Record<"low" | "middle" | "high", readonly Vertex[]>>;

export class BandChart {
  readonly canvas: HTMLCanvasElement;
  readonly #chart: AxesChart;
  readonly #hover: (index: number | undefined) => void;
  /** Training and validation. */
  #bands: readonly Lines[] = [];
  #epochs: readonly number[] = [];
  /** Index of the place under the cross-hair. */
  #index: number | undefined;

  /**
   * @param hover told the index, in the training band, of what is under the cross-hair, or that there is none
   */
  constructor(canvas: HTMLCanvasElement, hover: (index: number | undefined) => void) {
    this.canvas = canvas;
    this.#hover = hover;
    this.#chart = new AxesChart(canvas, { curves: (plot) => this.#drawBands(plot), marks: (plot) => this.#drawMarks(plot) });
  }

  /**
   * @param isLogarithmic whether values lie by their logarithm; bounds that have none are drawn at the lowest
   *   value that has one
   * @param isWhole whether the axis has room for all of them
   * @returns the range of what is seen
   */
  show(
    { train, validation }: Bands,
    titles: Axes["titles"],
    { isLogarithmic, isWhole }: { readonly isLogarithmic: boolean; readonly isWhole: boolean },
  ): ValueRange | undefined {
    if (train.epochs.length < this.#epochs.length) this.leave();
    this.#epochs = train.epochs;
    const bands = validation ? [train, validation] : [train];
    const least = isLogarithmic ? leastOf(bands) : -Infinity;
    this.#bands = bands.map((band) => {
      const vertices = (values: readonly number[]): Vertex[] =>
        values.map((value, at) => ({ x: band.epochs[at]!, y: Math.max(least, value) }));
      return { low: vertices(band.low), middle: vertices(band.middle), high: vertices(band.high) };
    });
    const range = valueRange(
      this.#bands.flatMap(({ low, high }) => [seenValues(low), seenValues(high)]),
      "above",
      isLogarithmic,
    );
    const values = isWhole ? range?.whole : range?.bulk;
    const epochs = [train.epochs[0] ?? 1, train.epochs.at(-1) ?? 1] as const;
    this.#chart.show({ titles, logX: false, logY: isLogarithmic, epochs, values, isGrowing: false, place: 0 });
    return range;
  }

  recolour(): void {
    this.#chart.recolour();
  }

  /** Moves the cross-hair to the epoch nearest to a horizontal place on the canvas, in CSS pixels. */
  pointAt(offset: number): void {
    const value = this.#chart.epochAt(offset);
    const epochs = this.#epochs;
    if (value === undefined || epochs.length === 0) return;
    const next = epochs.findIndex((epoch) => epoch >= value);
    const index = next < 0 ? epochs.length - 1 : next > 0 && value - epochs[next - 1]! < epochs[next]! - value ? next - 1 : next;
    this.#at(index);
  }

  /** Moves the cross-hair by keys; it starts at the last epoch. */
  step(by: number): void {
    const last = this.#epochs.length - 1;
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

  /** Both lines over both surfaces. */
  #drawBands(plot: Plot): void {
    const { context, x, y } = plot;
    const colours = [plot.colour("--train"), plot.colour("--validation")];
    for (const [index, { low, high }] of this.#bands.entries()) {
      context.fillStyle = colours[index]!;
      context.globalAlpha = SURFACE;
      context.beginPath();
      for (const vertex of [...high, ...low.toReversed()]) context.lineTo(x(vertex.x), y(vertex.y));
      context.fill();
    }
    for (const [index, { middle }] of this.#bands.entries()) {
      strokeLine(plot, { vertices: middle, colour: colours[index]!, opacity: 1, isDashed: index === 1 });
    }
  }

  #drawMarks(plot: Plot): void {
    const colours = [plot.colour("--train"), plot.colour("--validation")];
    markRunOffs(
      plot,
      this.#bands.map(({ high: vertices }, index) => ({ vertices, colour: colours[index]!, opacity: 1, isDashed: false })),
    );
    const epoch = this.#index === undefined ? undefined : this.#epochs[this.#index];
    const left = epoch === undefined ? undefined : crossHair(plot, epoch);
    if (left === undefined) return;
    const at = this.#bands.map(({ high }) => high.find(({ x }) => x === epoch)?.y);
    nameRunOffs(plot, left, at);
  }
}

/** The lowest value above 0. */
function leastOf(bands: readonly Band[]): number {
  let least = Infinity;
  for (const { low, middle } of bands) {
    for (const value of [...low, ...middle]) if (value > 0 && value < least) least = value;
  }
  return least === Infinity ? 1 : least;
}
