// A measure over the epochs: training and validation, the values as they are behind if they are smoothed,
// and a cross-hair.

import type { EpochResult } from "../../../src/training/types.ts";
import type { Axes } from "../axes.ts";
import { AxesChart } from "../axes-chart.ts";
import { type DrawnChart, drawnChart } from "../drawn-chart.ts";
import { GrowingLine } from "../growing-line.ts";
import { markHealth } from "../health-marks.ts";
import { type DrawnLine, strokeLine } from "../lines.ts";
import { badSideOf, isOfRun, valuesOf } from "../measures.ts";
import { type LegendEntry, PICTURE_DENSITY, pictureOf } from "../picture.ts";
import { crossHair, type Plot } from "../plot.ts";
import { type ValueRange, valueRange, withGuest } from "../robust-range.ts";
import { isOff, markRunOffs, nameRunOffs } from "../run-offs.ts";
import type { Range } from "../zoom.ts";
import type { ZoomedChart } from "../zoom-controller.ts";
import { type ChartView, initialChart } from "../chart-view.ts";

/** What there is to draw beside the points. */
export interface Drawn {
  readonly view: ChartView;
  readonly titles: Axes["titles"];
  /** The epochs that are shown, if not all are. */
  readonly window?: Range | undefined;
  /** Whether more points are coming. */
  readonly isGrowing: boolean;
  /** The chart's place among those beside it, from 0. */
  readonly place?: number;
  /** The point under the cross-hair. */
  readonly at?: EpochResult | undefined;
  /** The epochs in which something was found to be sick. */
  readonly sickAt?: readonly number[] | undefined;
  /** The run before, drawn faintly behind as far as it is beside this one. */
  readonly ghost?: readonly EpochResult[] | undefined;
}

const noPoints: readonly EpochResult[] = [];
const noEpochs: readonly number[] = [];

export class CurveChart implements ZoomedChart {
  readonly canvas: HTMLCanvasElement;
  readonly #chart: AxesChart;
  /**
   * The measured values behind, which are seen if they are smoothed, and in front what the legend names.
   */
  readonly #growing = [new GrowingLine(0, false), new GrowingLine(1, false), new GrowingLine(0, true), new GrowingLine(1, true)];
  readonly #ghost = [new GrowingLine(0, true), new GrowingLine(1, true)];
  #points: readonly EpochResult[] = [];
  #view: ChartView = initialChart;
  #epochs: Range = [1, 1];
  #at: EpochResult | undefined;
  #sickAt = noEpochs;
  #selected: Range | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#chart = new AxesChart(canvas, { curves: (plot) => this.#drawCurves(plot), marks: (plot) => this.#drawMarks(plot) });
  }

  /**
   * Draws a measure of the points; values that no axis can show are left out.
   * @returns the range of what is seen
   */
  show(points: readonly EpochResult[], drawn: Drawn): ValueRange | undefined {
    const { view, titles, window, isGrowing, place = 0, at, ghost = noPoints, sickAt = noEpochs } = drawn;
    const before = this.#points.at(-1)?.epoch;
    this.#points = points;
    this.#view = view;
    this.#epochs = window ?? [points[0]?.epoch ?? 1, points.at(-1)?.epoch ?? 1];
    const areLonger = this.#seen.map(([line]) => line.follow(points, view)).every(Boolean);
    const isSameGhost = this.#ghost.map((line) => line.follow(ghost, view)).every(Boolean);
    const { logX, logY } = view;
    const [side, epochs] = [badSideOf(view.measure), this.#epochs];
    const rangeOf = (lines: readonly GrowingLine[]): ValueRange | undefined =>
      valueRange(
        lines.map((line) => line.seen(epochs)),
        side,
        logY,
      );
    const range = rangeOf(this.#seen.map(([line]) => line));
    const shown = (one: ValueRange | undefined): Range | undefined => (view.isWhole ? one?.whole : one?.bulk);
    const own = shown(range);
    const values = own && withGuest(own, shown(rangeOf(this.#ghost)));
    const hasMarks = at !== undefined || this.#at !== undefined || this.#selected !== undefined || sickAt.length !== this.#sickAt.length;
    this.#at = at;
    this.#sickAt = sickAt;
    const axes = { titles, logX, logY, epochs: this.#epochs, values, isGrowing: isGrowing && window === undefined, place };
    // A single point is a dot, which goes when there is a second.
    const isStrip = axes.isGrowing && areLonger && isSameGhost && !hasMarks && points.length > 2;
    this.#chart.show(axes, isStrip ? before : undefined);
    return range;
  }

  recolour(): void {
    this.#chart.recolour();
  }

  get plot(): Range {
    return this.#chart.span;
  }

  epochAt(offset: number): number {
    return this.#chart.epochAt(offset) ?? 1;
  }

  select(range: Range | undefined): void {
    if (range === this.#selected) return;
    this.#selected = range;
    this.#chart.draw();
  }

  /** The point of the epoch nearest to a horizontal place on the canvas, in CSS pixels. */
  pointAt(offset: number): EpochResult | undefined {
    const [left, right] = this.plot;
    return this.#near(Math.round(this.epochAt(Math.max(left, Math.min(offset, right)))));
  }

  /**
   * The point a two-hundredth of what is shown away from the cross-hair's, or from the last one that is
   * shown.
   */
  pointBeside(by: number): EpochResult | undefined {
    const [from, to] = this.#epochs;
    const width = Math.max(1, Math.round((to - from) / 200));
    return this.#near((this.#at?.epoch ?? Math.floor(to)) + by * width);
  }

  /**
   * The chart as it stands, twice as fine as the screen.
   * @param legend what stands in a line above it: words, and for a series the mark of its line
   */
  picture(legend: readonly LegendEntry[]): HTMLCanvasElement {
    return this.#chart.atDensity(PICTURE_DENSITY, () => {
      const front = this.#linesOf(this.#chart.plot).slice(-2);
      return pictureOf(this.canvas, legend, front, PICTURE_DENSITY);
    });
  }

  /** The chart as numbers and colours, for whoever draws it in another way. */
  drawn(): DrawnChart {
    return drawnChart(this.#chart, this.#linesOf(this.#chart.plot), this.#points.length === 1);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  /** The lines that are seen, from back to front, each with its index. */
  get #seen(): readonly (readonly [GrowingLine, number])[] {
    return this.#growing.map((line, index) => [line, index] as const).slice(this.#view.smoothing > 0 ? 0 : 2);
  }

  #linesOf({ epochs, density, colour }: Plot): readonly DrawnLine[] {
    return this.#seen.map(([line, index]) => ({
      vertices: line.within(epochs, density),
      colour: colour(this.#colourOf(index % 2)),
      opacity: index < 2 ? 0.3 : 1,
      isDashed: index === 3,
    }));
  }

  #ghostsOf({ epochs, density, colour }: Plot): readonly DrawnLine[] {
    return this.#ghost.map((line, index) => ({
      vertices: line.within(epochs, density),
      colour: colour("color"),
      opacity: 0.3,
      isDashed: index === 1,
      width: 1,
    }));
  }

  /** The property of the theme that a split's colour stands in. */
  #colourOf(split: number): string {
    return split === 1 ? "--validation" : isOfRun(this.#view.measure) ? "--rate" : "--train";
  }

  #near(epoch: number): EpochResult | undefined {
    const points = this.#points;
    // Of a run that is watched not every epoch is known.
    const next = points.findLastIndex((point) => point.epoch <= epoch);
    const [before, after] = [points[next], points[next + 1]];
    return before === undefined || (after !== undefined && after.epoch - epoch < epoch - before.epoch) ? after : before;
  }

  #drawCurves(plot: Plot): void {
    // A single point has no line to be seen by.
    const radius = this.#points.length === 1 ? 3 : 0;
    for (const line of [...this.#ghostsOf(plot), ...this.#linesOf(plot)]) strokeLine(plot, line, radius);
  }

  #drawMarks(plot: Plot): void {
    const { context, area, y, colour } = plot;
    context.save();
    if (this.#selected) {
      const [start, end] = this.#selected;
      context.fillStyle = colour("color");
      context.globalAlpha = 0.15;
      context.fillRect(start, area.top, end - start, area.height);
    }
    context.globalAlpha = 1;
    markRunOffs(plot, this.#linesOf(plot));
    markHealth(plot, this.#sickAt);
    const point = this.#at;
    const left = point && crossHair(plot, point.epoch);
    if (point && left !== undefined) {
      for (const [split, value] of valuesOf(point, this.#view.measure).entries()) {
        if (value === undefined || !Number.isFinite(value) || isOff(value, plot.values)) continue;
        context.fillStyle = colour(this.#colourOf(split));
        context.beginPath();
        context.arc(left, y(value), 3, 0, 2 * Math.PI);
        context.fill();
      }
      nameRunOffs(plot, left, valuesOf(point, this.#view.measure));
    }
    context.restore();
  }
}
